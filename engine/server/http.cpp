#include "engine/server/http.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <boost/beast/core/string.hpp>
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
                   "Cache-Control: {}\r\nX-Content-Type-Options: nosniff\r\n",
                   response.status, reason(response.status), http_date(now), response.content_type,
                   response.body.size(), response.cache);
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

Target Target::of(HttpRequest const& request) {
    Target parts;
    std::string_view rest{request.target().data(), request.target().size()};
    rest = rest.substr(0, rest.find('#'));
    constexpr std::string_view scheme = "http://";
    if (boost::beast::iequals(rest.substr(0, scheme.size()), scheme)) {
        rest.remove_prefix(scheme.size());
        auto const end = std::min(rest.find_first_of("/?"), rest.size());
        parts.authority = rest.substr(0, end);
        rest.remove_prefix(end);
    }
    auto const mark = std::min(rest.find('?'), rest.size());
    parts.path = rest.substr(0, mark);
    parts.query = rest.substr(std::min(mark + 1, rest.size()));
    if (parts.authority && parts.path.empty()) {
        parts.path = "/";
    }
    return parts;
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

bool has_one_end(HttpRequest::header_type const& header) {
    auto const codings = header.count(http::field::transfer_encoding);
    auto const lengths = header.count(http::field::content_length);
    if (codings == 0) {
        return true;  // lengths that differ are the parser's to refuse
    }
    return codings == 1 && lengths == 0 &&
           boost::beast::iequals(header[http::field::transfer_encoding], "chunked");
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
