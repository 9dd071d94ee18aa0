// The console's session as a cookie: out of reach for scripts, never sent by another site's page.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "engine/server/http.hpp"
#include "engine/server/public_side.hpp"

namespace larm::server {

/// Its value, a session's secret; empty where there is none, or more than one: of two sessions
/// neither is meant.
[[nodiscard]] std::string_view session_secret(HttpRequest const& request);

/// The header line that makes a browser keep `secret` for `lasts`. By our public name it goes
/// nowhere but there, over TLS only.
[[nodiscard]] std::string keep_session(HttpRequest const& request, PublicSide const& public_side,
                                       std::string_view secret, std::chrono::seconds lasts);
/// The header line that makes it forget.
[[nodiscard]] std::string forget_session(HttpRequest const& request, PublicSide const& public_side);

}  // namespace larm::server
