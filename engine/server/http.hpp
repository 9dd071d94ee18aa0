// Requests and responses as the routing table sees them. How they travel is session's business.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/instant.hpp"

namespace larm::server {

using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;

/// Bytes that several get.
using SharedBytes = std::shared_ptr<std::string const>;

/// A whole response. Content-Length, Date, caching and sniffing headers are added when it is
/// written.
struct Response {
    unsigned status = 200;
    std::string_view content_type = "text/plain; charset=utf-8";
    std::string body;
    /// Further lines, "Name: value".
    std::vector<std::string> headers;
    /// Cache-Control.
    std::string_view cache = "no-store";
};

/// The bytes of a response. `with_body` false for HEAD: the length is told, the body left out.
[[nodiscard]] std::string serialize(Response const& response, core::Instant now, bool keep_alive,
                                    bool with_body);

/// A request target in its parts, of both forms: "/path?query" and "http://authority/path?query".
struct Target {
    /// Of the whole address; nothing where the target is a path. It then counts instead of the Host
    /// header (RFC 9112, 3.2.2).
    std::optional<std::string_view> authority;
    std::string_view path;
    std::string_view query;

    [[nodiscard]] static Target of(HttpRequest const& request);
    /// The first parameter of that name, as it stands; nothing where there is none. No parameter of
    /// ours holds a character that would need percent-encoding.
    [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const;
};

/// A header's value, empty where there is none.
[[nodiscard]] std::string_view header(HttpRequest const& request, boost::beast::http::field name);

/// Whether it is clear where the request ends, for us and for whatever stands between us and the
/// client: one Content-Length or "Transfer-Encoding: chunked", never both (RFC 9112, 6.3).
[[nodiscard]] bool has_one_end(HttpRequest::header_type const& header);

/// A date as HTTP writes it.
[[nodiscard]] std::string http_date(core::Instant at);

}  // namespace larm::server
