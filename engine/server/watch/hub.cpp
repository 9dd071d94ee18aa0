// Watchers one by one: joining, sending, what they say, closing. What concerns all of them is in
// hub_feed.cpp.
#include "engine/server/watch/hub.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <utility>

namespace larm::server {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

}  // namespace

WatchHub::WatchHub(asio::io_context& io, Limits const& limits, Metrics& metrics)
    : io_{io},
      limits_{limits},
      metrics_{metrics},
      log_{limits.watch_events_max, limits.watch_bytes_max},
      timer_{io} {}

Watcher* WatchHub::find(Key key) {
    auto& slot = slots_[key.slot];
    return slot.generation == key.generation ? slot.watcher.get() : nullptr;
}

void WatchHub::remove(Key key) {
    auto& slot = slots_[key.slot];
    slot.watcher.reset();  // its socket closes; handlers that are out find a new generation
    ++slot.generation;
    free_slots_.push_back(key.slot);
    --count_;
    metrics_.watchers.Set(static_cast<double>(count_));
}

void WatchHub::join(asio::ip::tcp::socket socket, HttpRequest const& request,
                    WatchRequest const& watch, Viewer viewer, std::string_view received) {
    error_code ignored;
    (void)socket.non_blocking(true, ignored);
    auto const dead_peer_ms = static_cast<unsigned>(limits_.watch_dead_peer_max.count());
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &dead_peer_ms,
                 sizeof(dead_peer_ms));
    if (free_slots_.empty()) {
        free_slots_.push_back(slots_.size());
        slots_.emplace_back();
    }
    Key const key{free_slots_.back(), slots_[free_slots_.back()].generation};
    free_slots_.pop_back();
    slots_[key.slot].watcher = std::make_unique<Watcher>(
        std::move(socket), watch.encoding, std::move(viewer), switching_protocols(request, watch));
    ++count_;
    metrics_.watchers.Set(static_cast<double>(count_));
    metrics_.watchers_joined.Increment();

    auto& watcher = *slots_[key.slot].watcher;
    watcher.reader().feed(received);
    if (is_draining_) {
        cut(key, CloseCode::going_away, "draining");
    } else if (auto const position = watch.after ? log_.after(*watch.after) : std::nullopt) {
        watcher.start(log_, *position, std::nullopt, heartbeat_.number);
    } else {
        start_watcher(key);
    }
    run_timer();
    send(key);
    on_readable(key);
}

void WatchHub::send(Key key) {
    auto* const watcher = find(key);
    if (watcher == nullptr || watcher->is_waiting_to_write) {
        return;
    }
    // A few rounds at once, then others get their turn.
    constexpr int rounds_max = 4;
    for (int round = 0; round < rounds_max; ++round) {
        switch (watcher->send(log_, heartbeat_, std::chrono::steady_clock::now())) {
            case Watcher::Sent::all: return;
            case Watcher::Sent::blocked: return wait_to_write(key);
            case Watcher::Sent::more: break;
            case Watcher::Sent::lost: return cut(key, CloseCode::try_again_later, "too slow");
            case Watcher::Sent::gone: return remove(key);
        }
    }
    wait_to_write(key);
}

void WatchHub::wait_to_write(Key key) {
    auto* const watcher = find(key);
    watcher->is_waiting_to_write = true;
    watcher->socket().async_wait(asio::ip::tcp::socket::wait_write,
                                 [this, key, held = under_way_](error_code error) {
                                     auto* const waiting = find(key);
                                     if (waiting == nullptr) {
                                         return;
                                     }
                                     waiting->is_waiting_to_write = false;
                                     error ? remove(key) : send(key);
                                 });
}

void WatchHub::wait_to_read(Key key) {
    auto* const watcher = find(key);
    if (watcher == nullptr) {
        return;
    }
    watcher->socket().async_wait(asio::ip::tcp::socket::wait_read,
                                 [this, key, held = under_way_](error_code error) {
                                     if (find(key) != nullptr) {
                                         error ? remove(key) : on_readable(key);
                                     }
                                 });
}

void WatchHub::on_readable(Key key) {
    auto* const watcher = find(key);
    if (watcher == nullptr) {
        return;
    }
    if (!take_frames(key, *watcher)) {
        return;
    }
    std::array<char, 4096> bytes{};
    error_code error;
    auto const count = watcher->socket().read_some(asio::buffer(bytes), error);
    if (error && error != asio::error::would_block && error != asio::error::interrupted) {
        return remove(key);
    }
    if (!watcher->is_closing()) {
        watcher->reader().feed({bytes.data(), count});
        if (!take_frames(key, *watcher)) {
            return;
        }
    }
    wait_to_read(key);
}

/// False when the watcher is gone.
bool WatchHub::take_frames(Key key, Watcher& watcher) {
    while (!watcher.is_closing()) {
        auto const frame = watcher.reader().next();
        if (!frame) {
            close(key, frame.error(), "this feed takes control frames only");
            return find(key) != nullptr;
        }
        auto const& control = *frame;
        if (!control) {
            return true;
        }
        switch (control->opcode) {
            case Opcode::ping:
                watcher.pong(control->payload);
                send(key);
                break;
            case Opcode::close: close(key, CloseCode::normal, ""); break;
            case Opcode::text:
            case Opcode::binary:
            case Opcode::pong: break;
        }
        if (find(key) == nullptr) {
            return false;
        }
    }
    return true;
}

void WatchHub::close(Key key, CloseCode code, std::string_view reason) {
    auto* const watcher = find(key);
    watcher->close(close_frame(code, reason), std::chrono::steady_clock::now() + limits_.close_max);
    send(key);
}

void WatchHub::cut(Key key, CloseCode code, std::string_view reason) {
    auto* const watcher = find(key);
    if (watcher->is_closing()) {
        return;
    }
    if (code == CloseCode::try_again_later) {
        metrics_.watchers_cut.Increment();
    }
    auto message = frame_now(watcher->sent_seq());
    message.mutable_cut()->set_reason(std::string{reason});
    auto last_words = feed_frame(message, watcher->encoding());
    last_words += close_frame(code, reason);
    watcher->close(std::move(last_words), std::chrono::steady_clock::now() + limits_.close_max);
    send(key);
}

v1::WatchFrame WatchHub::frame_now(std::int64_t seq) const {
    v1::WatchFrame message;
    message.set_seq(seq);
    message.set_server_time(sources_.now().us);
    message.set_durability(sources_.durability());
    return message;
}

}  // namespace larm::server
