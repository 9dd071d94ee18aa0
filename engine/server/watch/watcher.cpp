#include "engine/server/watch/watcher.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <utility>

namespace larm::server {
namespace {

constexpr std::size_t pieces_max = 16;
constexpr std::size_t round_bytes_max =
    std::size_t{256} * 1024;  // more than a socket takes at once

/// send(2) for one piece, which is the usual case and cheaper, sendmsg(2) for several.
ssize_t send_pieces(int socket, iovec* pieces, std::size_t count) {
    if (count == 1) {
        return ::send(socket, pieces->iov_base, pieces->iov_len, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    msghdr message{};
    message.msg_iov = pieces;
    message.msg_iovlen = count;
    return ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

}  // namespace

/// What one send() offers to the socket: the queue, then segments, then perhaps the heartbeat.
struct Watcher::Round {
    std::array<iovec, pieces_max> pieces{};
    std::array<SharedBytes, pieces_max> bytes;
    std::size_t count = 0;
    std::size_t queued = 0;    // of them from the queue
    std::size_t segments = 0;  // of them from the log
    std::array<std::int64_t, pieces_max> last_seqs{};
    std::size_t size = 0;
    bool reaches_end = false;  // nothing is left beyond it
    bool is_lost = false;

    [[nodiscard]] bool is_full() const { return count == pieces_max || size >= round_bytes_max; }
    void add(SharedBytes const& piece, std::size_t from) {
        bytes[count] = piece;
        // iovec is not const-correct; the kernel only reads.
        pieces[count].iov_base = const_cast<char*>(piece->data()) + from;
        pieces[count].iov_len = piece->size() - from;
        size += piece->size() - from;
        ++count;
    }
};

Watcher::Watcher(boost::asio::ip::tcp::socket socket, FeedEncoding encoding, Viewer viewer,
                 std::string first)
    : socket_{std::move(socket)}, encoding_{encoding}, viewer_{std::move(viewer)} {
    queue(std::move(first));
}

void Watcher::queue(std::string bytes) {
    queue_.push_back({std::make_shared<std::string const>(std::move(bytes))});
}

void Watcher::start(FrameLog& log, FrameLog::Position position, std::optional<SplitFrame> snapshot,
                    std::uint64_t heartbeat) {
    is_started_ = true;
    heartbeat_sent_ = heartbeat;
    place_ = position.place;
    if (snapshot) {
        queue_.push_back({std::move(snapshot->head)});
        queue_.push_back({std::move(snapshot->tail), true});
    }
    auto const* const segment = log.at(place_);
    if (segment != nullptr && position.first_seq > segment->first_seq()) {
        auto const from = log.start_of(place_, position.first_seq, encoding_, viewer_.actor);
        auto const last_seq = segment->last_seq();
        queue(log.bytes(place_, encoding_, viewer_.actor)->substr(from));
        sent_seq_ = last_seq;
        ++place_;
    } else {
        sent_seq_ = segment == nullptr ? log.last_seq() : segment->first_seq() - 1;
    }
}

void Watcher::gather(Round& round, FrameLog& log, Heartbeat const& heartbeat) {
    if (!pong_.empty() && !is_closing()) {
        queue(std::exchange(pong_, {}));
    }
    for (std::size_t i = 0; i < queue_.size() && !round.is_full(); ++i) {
        round.add(queue_[i].bytes, i == 0 ? front_sent_ : 0);
        ++round.queued;
    }
    if (round.queued < queue_.size()) {
        return;
    }
    if (is_closing() || !is_started_) {
        round.reaches_end = true;
        return;
    }
    auto place = place_;
    for (; place < log.end() && !round.is_full(); ++place) {
        auto const* const segment = log.at(place);
        if (segment == nullptr) {
            round.is_lost = true;
            return;
        }
        round.last_seqs[round.segments] = segment->last_seq();
        round.add(log.bytes(place, encoding_, viewer_.actor), 0);
        ++round.segments;
    }
    if (place == log.end() && !round.is_full()) {
        round.reaches_end = true;
        if (heartbeat.number > heartbeat_sent_) {
            round.add(heartbeat.bytes(encoding_), 0);
        }
    }
}

/// Moves everything on by what the socket took; a piece that went out in part becomes the queue's
/// first.
void Watcher::account(Round const& round, std::size_t sent, Heartbeat const& heartbeat) {
    std::size_t done = 0;
    while (done < round.count && sent >= round.pieces[done].iov_len) {
        sent -= round.pieces[done].iov_len;
        ++done;
    }
    auto const is_partial = done < round.count && sent > 0;
    auto const begun = done + (is_partial ? 1 : 0);
    auto const from_queue = std::min(done, round.queued);
    if (from_queue > 0) {
        queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(from_queue));
        front_sent_ = 0;
    }
    if (begun > round.queued) {
        auto const segments = std::min(begun - round.queued, round.segments);
        place_ += segments;
        if (segments > 0) {
            sent_seq_ = round.last_seqs[segments - 1];
        }
        if (begun > round.queued + round.segments) {
            heartbeat_sent_ = heartbeat.number;
        }
    }
    if (is_partial) {
        if (done < round.queued) {
            front_sent_ += sent;
        } else {
            queue_.push_back({round.bytes[done]});
            front_sent_ = sent;
        }
    }
    if (queue_.empty() && queue_.capacity() > 0) {
        std::vector<Piece>{}.swap(queue_);  // thousands of watchers have nothing queued
    }
}

/// The usual case, kept cheap for the sake of 10,000 watchers: up to date but for one segment,
/// nothing else to say.
bool Watcher::send_next_segment(FrameLog& log) {
    auto const is_plain = is_started_ && queue_.empty() && pong_.empty() && !is_closing();
    if (!is_plain || place_ + 1 != log.end()) {
        return false;
    }
    auto const bytes = log.bytes(place_, encoding_, viewer_.actor);
    auto const sent =
        ::send(socket_.native_handle(), bytes->data(), bytes->size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent <= 0) {
        return false;  // the general case finds out why
    }
    sent_seq_ = log.last_seq();
    ++place_;
    if (static_cast<std::size_t>(sent) < bytes->size()) {
        queue_.push_back({bytes});
        front_sent_ = static_cast<std::size_t>(sent);
        return false;
    }
    blocked_since_.reset();
    has_caught_up_ = true;
    return true;
}

Watcher::Sent Watcher::send(FrameLog& log, Heartbeat const& heartbeat, SteadyTime now) {
    if (send_next_segment(log) && heartbeat_sent_ == heartbeat.number) {
        return Sent::all;
    }
    Round round;
    gather(round, log, heartbeat);
    if (round.count == 0) {
        if (round.is_lost) {
            return Sent::lost;
        }
        has_caught_up_ = has_caught_up_ || is_started_;
        blocked_since_.reset();
        return Sent::all;
    }
    auto const sent = send_pieces(socket_.native_handle(), round.pieces.data(), round.count);
    if (sent < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
        return Sent::gone;
    }
    if (sent > 0) {
        account(round, static_cast<std::size_t>(sent), heartbeat);
    }
    if (sent < 0 || static_cast<std::size_t>(sent) < round.size) {
        if (!blocked_since_ || sent > 0) {
            blocked_since_ = now;
        }
        return Sent::blocked;
    }
    blocked_since_.reset();
    if (!round.reaches_end) {
        return Sent::more;
    }
    has_caught_up_ = has_caught_up_ || is_started_;
    if (is_closing()) {
        boost::system::error_code ignored;
        (void)socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
    }
    return Sent::all;
}

void Watcher::pong(std::string_view payload) {
    pong_.clear();
    append_frame(pong_, Opcode::pong, payload);
}

void Watcher::close(std::string last_words, SteadyTime by) {
    close_by_ = by;
    pong_.clear();
    // What has begun must end, or the last words could not be read. The handshake's answer may not
    // have gone out yet.
    std::size_t kept = 0;
    if (!queue_.empty() && (front_sent_ > 0 || !is_started_ || queue_.front().continues)) {
        do {
            ++kept;
        } while (kept < queue_.size() && queue_[kept].continues);
    }
    queue_.resize(kept);
    queue(std::move(last_words));
}

}  // namespace larm::server
