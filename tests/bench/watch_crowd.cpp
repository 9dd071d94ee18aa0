#include "tests/bench/watch_crowd.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

#include "engine/core/check.hpp"

namespace larm::bench {
namespace {

int connect_to(unsigned short port) {
    int const fd = ::socket(AF_INET, SOCK_STREAM, 0);
    LARM_CHECK(fd >= 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    LARM_CHECK(::connect(fd, reinterpret_cast<sockaddr const*>(&address), sizeof(address)) == 0);
    return fd;
}

std::uint8_t byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<std::uint8_t>(bytes[at]);
}

std::int64_t now_us() {
    auto const since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(since_epoch).count();
}

/// A varint at `at`, which moves behind it.
std::uint64_t varint(std::string_view bytes, std::size_t& at) {
    std::uint64_t value = 0;
    for (int shift = 0; at < bytes.size(); shift += 7) {
        auto const byte = byte_at(bytes, at++);
        value |= std::uint64_t{byte & 0x7FU} << shift;
        if (byte < 0x80) {
            break;
        }
    }
    return value;
}

}  // namespace

Crowd::Crowd() : epoll_{::epoll_create1(0)} {
    LARM_CHECK(epoll_ >= 0);
}

Crowd::~Crowd() {
    for (auto const& member : members_) {
        if (member.fd >= 0) {
            ::close(member.fd);
        }
    }
    ::close(epoll_);
}

void Crowd::connect(unsigned short port, std::size_t count, std::string const& greeting) {
    for (std::size_t i = 0; i < count; ++i) {
        Member member;
        member.fd = connect_to(port);
        if (!greeting.empty()) {
            LARM_CHECK(::send(member.fd, greeting.data(), greeting.size(), MSG_NOSIGNAL) ==
                       static_cast<ssize_t>(greeting.size()));
            // The answer's head is read byte by byte, so that the first frame stays in the socket.
            std::string head;
            while (!head.ends_with("\r\n\r\n")) {
                char c = 0;
                LARM_CHECK(::recv(member.fd, &c, 1, 0) == 1);
                head += c;
            }
            LARM_CHECK(head.starts_with("HTTP/1.1 101"));
        }
        LARM_CHECK(::fcntl(member.fd, F_SETFL, O_NONBLOCK) == 0);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = members_.size();
        LARM_CHECK(::epoll_ctl(epoll_, EPOLL_CTL_ADD, member.fd, &event) == 0);
        members_.push_back(std::move(member));
    }
}

bool Crowd::read(std::chrono::milliseconds at_most, bool is_framed) {
    std::array<epoll_event, 512> events{};
    auto const ready = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()),
                                    static_cast<int>(at_most.count()));
    std::array<char, 65536>
        bytes;  // NOLINT(cppcoreguidelines-pro-type-member-init): too large to clear each time
    for (int i = 0; i < ready; ++i) {
        auto& member = members_[events[static_cast<std::size_t>(i)].data.u64];
        auto const count = ::recv(member.fd, bytes.data(), bytes.size(), 0);
        if (count > 0) {
            take(member, {bytes.data(), static_cast<std::size_t>(count)}, is_framed);
        } else if (count == 0 || errno != EAGAIN) {
            member.is_closed = true;
            ::epoll_ctl(epoll_, EPOLL_CTL_DEL, member.fd, nullptr);
        }
    }
    return ready > 0;
}

void Crowd::take(Member& member, std::string_view bytes, bool is_framed) {
    auto const before = member.bytes;
    member.bytes += bytes.size();
    if (waited_bytes_ > 0 && before < waited_bytes_ && member.bytes >= waited_bytes_) {
        ++arrived_;
    }
    if (!is_framed) {
        return;
    }
    if (!member.pending.empty()) {
        member.pending.append(bytes);
        bytes = member.pending;
    }
    std::size_t done = 0;
    while (auto const size = take_frame(member, bytes.substr(done))) {
        done += size;
    }
    member.pending = std::string{bytes.substr(done)};
}

/// The size of the first whole frame, 0 where there is none.
std::size_t Crowd::take_frame(Member& member, std::string_view bytes) {
    if (bytes.size() < 2) {
        return 0;
    }
    auto size = std::size_t{byte_at(bytes, 1)};
    std::size_t head = 2;
    auto const length_bytes = size == 126 ? 2U : size == 127 ? 8U : 0U;
    if (bytes.size() < head + length_bytes) {
        return 0;
    }
    if (length_bytes > 0) {
        size = 0;
        for (; head < 2 + length_bytes; ++head) {
            size = (size << 8) | byte_at(bytes, head);
        }
    }
    if (bytes.size() < head + size) {
        return 0;
    }
    // A WatchFrame: seq (1), server_time (2), then one of snapshot (3), event (4), heartbeat (5),
    // cut (6).
    constexpr std::uint8_t seq_tag = 0x08;
    constexpr std::uint8_t time_tag = 0x10;
    constexpr std::uint8_t event_tag = 0x22;
    auto const payload = bytes.substr(head, size);
    std::int64_t seq = 0;
    std::size_t at = 0;
    if (at < size && byte_at(payload, at) == seq_tag) {
        seq = static_cast<std::int64_t>(varint(payload, ++at));
    }
    if (at < size && byte_at(payload, at) == time_tag) {
        auto const sent_us = static_cast<std::int64_t>(varint(payload, ++at));
        lag_us_max_ = std::max(lag_us_max_, now_us() - sent_us);
    }
    if (at < size && byte_at(payload, at) == event_tag) {
        ++member.events;
        ++events_;
        member.gaps += seq != member.last_seq + 1 ? 1 : 0;
    }
    if (waited_seq_ > 0 && member.last_seq < waited_seq_ && seq >= waited_seq_) {
        ++arrived_;
    }
    member.last_seq = seq;
    return head + size;
}

void Crowd::settle(std::chrono::milliseconds quiet, bool is_framed) {
    while (read(quiet, is_framed)) {
    }
}

BenchClock::time_point Crowd::wait_for_seq(std::int64_t seq) {
    waited_seq_ = seq;
    arrived_ = 0;
    for (auto const& member : members_) {
        arrived_ += member.last_seq >= seq ? 1 : 0;
    }
    while (arrived_ < members_.size()) {
        LARM_CHECK(read(std::chrono::seconds{30}, true));
    }
    waited_seq_ = 0;
    return BenchClock::now();
}

BenchClock::time_point Crowd::wait_for_bytes(std::uint64_t bytes) {
    waited_bytes_ = bytes;
    arrived_ = 0;
    for (auto const& member : members_) {
        arrived_ += member.bytes >= bytes ? 1 : 0;
    }
    while (arrived_ < members_.size()) {
        LARM_CHECK(read(std::chrono::seconds{30}, false));
    }
    waited_bytes_ = 0;
    return BenchClock::now();
}

std::int64_t Crowd::take_lag_us_max() {
    return std::exchange(lag_us_max_, 0);
}

}  // namespace larm::bench
