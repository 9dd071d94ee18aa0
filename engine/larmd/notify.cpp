#include "engine/larmd/notify.hpp"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <chrono>
#include <cstdint>
#include <string>

namespace larm::larmd {
namespace {

// A state that does not arrive is systemd's trouble, not the alarm's.
void tell(std::string const& state) {
    (void)::sd_notify(0, state.c_str());
}

}  // namespace

void notify_ready(std::string_view status) {
    tell(fmt::format("READY=1\nSTATUS={}", status));
}

void notify_reloading() {
    auto const now = std::chrono::steady_clock::now().time_since_epoch();
    tell(fmt::format("RELOADING=1\nMONOTONIC_USEC={}",
                     std::chrono::duration_cast<std::chrono::microseconds>(now).count()));
}

void notify_stopping() {
    tell("STOPPING=1");
}

void notify_alive() {
    tell("WATCHDOG=1");
}

std::optional<std::chrono::microseconds> alive_every() {
    std::uint64_t microseconds = 0;
    if (::sd_watchdog_enabled(0, &microseconds) <= 0) {
        return std::nullopt;
    }
    return std::chrono::microseconds{microseconds / 2};
}

}  // namespace larm::larmd
