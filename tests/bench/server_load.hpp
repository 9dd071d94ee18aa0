// What the server's benchmark puts load with: the daemon as a process of its own, callers that
// confirm, and a bare send() loop as the yardstick.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/daemon.hpp"

namespace larm::bench {

/// larmd, started on a folder of its own and stopped at the end.
class DaemonProcess {
public:
    /// `delivers`: whether messages go to the channels. What keeps them back is the daemon itself,
    /// which takes a data folder that was moved for a copy.
    DaemonProcess(std::filesystem::path const& larmd, std::filesystem::path const& rules,
                  bool delivers = true);
    DaemonProcess(DaemonProcess const&) = delete;
    DaemonProcess& operator=(DaemonProcess const&) = delete;
    /// SIGTERM; aborts the program unless the daemon exits 0.
    ~DaemonProcess();

    [[nodiscard]] unsigned short port() const { return daemon_->port(); }
    [[nodiscard]] std::string const& token() const { return token_; }
    [[nodiscard]] std::int64_t rss_kib() const;

private:
    void start(std::filesystem::path const& larmd, std::filesystem::path const& rules);
    void stop();

    test::TemporaryDirectory place_;
    std::filesystem::path data_;
    std::string token_;
    std::optional<test::Daemon> daemon_;
};

/// Keep-alive connections that confirm incidents in binary, each its next when the last is
/// answered.
class Callers {
public:
    Callers(DaemonProcess const& daemon, std::size_t count);
    Callers(Callers const&) = delete;
    Callers& operator=(Callers const&) = delete;
    ~Callers();

    struct Result {
        std::uint64_t confirms = 0;
        std::chrono::nanoseconds took{0};
        std::vector<std::int64_t> latencies_ns;  ///< sorted
    };
    /// Confirms for `time`, at most `rate_max` a second (0: as fast as answers come).
    [[nodiscard]] Result run(std::chrono::milliseconds time, std::uint64_t rate_max);
    /// One confirmation over the first connection. Returns the seq of its first event.
    std::int64_t confirm();

private:
    struct Caller;
    void send(Caller& caller);
    [[nodiscard]] bool receive(Caller& caller);

    std::string head_;
    std::vector<Caller> callers_;
    int epoll_ = -1;
    std::uint64_t next_id_ = 0;
    std::int64_t last_seq_ = 0;
};

/// A child process that sends the same bytes to all its connections, one send() each, when told to.
class BareSender {
public:
    BareSender(std::size_t connections, std::string const& bytes);
    BareSender(BareSender const&) = delete;
    BareSender& operator=(BareSender const&) = delete;
    ~BareSender();

    [[nodiscard]] unsigned short port() const { return port_; }
    void trigger() const;

private:
    pid_t pid_ = -1;
    int pipe_ = -1;
    unsigned short port_ = 0;
};

}  // namespace larm::bench
