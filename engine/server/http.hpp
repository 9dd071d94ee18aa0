// Requests and responses as the routing table sees them. How they travel is session's business.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/instant.hpp"

namespace larm::server {

using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;

/// A whole response. Content-Length, Date, caching and sniffing headers are added when it is
/// written.
struct Response {
    unsigned status = 200;
    std::string_view content_type = "text/plain; charset=utf-8";
    std::string body;
    /// Further lines, "Name: value".
    std::vector<std::string> headers;
};

/// The bytes of a response. `with_body` false for HEAD: the length is told, the body left out.
[[nodiscard]] std::string serialize(Response const& response, core::Instant now, bool keep_alive,
                                    bool with_body);

/// A request target in its two parts.
struct Target {
    std::string_view path;
    std::string_view query;

    [[nodiscard]] static Target of(std::string_view target);
    /// The first parameter of that name, as it stands; nothing where there is none. No parameter of
    /// ours holds a character that would need percent-encoding.
    [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const;
};

/// A header's value, empty where there is none.
[[nodiscard]] std::string_view header(HttpRequest const& request, boost::beast::http::field name);

/// A date as HTTP writes it.
[[nodiscard]] std::string http_date(core::Instant at);

}  // namespace larm::server
