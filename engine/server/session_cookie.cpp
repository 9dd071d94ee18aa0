#include "engine/server/session_cookie.hpp"
#include "engine/server/trimmed.hpp"

#include <fmt/format.h>

#include <boost/beast/core/string.hpp>

namespace larm::server {
namespace {

namespace http = boost::beast::http;

constexpr std::string_view plain_name = "larm_session";
// A browser takes the prefix only with Secure, Path=/ and no Domain: no other host can set it.
constexpr std::string_view tls_name = "__Host-larm_session";

bool is_over_tls(HttpRequest const& request, PublicSide const& public_side) {
    return public_side.url.starts_with("https://") &&
           boost::beast::iequals(header(request, http::field::host), public_side.authority);
}

std::string line(HttpRequest const& request, PublicSide const& public_side, std::string_view value,
                 std::chrono::seconds lasts) {
    auto const is_tls = is_over_tls(request, public_side);
    return fmt::format("Set-Cookie: {}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{}",
                       is_tls ? tls_name : plain_name, value, lasts.count(),
                       is_tls ? "; Secure" : "");
}

}  // namespace

std::string_view session_secret(HttpRequest const& request) {
    std::string_view found;
    for (auto const& field : request) {
        if (field.name() != http::field::cookie) {
            continue;
        }
        std::string_view rest{field.value().data(), field.value().size()};
        while (!rest.empty()) {
            auto const end = rest.find(';');
            auto const pair = trimmed(rest.substr(0, end));
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
            auto const equals = pair.find('=');
            auto const name = pair.substr(0, equals);
            if (equals == std::string_view::npos || (name != plain_name && name != tls_name)) {
                continue;
            }
            if (!found.empty()) {
                return {};
            }
            found = pair.substr(equals + 1);
        }
    }
    return found;
}

std::string keep_session(HttpRequest const& request, PublicSide const& public_side,
                         std::string_view secret, std::chrono::seconds lasts) {
    return line(request, public_side, secret, lasts);
}

std::string forget_session(HttpRequest const& request, PublicSide const& public_side) {
    return line(request, public_side, "", std::chrono::seconds{0});
}

}  // namespace larm::server
