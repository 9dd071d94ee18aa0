#include "engine/server/connect/protocol.hpp"
#include "engine/server/trimmed.hpp"

#include <boost/beast/core/string.hpp>
#include <charconv>
#include <cstdlib>

namespace larm::server {
namespace {

namespace http = boost::beast::http;

std::string_view view(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

std::string_view get(http::fields const& headers, boost::beast::string_view name) {
    auto const found = headers.find(name);
    return found == headers.end() ? std::string_view{} : view(found->value());
}

std::optional<BodyType> body_type(std::string_view content_type) {
    auto const media = trimmed(content_type.substr(0, content_type.find(';')));
    if (boost::beast::iequals(media, "application/json")) {
        return BodyType::json;
    }
    if (boost::beast::iequals(media, "application/proto")) {
        return BodyType::proto;
    }
    return std::nullopt;
}

CallError bad_header(std::string message) {
    return {ConnectCode::invalid_argument, std::move(message), "", 0};
}

std::expected<std::chrono::milliseconds, CallError> read_timeout(std::string_view text) {
    constexpr std::size_t digits_max = 10;  // the protocol's
    std::int64_t value = 0;
    auto const [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || stopped != text.data() + text.size() || value < 0 ||
        text.size() > digits_max) {
        return std::unexpected{
            bad_header("the header Connect-Timeout-Ms must be a whole number of milliseconds of "
                       "at most ten digits")};
    }
    return std::chrono::milliseconds{value};
}

}  // namespace

std::string_view content_type(BodyType type) {
    switch (type) {
        case BodyType::json: return "application/json";
        case BodyType::proto: return "application/proto";
    }
    std::abort();
}

std::expected<CallHeaders, CallError> read_call_headers(http::fields const& headers) {
    CallHeaders call;
    auto const type = body_type(get(headers, "Content-Type"));
    if (!type) {
        return std::unexpected{
            CallError{ConnectCode::unimplemented,
                      "Content-Type must be application/json or application/proto", "", 415}};
    }
    call.body_type = *type;
    auto const encoding = trimmed(get(headers, "Content-Encoding"));
    if (!encoding.empty() && !boost::beast::iequals(encoding, "identity")) {
        return std::unexpected{CallError{
            ConnectCode::unimplemented,
            "compressed requests are not supported: send Content-Encoding: identity, or none", "",
            0}};
    }
    auto const version = trimmed(get(headers, "Connect-Protocol-Version"));
    if (!version.empty() && version != "1") {
        return std::unexpected{bad_header("the header Connect-Protocol-Version must be 1")};
    }
    if (auto const timeout = trimmed(get(headers, "Connect-Timeout-Ms")); !timeout.empty()) {
        auto const read = read_timeout(timeout);
        if (!read) {
            return std::unexpected{read.error()};
        }
        call.timeout = *read;
    }
    return call;
}

}  // namespace larm::server
