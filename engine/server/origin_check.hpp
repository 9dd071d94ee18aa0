// Keeps foreign web pages out. The daemon listens on loopback, but a browser on the same machine
// would carry any page's requests there: by a DNS name that points to 127.0.0.1 (the Host gives it
// away) or across origins (Origin does).
#pragma once

#include <optional>

#include "engine/server/connect/error.hpp"
#include "engine/server/http.hpp"
#include "engine/server/public_side.hpp"

namespace larm::server {

/// Why a request must not be answered. Host must be a loopback name or address, any port (it may
/// have come through a tunnel); Origin, where a browser sends one with a request that can change or
/// stream something, must be that host; by our public name it must be the public URL, scheme and
/// all, since whoever sits on the way can make a page of the http that we do not serve. A target
/// that is a whole address counts instead of the Host.
[[nodiscard]] std::optional<CallError> refuse_origin(HttpRequest const& request,
                                                     PublicSide const& public_side);

}  // namespace larm::server
