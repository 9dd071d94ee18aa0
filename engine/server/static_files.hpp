// The console's files, built into the daemon: what a browser may read without a session. They hold
// no data and no secret; the policy under which they run stands here too.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "engine/server/http.hpp"

namespace larm::server {

/// One file, made by the build.
struct StaticFile {
    std::string_view path;  ///< "/index.html"; "/" asks for it too
    std::string_view content_type;
    std::string_view etag;    ///< of the content, in quotes
    std::string_view plain;   ///< as it is
    std::string_view brotli;  ///< compressed; empty where that would save nothing
    /// The name changes with the content: a browser need never ask again.
    bool is_immutable = false;
};

/// The response to GET or HEAD of one of `files`; nothing where the path is none of theirs.
[[nodiscard]] std::optional<Response> static_response(std::span<StaticFile const> files,
                                                      HttpRequest const& request);

}  // namespace larm::server
