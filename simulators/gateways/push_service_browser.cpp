#include "simulators/gateways/push_service_browser.hpp"

#include <fmt/format.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <cstdlib>

namespace larm::gateways {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace json = boost::json;

using Response = http::response<http::string_body>;

/// One call on a connection of its own; status 0 where it failed.
Response call(http::verb method, std::string_view url, std::string body = {}) {
    Response response;
    response.result(0);
    auto const parsed = boost::urls::parse_uri(url);
    boost::system::error_code error;
    asio::io_context io;
    asio::ip::tcp::socket socket{io};
    if (parsed) {
        socket.connect(
            {asio::ip::make_address(parsed->host_address(), error), parsed->port_number()}, error);
    }
    if (!parsed || error) {
        return response;
    }
    auto const target = parsed->encoded_target();
    http::request<http::string_body> request{method, {target.data(), target.size()}, 11};
    request.set(http::field::host, parsed->encoded_host_and_port());
    request.body() = std::move(body);
    request.prepare_payload();
    http::write(socket, request, error);
    boost::beast::flat_buffer buffer;
    Response read;
    http::read(socket, buffer, read, error);
    return error ? response : read;
}

/// What stands in <> of a Link header.
std::string linked(std::string_view link) {
    auto const end = link.find('>');
    return link.starts_with('<') && end != std::string_view::npos
               ? std::string{link.substr(1, end - 1)}
               : std::string{};
}

std::string id_in(std::string const& text) {
    boost::system::error_code error;
    auto const value = json::parse(text, error);
    auto const* const object = error ? nullptr : value.if_object();
    auto const* const id = object == nullptr ? nullptr : object->if_contains("id");
    return id != nullptr && id->is_string() ? std::string{id->as_string()} : "";
}

}  // namespace

PushBrowser::PushBrowser(std::string_view service_origin, std::string_view sender_key) {
    json::object options;
    if (!sender_key.empty()) {
        options["vapid"] = json::string_view{sender_key.data(), sender_key.size()};
    }
    auto const made = call(http::verb::post, fmt::format("{}/subscribe", service_origin),
                           json::serialize(options));
    endpoint_ = linked(std::string_view{made[http::field::link]});
    subscription_ = std::string{made[http::field::location]};
    if (endpoint_.empty() || subscription_.empty()) {
        std::abort();
    }
}

std::string PushBrowser::subscription() const {
    json::object keys;
    keys["p256dh"] = keys_.p256dh();
    keys["auth"] = keys_.auth();
    json::object object;
    object["endpoint"] = endpoint_;
    object["expirationTime"] = nullptr;
    object["keys"] = std::move(keys);
    return json::serialize(object);
}

std::optional<std::string> PushBrowser::next(std::chrono::milliseconds within) {
    auto const until = std::chrono::steady_clock::now() + within;
    auto const before = shown_.size();
    while (shown_.size() == before) {
        if (std::chrono::steady_clock::now() > until) {
            return std::nullopt;
        }
        fetch();
    }
    return shown_.back();
}

void PushBrowser::drain() {
    while (fetch()) {
    }
}

bool PushBrowser::fetch() {
    auto const fetched = call(http::verb::get, subscription_);
    if (fetched.result_int() != 200) {
        return false;
    }
    auto const message = fetched[http::field::content_location];
    auto const origin = endpoint_.substr(0, endpoint_.find("/push/"));
    call(http::verb::delete_, fmt::format("{}{}", origin, std::string_view{message}));
    auto text = keys_.decrypt(fetched.body());
    if (!text) {
        ++unreadable_;
        return true;
    }
    if (!ids_.insert(id_in(*text)).second) {
        ++repeated_;
        return true;
    }
    shown_.push_back(std::move(*text));
    return true;
}

}  // namespace larm::gateways
