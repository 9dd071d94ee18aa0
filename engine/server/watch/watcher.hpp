// One watcher: a socket, a place in the frame log and what it must get besides. Small, because
// there may be 10,000, and without a coroutine: it is driven by the hub, which alone decides when
// it is gone.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "engine/server/watch/frame_log.hpp"
#include "engine/server/watch/ws_frame.hpp"

namespace larm::server {

using SteadyTime = std::chrono::steady_clock::time_point;

/// The newest heartbeat, in both encodings. Old ones are worth nothing and are never sent late.
struct Heartbeat {
    std::uint64_t number = 0;  ///< 0: there has been none
    SharedBytes json;
    SharedBytes proto;

    [[nodiscard]] SharedBytes const& bytes(FeedEncoding encoding) const {
        return encoding == FeedEncoding::json ? json : proto;
    }
};

/// Who watches.
struct Viewer {
    std::string holder;  ///< Grant::held_by
    v1::Actor actor;     ///< An exercise tells a player what is for them, and nothing for others.
};

/// Network thread only.
class Watcher {
public:
    /// How a round of sending ended.
    enum class Sent : std::uint8_t {
        all,      ///< nothing is left to send
        blocked,  ///< the socket takes no more: try again when it is writable
        more,     ///< the round is over, there is more
        lost,     ///< the log has dropped what comes next
        gone,     ///< the connection is broken
    };

    /// `socket` must be non-blocking. `first` goes out before anything else: the handshake's
    /// answer.
    Watcher(boost::asio::ip::tcp::socket socket, FeedEncoding encoding, Viewer viewer,
            std::string first);

    [[nodiscard]] boost::asio::ip::tcp::socket& socket() { return socket_; }
    [[nodiscard]] FeedEncoding encoding() const { return encoding_; }
    [[nodiscard]] Viewer const& viewer() const { return viewer_; }

    /// From now on events are sent: `snapshot` if there is one, then those from `position` on, and
    /// heartbeats after number `heartbeat`.
    void start(FrameLog& log, FrameLog::Position position, std::optional<SplitFrame> snapshot,
               std::uint64_t heartbeat);

    /// Sends what there is to send, as far as the socket takes it at once.
    [[nodiscard]] Sent send(FrameLog& log, Heartbeat const& heartbeat, SteadyTime now);

    /// Answers a ping; of several unanswered ones the last, as the protocol allows.
    void pong(std::string_view payload);
    /// Sends `last_words`, whole frames that end in a close frame, and nothing after. The other
    /// side must answer before `by`.
    void close(std::string last_words, SteadyTime by);

    [[nodiscard]] bool is_closing() const { return close_by_.has_value(); }
    [[nodiscard]] bool is_overdue(SteadyTime now) const { return close_by_ && now >= *close_by_; }
    /// Since when the socket has taken nothing although there was something to take.
    [[nodiscard]] std::optional<SteadyTime> blocked_since() const { return blocked_since_; }
    /// Whether it has once been up to date: from then on a lag is its own.
    [[nodiscard]] bool has_caught_up() const { return has_caught_up_; }
    [[nodiscard]] FrameLog::Place place() const { return place_; }
    /// The last event that has been handed to the socket, at least in part.
    [[nodiscard]] std::int64_t sent_seq() const { return sent_seq_; }

    /// What the other side has sent; see ControlReader.
    [[nodiscard]] ControlReader& reader() { return reader_; }

    bool is_waiting_to_write =
        false;  ///< the hub's mark: a wait for the socket to become writable is out

private:
    struct Round;
    /// Bytes for this watcher alone, or shared ones that stand before the log's.
    struct Piece {
        SharedBytes bytes;
        bool continues = false;  ///< the frame that the piece before it began
    };

    void queue(std::string bytes);
    [[nodiscard]] bool send_next_segment(FrameLog& log);
    void gather(Round& round, FrameLog& log, Heartbeat const& heartbeat);
    void account(Round const& round, std::size_t sent, Heartbeat const& heartbeat);

    boost::asio::ip::tcp::socket socket_;
    FeedEncoding encoding_;
    bool is_started_ = false;
    bool has_caught_up_ = false;
    Viewer viewer_;
    std::vector<Piece> queue_;    // whole frames, before the log's
    std::size_t front_sent_ = 0;  // bytes of the queue's first entry that are out
    std::string pong_;
    FrameLog::Place place_ = 0;
    std::int64_t sent_seq_ = 0;
    std::uint64_t heartbeat_sent_ = 0;
    std::optional<SteadyTime> blocked_since_;
    std::optional<SteadyTime> close_by_;
    ControlReader reader_;
};

}  // namespace larm::server
