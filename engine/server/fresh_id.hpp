// What a command gets from the shell because the core may not make it up: an id for an incident,
// and the mark by which a repeated command is told from another one under the same id.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/core/instant.hpp"

namespace larm::server {

/// Makes UUIDs of version 7 (RFC 9562): milliseconds first, the rest random. Single-threaded.
class FreshIds {
public:
    [[nodiscard]] std::string next(core::Instant now);

private:
    std::array<std::uint8_t, 1024> random_{};  // drawn in one go: one draw a call would cost more
    std::size_t used_ = random_.size();
};

/// The first 8 bytes of SHA-256 over token, method and request. Requests have no maps, so that
/// equal ones have equal bytes however they were encoded on the way.
[[nodiscard]] std::string fingerprint(std::string_view token_id, std::string_view method,
                                      std::string_view request);

}  // namespace larm::server
