#include "engine/server/http.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <boost/beast/http/status.hpp>
#include <ctime>
#include <iterator>

namespace larm::server {
namespace http = boost::beast::http;

namespace {

std::string_view reason(unsigned status) {
    if (status == 499) {
        return "Client Closed Request";
    }
    auto const text = http::obsolete_reason(static_cast<http::status>(status));
    return {text.data(), text.size()};
}

}  // namespace

std::string serialize(Response const& response, core::Instant now, bool keep_alive,
                      bool with_body) {
    std::string bytes;
    bytes.reserve(320 + response.body.size());
    auto out = std::back_inserter(bytes);
    fmt::format_to(out,
                   "HTTP/1.1 {} {}\r\nDate: {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n"
                   "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n",
                   response.status, reason(response.status), http_date(now), response.content_type,
                   response.body.size());
    for (auto const& line : response.headers) {
        fmt::format_to(out, "{}\r\n", line);
    }
    if (!keep_alive) {
        bytes += "Connection: close\r\n";
    }
    bytes += "\r\n";
    if (with_body) {
        bytes += response.body;
    }
    return bytes;
}

Target Target::of(std::string_view target) {
    target = target.substr(0, target.find('#'));
    auto const mark = target.find('?');
    if (mark == std::string_view::npos) {
        return {target, {}};
    }
    return {target.substr(0, mark), target.substr(mark + 1)};
}

std::optional<std::string_view> Target::parameter(std::string_view name) const {
    for (auto rest = query; !rest.empty();) {
        auto const end = std::min(rest.find('&'), rest.size());
        auto const pair = rest.substr(0, end);
        auto const equals = std::min(pair.find('='), pair.size());
        if (pair.substr(0, equals) == name) {
            return pair.substr(std::min(equals + 1, pair.size()));
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return std::nullopt;
}

std::string_view header(HttpRequest const& request, http::field name) {
    auto const value = request[name];
    return {value.data(), value.size()};
}

std::string http_date(core::Instant at) {
    auto const seconds = static_cast<std::time_t>(at.us / 1'000'000);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    // strftime would follow the locale; HTTP's names are English.
    static constexpr std::string_view days = "SunMonTueWedThuFriSat";
    static constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                       days.substr(static_cast<std::size_t>(utc.tm_wday) * 3, 3), utc.tm_mday,
                       months.substr(static_cast<std::size_t>(utc.tm_mon) * 3, 3),
                       utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

}  // namespace larm::server
