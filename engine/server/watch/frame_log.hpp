// The newest events as WebSocket frames, each framed once per encoding and shared by all watchers.
// A watcher is nothing but a place in this log, so a slow one costs no memory; what it can lose is
// its place, when the log drops old segments.
#pragma once

#include <larm/v1/watch.pb.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/server/watch/handshake.hpp"
#include "engine/world/ports.hpp"

namespace larm::server {

/// A frame with its message.
[[nodiscard]] std::string feed_frame(v1::WatchFrame const& message, FeedEncoding encoding);

/// A frame in two pieces, of which the second can be shared by frames that say different things in
/// their first.
struct SplitFrame {
    SharedBytes head;
    SharedBytes tail;
};
/// What is shared of the frames of one snapshot, in one encoding.
[[nodiscard]] SharedBytes snapshot_tail(v1::WatchSnapshot const& snapshot, FeedEncoding encoding);
/// `message` without its snapshot, whose tail is given.
[[nodiscard]] SplitFrame snapshot_frame(v1::WatchFrame const& message, SharedBytes tail,
                                        FeedEncoding encoding);

/// The frames of a segment in one encoding, and where each begins.
struct SegmentFrames {
    std::shared_ptr<std::string> bytes = std::make_shared<std::string>();
    std::vector<std::uint32_t> starts;
};

/// Some whole frames of consecutive events.
class FrameSegment {
public:
    explicit FrameSegment(std::int64_t first_seq) : first_seq_{first_seq} {}

    /// Adds the frame of the next event: a serialized WatchFrame.
    void add(std::string_view message);
    /// Its one event is an inject to some: whoever it is not told to gets `instead`.
    void tell_only(v1::InjectText to, std::string_view instead);
    [[nodiscard]] bool is_for_some() const { return for_others_ != nullptr; }
    /// As `viewer` gets it.
    [[nodiscard]] FrameSegment& seen_by(v1::Actor const& viewer);

    [[nodiscard]] std::int64_t first_seq() const { return first_seq_; }
    [[nodiscard]] std::int64_t last_seq() const {
        return first_seq_ + static_cast<std::int64_t>(proto_.starts.size()) - 1;
    }
    [[nodiscard]] std::size_t events() const { return proto_.starts.size(); }
    /// Of the proto encoding, which every event has.
    [[nodiscard]] std::size_t size() const { return proto_.bytes->size(); }
    [[nodiscard]] std::size_t memory() const {
        return size() + (json_ ? json_->bytes->size() : 0) +
               (for_others_ ? for_others_->memory() : 0);
    }
    [[nodiscard]] SharedBytes bytes(FeedEncoding encoding) { return frames(encoding).bytes; }
    /// Where in those bytes the frame of `seq` begins.
    [[nodiscard]] std::size_t start_of(std::int64_t seq, FeedEncoding encoding) {
        return frames(encoding).starts[static_cast<std::size_t>(seq - first_seq_)];
    }

private:
    [[nodiscard]] SegmentFrames const& frames(FeedEncoding encoding);
    void make_json();

    std::int64_t first_seq_;
    SegmentFrames proto_;
    std::optional<SegmentFrames> json_;  // made when the first watcher wants it: 40 times the work
    v1::InjectText told_to_;
    std::unique_ptr<FrameSegment> for_others_;
};

/// Not thread-safe.
class FrameLog {
public:
    FrameLog(std::size_t events_max, std::size_t bytes_max)
        : events_max_{events_max}, bytes_max_{bytes_max} {}

    /// Says that events up to `seq` exist although the log has never had them. Changes nothing once
    /// it has had any.
    void start_at(std::int64_t seq);
    void append(world::PublishedBatch const& batch);

    /// The last event that exists; 0 while none is known.
    [[nodiscard]] std::int64_t last_seq() const { return last_seq_.value_or(0); }

    /// A number for every segment, never used again.
    using Place = std::uint64_t;
    [[nodiscard]] Place end() const { return first_place_ + segments_.size(); }
    /// nullptr where the log has dropped it, or does not have it yet.
    [[nodiscard]] FrameSegment const* at(Place place) const;
    /// Of a segment that the log has.
    [[nodiscard]] SharedBytes bytes(Place place, FeedEncoding encoding, v1::Actor const& viewer);
    [[nodiscard]] std::size_t start_of(Place place, std::int64_t seq, FeedEncoding encoding,
                                       v1::Actor const& viewer);
    /// The bytes of all segments from `place` on, in the proto encoding.
    [[nodiscard]] std::size_t bytes_from(Place place) const;

    /// Where the events after `seq` begin.
    struct Position {
        Place place = 0;
        std::int64_t first_seq = 0;  ///< within the segment at `place`, if there is one
    };
    /// Nothing where the log does not have them all.
    [[nodiscard]] std::optional<Position> after(std::int64_t seq) const;

private:
    struct Entry {
        FrameSegment segment;
        std::uint64_t bytes_before = 0;
    };
    [[nodiscard]] FrameSegment& segment(Place place);
    void trim();

    std::size_t const events_max_;
    std::size_t const bytes_max_;
    std::deque<Entry> segments_;
    Place first_place_ = 0;
    std::optional<std::int64_t> last_seq_;
    std::size_t events_ = 0;
    std::size_t memory_ = 0;   // of all segments, in both encodings
    std::uint64_t bytes_ = 0;  // ever appended, in the proto encoding
};

}  // namespace larm::server
