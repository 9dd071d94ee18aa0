// What gateway simulators need of the web beside a server: forms, and an HTTP client. Written apart
// from the engine's own, so that a mistake is not made on both sides of the wire.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace larm::gateways {

using WebRequest = boost::beast::http::request<boost::beast::http::string_body>;
using WebResponse = boost::beast::http::response<boost::beast::http::string_body>;

using Fields = std::map<std::string, std::string>;
[[nodiscard]] std::string form_of(Fields const& fields);
[[nodiscard]] Fields fields_of(std::string_view form);

/// "Basic ..." of a user and password.
[[nodiscard]] std::string basic_authorization(std::string_view user, std::string_view password);

/// One request over a connection of its own, http only; nothing where there was no answer in time.
[[nodiscard]] boost::asio::awaitable<std::optional<WebResponse>> call(
    std::string method, std::string url, std::string body,
    std::chrono::milliseconds within = std::chrono::seconds{10});

}  // namespace larm::gateways
