// What systemd is told: ready, reloading, stopping, still alive. Does nothing where no systemd
// listens.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace larm::larmd {

void notify_ready(std::string_view status);
void notify_reloading();
void notify_stopping();
void notify_alive();
/// How often systemd wants to hear that we are alive, halved; nothing where it does not.
[[nodiscard]] std::optional<std::chrono::microseconds> alive_every();

}  // namespace larm::larmd
