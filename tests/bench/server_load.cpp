#include "tests/bench/server_load.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <larm/v1/incident.pb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <memory>

#include "engine/core/check.hpp"
#include "tests/bench/watch_crowd.hpp"

namespace larm::bench {
namespace {

sockaddr_in loopback(unsigned short port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

}  // namespace

DaemonProcess::DaemonProcess(std::filesystem::path const& larmd, std::filesystem::path const& rules,
                             bool delivers)
    : data_{place_.path() / "data"} {
    std::filesystem::create_directories(data_);
    token_ = test::mint_token(data_, v1::ROLE_TIB, "uppsala");
    start(larmd, rules);
    if (!delivers) {
        stop();
        std::filesystem::rename(data_, place_.path() / "moved");
        data_ = place_.path() / "moved";
        start(larmd, rules);
    }
}

void DaemonProcess::start(std::filesystem::path const& larmd, std::filesystem::path const& rules) {
    std::vector<std::string> command{larmd, "--rules",  rules,        "--data",
                                     data_, "--listen", "127.0.0.1:0"};
    daemon_.emplace(std::move(command));
}

void DaemonProcess::stop() {
    LARM_CHECK(daemon_->stop() == 0);
}

DaemonProcess::~DaemonProcess() {
    stop();
}

std::int64_t DaemonProcess::rss_kib() const {
    std::ifstream status{fmt::format("/proc/{}/status", daemon_->pid())};
    std::string word;
    while (status >> word) {
        if (word == "VmRSS:") {
            std::int64_t kib = 0;
            status >> kib;
            return kib;
        }
    }
    return 0;
}

struct Callers::Caller {
    int fd = -1;
    std::string received;
    BenchClock::time_point sent_at;
    bool is_waiting = false;
};

Callers::Callers(DaemonProcess const& daemon, std::size_t count)
    : callers_(count), epoll_{::epoll_create1(0)} {
    head_ = fmt::format(
        "POST /larm.v1.IncidentService/ConfirmIncident HTTP/1.1\r\nHost: localhost\r\n"
        "Authorization: Bearer {}\r\nContent-Type: application/proto\r\nContent-Length: ",
        daemon.token());
    auto const address = loopback(daemon.port());
    for (std::size_t i = 0; i < count; ++i) {
        auto& caller = callers_[i];
        caller.fd = ::socket(AF_INET, SOCK_STREAM, 0);
        int const on = 1;
        ::setsockopt(caller.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
        LARM_CHECK(::connect(caller.fd, reinterpret_cast<sockaddr const*>(&address),
                             sizeof(address)) == 0);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = i;
        LARM_CHECK(::epoll_ctl(epoll_, EPOLL_CTL_ADD, caller.fd, &event) == 0);
    }
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    next_id_ = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

Callers::~Callers() {
    for (auto const& caller : callers_) {
        ::close(caller.fd);
    }
    ::close(epoll_);
}

void Callers::send(Caller& caller) {
    v1::ConfirmIncident confirm;
    auto const id = next_id_++;
    confirm.set_command_id(
        fmt::format("{:08x}-{:04x}-7000-8000-000000000000", id & 0xFFFFFFFF, (id >> 32) & 0xFFFF));
    confirm.set_region_id("uppsala");
    confirm.set_level(v1::READINESS_LEVEL_KATASTROF);
    confirm.set_mass_casualty(true);
    confirm.mutable_report()->set_exact_location("E4 norr om Uppsala, trafikplats 190");
    confirm.mutable_report()->set_type("buss och tankbil");
    confirm.mutable_report()->mutable_casualties()->set_severe(14);
    auto const body = confirm.SerializeAsString();
    auto const request = fmt::format("{}{}\r\n\r\n{}", head_, body.size(), body);
    caller.sent_at = BenchClock::now();
    caller.is_waiting = true;
    LARM_CHECK(::send(caller.fd, request.data(), request.size(), MSG_NOSIGNAL) ==
               static_cast<ssize_t>(request.size()));
}

/// True when the answer is whole.
bool Callers::receive(Caller& caller) {
    std::array<char, 4096> bytes{};
    auto const count = ::recv(caller.fd, bytes.data(), bytes.size(), 0);
    LARM_CHECK(count > 0);
    caller.received.append(bytes.data(), static_cast<std::size_t>(count));
    auto const end = caller.received.find("\r\n\r\n");
    if (end == std::string::npos) {
        return false;
    }
    constexpr std::string_view name = "Content-Length: ";
    auto const at = caller.received.find(name);
    auto const length = std::stoul(caller.received.substr(at + name.size(), 12));
    if (caller.received.size() < end + 4 + length) {
        return false;
    }
    LARM_CHECK(caller.received.starts_with("HTTP/1.1 200"));
    v1::CommandReply reply;
    LARM_CHECK(reply.ParseFromString(caller.received.substr(end + 4, length)));
    LARM_CHECK(reply.durability() == v1::DURABILITY_LOCAL);
    last_seq_ = reply.seq();
    caller.received.clear();
    caller.is_waiting = false;
    return true;
}

std::int64_t Callers::confirm() {
    auto& caller = callers_.front();
    send(caller);
    while (!receive(caller)) {
    }
    return last_seq_;
}

Callers::Result Callers::run(std::chrono::milliseconds time, std::uint64_t rate_max) {
    Result result;
    auto const begun = BenchClock::now();
    std::uint64_t sent = 0;
    auto const may_send = [&](BenchClock::time_point now) {
        auto const elapsed = std::chrono::duration<double>(now - begun).count();
        return now - begun < time && (rate_max == 0 || static_cast<double>(sent) <
                                                           elapsed * static_cast<double>(rate_max));
    };
    std::size_t waiting = 0;
    std::array<epoll_event, 64> events{};
    for (;;) {
        auto const now = BenchClock::now();
        for (auto& caller : callers_) {
            if (!caller.is_waiting && may_send(now)) {
                send(caller);
                ++sent;
                ++waiting;
            }
        }
        if (waiting == 0 && now - begun >= time) {
            break;
        }
        auto const ready = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()),
                                        rate_max == 0 ? 1000 : 1);
        for (int i = 0; i < ready; ++i) {
            auto& caller = callers_[events[static_cast<std::size_t>(i)].data.u64];
            if (receive(caller)) {
                result.latencies_ns.push_back((BenchClock::now() - caller.sent_at).count());
                ++result.confirms;
                --waiting;
            }
        }
    }
    result.took = BenchClock::now() - begun;
    std::ranges::sort(result.latencies_ns);
    return result;
}

BareSender::BareSender(std::size_t connections, std::string const& bytes) {
    int const listener = ::socket(AF_INET, SOCK_STREAM, 0);
    auto address = loopback(0);
    LARM_CHECK(::bind(listener, reinterpret_cast<sockaddr const*>(&address), sizeof(address)) == 0);
    LARM_CHECK(::listen(listener, 4096) == 0);
    socklen_t length = sizeof(address);
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
    std::array<int, 2> trigger{};
    LARM_CHECK(::pipe(trigger.data()) == 0);
    pid_ = ::fork();
    LARM_CHECK(pid_ >= 0);
    if (pid_ == 0) {
        ::close(trigger[1]);
        std::vector<int> sockets;
        for (std::size_t i = 0; i < connections; ++i) {
            sockets.push_back(::accept(listener, nullptr, nullptr));
        }
        for (char c = 0; ::read(trigger[0], &c, 1) == 1;) {
            for (int const socket : sockets) {
                (void)::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            }
        }
        ::_exit(0);
    }
    ::close(trigger[0]);
    ::close(listener);
    pipe_ = trigger[1];
}

BareSender::~BareSender() {
    ::close(pipe_);
    ::waitpid(pid_, nullptr, 0);
}

void BareSender::trigger() const {
    LARM_CHECK(::write(pipe_, "x", 1) == 1);
}

}  // namespace larm::bench
