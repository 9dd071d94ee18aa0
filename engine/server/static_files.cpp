#include "engine/server/static_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/beast/http/rfc7230.hpp>

namespace larm::server {
namespace {

namespace http = boost::beast::http;

// Nothing from elsewhere, nothing inline, no HTML made of text: what a message from outside says
// cannot become a script.
constexpr std::string_view policy =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; "
    "font-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types svelte-trusted-html larm-worker";
// The console asks for sound, notifications and a screen that stays on; for nothing else.
constexpr std::string_view permissions =
    "Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=(), usb=()";

bool takes_brotli(HttpRequest const& request) {
    http::ext_list const accepted{header(request, http::field::accept_encoding)};
    return std::ranges::any_of(accepted, [](auto const& each) {
        auto const& [coding, parameters] = each;
        return coding == "br" && std::ranges::none_of(parameters, [](auto const& parameter) {
                   return parameter.first == "q" && parameter.second == "0";
               });
    });
}

bool is_known(HttpRequest const& request, std::string_view etag) {
    return header(request, http::field::if_none_match).find(etag) != std::string_view::npos;
}

}  // namespace

std::optional<Response> static_response(std::span<StaticFile const> files,
                                        HttpRequest const& request) {
    auto const path = Target::of(request).path;
    auto const wanted = path == "/" ? std::string_view{"/index.html"} : path;
    auto const file = std::ranges::find(files, wanted, &StaticFile::path);
    if (file == files.end()) {
        return std::nullopt;
    }
    Response response{200, file->content_type, {}, {}};
    // A page that is held on to would ask for files that a newer daemon no longer has.
    response.cache = file->is_immutable ? "public, max-age=31536000, immutable" : "no-cache";
    response.headers = {fmt::format("ETag: {}", file->etag),
                        "Vary: Accept-Encoding",
                        std::string{policy},
                        std::string{permissions},
                        "Referrer-Policy: same-origin",
                        "Cross-Origin-Opener-Policy: same-origin"};
    if (is_known(request, file->etag)) {
        response.status = 304;
        return response;
    }
    auto const is_brotli = !file->brotli.empty() && takes_brotli(request);
    if (is_brotli) {
        response.headers.emplace_back("Content-Encoding: br");
    }
    response.body = is_brotli ? file->brotli : file->plain;
    return response;
}

}  // namespace larm::server
