// Many sockets that only receive: watchers of a daemon, or listeners of a bare send() loop, read by
// one epoll loop. The same code reads both, so that a ratio of the two is the servers' and not the
// reader's.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace larm::bench {

using BenchClock = std::chrono::steady_clock;

/// What one member of the crowd has seen.
struct Member {
    int fd = -1;
    std::string pending;        ///< part of a frame
    std::uint64_t bytes = 0;    ///< received in all
    std::uint64_t events = 0;   ///< event frames received
    std::int64_t last_seq = 0;  ///< of the last frame
    std::int64_t gaps = 0;      ///< events missing or doubled
    bool is_closed = false;
};

class Crowd {
public:
    Crowd();
    Crowd(Crowd const&) = delete;
    Crowd& operator=(Crowd const&) = delete;
    ~Crowd();

    /// Connects `count` sockets to `port` and sends `greeting` on each; aborts the program on
    /// failure.
    void connect(unsigned short port, std::size_t count, std::string const& greeting);

    /// Reads what comes for `at_most`, as WebSocket frames where `is_framed`. Returns when
    /// something came, or nothing did.
    bool read(std::chrono::milliseconds at_most, bool is_framed);
    /// Reads until nothing has come for `quiet`.
    void settle(std::chrono::milliseconds quiet, bool is_framed);
    /// Reads until every member has a frame of `seq` or later. Returns when the last had it.
    BenchClock::time_point wait_for_seq(std::int64_t seq);
    /// Reads until every member has received `bytes` in all.
    BenchClock::time_point wait_for_bytes(std::uint64_t bytes);

    [[nodiscard]] std::vector<Member> const& members() const { return members_; }
    [[nodiscard]] std::uint64_t events() const { return events_; }
    /// The largest difference between a frame's arrival and the server's time in it, and forgets
    /// it.
    [[nodiscard]] std::int64_t take_lag_us_max();

private:
    void take(Member& member, std::string_view bytes, bool is_framed);
    std::size_t take_frame(Member& member, std::string_view bytes);

    int epoll_ = -1;
    std::vector<Member> members_;
    std::uint64_t events_ = 0;
    std::int64_t lag_us_max_ = 0;
    std::int64_t waited_seq_ = 0;     // what wait_for_seq() waits for
    std::uint64_t waited_bytes_ = 0;  // what wait_for_bytes() waits for
    std::size_t arrived_ = 0;         // members that have it
};

}  // namespace larm::bench
