// Every limit of the network side in one struct; defaults and ranges for the settings file stand in
// larmd's table.
#pragma once

#include <chrono>
#include <cstddef>

namespace larm::server {

struct Limits {
    std::size_t connections_max = 16'000;
    std::size_t header_bytes_max = std::size_t{16} * 1024;
    std::size_t body_bytes_max = std::size_t{1024} * 1024;
    std::chrono::milliseconds idle_max{75'000};
    std::chrono::milliseconds request_max{10'000};
    std::chrono::milliseconds response_max{30'000};
    std::chrono::milliseconds answer_max{30'000};
    /// Time limits are looked at this often, and so overrun by at most this much.
    std::chrono::milliseconds sweep_every{250};

    std::size_t watch_events_max = 20'000;
    std::size_t watch_bytes_max = std::size_t{32} * 1024 * 1024;
    std::size_t watch_lag_bytes_max = std::size_t{8} * 1024 * 1024;
    std::chrono::milliseconds watch_stall_max{10'000};
    /// How long the other side's kernel may stay silent, or take nothing, before the connection
    /// counts as dead: a laptop that was closed.
    std::chrono::milliseconds watch_dead_peer_max{20'000};
    std::chrono::milliseconds heartbeat_every{1'000};
    std::chrono::milliseconds close_max{2'000};
};

}  // namespace larm::server
