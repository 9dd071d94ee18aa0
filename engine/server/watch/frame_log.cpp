#include "engine/server/watch/frame_log.hpp"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/wire_format_lite.h>

#include <algorithm>
#include <utility>

#include "engine/core/check.hpp"
#include "engine/core/exercise.hpp"
#include "engine/server/watch/ws_frame.hpp"

namespace larm::server {
namespace {

// Small enough that making the JSON of one does not hold up the network thread: about a
// millisecond.
constexpr std::size_t segment_bytes_max = std::size_t{16} * 1024;

/// A snapshot is what a human looks at ("chainComplete": false); an event is as small as it can be.
std::string to_json(google::protobuf::Message const& message, bool with_defaults) {
    google::protobuf::util::JsonPrintOptions options;
    options.always_print_primitive_fields = with_defaults;
    std::string text;
    LARM_CHECK(google::protobuf::util::MessageToJsonString(message, &text, options).ok());
    return text;
}

/// One WatchFrame's bytes with `event` in it, which is not copied for it: 20,000 confirmations a
/// second make 80,000 events.
std::string to_bytes(world::PublishedBatch const& batch, std::int64_t seq, v1::Event const& event) {
    v1::WatchFrame before;
    before.set_seq(seq);
    before.set_server_time(batch.at.us);
    v1::WatchFrame after;
    after.set_durability(batch.durability);
    auto bytes = before.SerializeAsString();
    {
        using google::protobuf::internal::WireFormatLite;
        google::protobuf::io::StringOutputStream stream{&bytes};
        google::protobuf::io::CodedOutputStream output{&stream};
        output.WriteTag(WireFormatLite::MakeTag(v1::WatchFrame::kEventFieldNumber,
                                                WireFormatLite::WIRETYPE_LENGTH_DELIMITED));
        output.WriteVarint32(static_cast<std::uint32_t>(event.ByteSizeLong()));
        event.SerializeWithCachedSizes(&output);
    }
    after.AppendToString(&bytes);
    return bytes;
}

/// A watcher gets to know that a pack arrived, not its bytes.
std::string to_bytes(world::PublishedBatch const& batch, world::PublishedEvent const& published) {
    if (!published.event.has_rule_pack_chunk()) {
        return to_bytes(batch, published.seq, published.event);
    }
    auto event = published.event;
    event.mutable_rule_pack_chunk()->clear_bytes();
    return to_bytes(batch, published.seq, event);
}

}  // namespace

std::string feed_frame(v1::WatchFrame const& message, FeedEncoding encoding) {
    std::string frame;
    if (encoding == FeedEncoding::json) {
        append_frame(frame, Opcode::text, to_json(message, false));
    } else {
        append_frame(frame, Opcode::binary, message.SerializeAsString());
    }
    return frame;
}

SharedBytes snapshot_tail(v1::WatchSnapshot const& snapshot, FeedEncoding encoding) {
    if (encoding == FeedEncoding::json) {
        return std::make_shared<std::string const>(to_json(snapshot, true) + "}");
    }
    return std::make_shared<std::string const>(snapshot.SerializeAsString());
}

SplitFrame snapshot_frame(v1::WatchFrame const& message, SharedBytes tail, FeedEncoding encoding) {
    LARM_CHECK(message.frame_case() == v1::WatchFrame::FRAME_NOT_SET);
    std::string begin;
    if (encoding == FeedEncoding::json) {
        begin = to_json(message, true);
        begin.back() = ',';  // instead of the brace, which the tail brings
        begin += "\"snapshot\":";
    } else {
        using google::protobuf::internal::WireFormatLite;
        begin = message.SerializeAsString();
        google::protobuf::io::StringOutputStream stream{&begin};
        google::protobuf::io::CodedOutputStream output{&stream};
        output.WriteTag(WireFormatLite::MakeTag(v1::WatchFrame::kSnapshotFieldNumber,
                                                WireFormatLite::WIRETYPE_LENGTH_DELIMITED));
        output.WriteVarint32(static_cast<std::uint32_t>(tail->size()));
    }
    std::string head;
    append_frame_header(head, encoding == FeedEncoding::json ? Opcode::text : Opcode::binary,
                        begin.size() + tail->size());
    head += begin;
    return {std::make_shared<std::string const>(std::move(head)), std::move(tail)};
}

void FrameSegment::add(std::string_view message) {
    LARM_CHECK(!json_);
    proto_.starts.push_back(static_cast<std::uint32_t>(proto_.bytes->size()));
    append_frame(*proto_.bytes, Opcode::binary, message);
}

void FrameSegment::tell_only(v1::InjectText to, std::string_view instead) {
    LARM_CHECK(events() == 1);
    told_to_ = std::move(to);
    for_others_ = std::make_unique<FrameSegment>(first_seq_);
    for_others_->add(instead);
}

FrameSegment& FrameSegment::seen_by(v1::Actor const& viewer) {
    return for_others_ == nullptr || core::is_told_to(told_to_, viewer) ? *this : *for_others_;
}

SegmentFrames const& FrameSegment::frames(FeedEncoding encoding) {
    if (encoding == FeedEncoding::proto) {
        return proto_;
    }
    if (!json_) {
        make_json();
    }
    return *json_;
}

void FrameSegment::make_json() {
    json_.emplace();
    std::string_view const all{*proto_.bytes};
    v1::WatchFrame message;
    for (std::size_t i = 0; i < proto_.starts.size(); ++i) {
        auto const start = proto_.starts[i];
        auto const end = i + 1 < proto_.starts.size() ? proto_.starts[i + 1] : all.size();
        auto const payload = payload_of(all.substr(start, end - start));
        LARM_CHECK(message.ParseFromArray(payload.data(), static_cast<int>(payload.size())));
        json_->starts.push_back(static_cast<std::uint32_t>(json_->bytes->size()));
        append_frame(*json_->bytes, Opcode::text, to_json(message, false));
    }
}

void FrameLog::start_at(std::int64_t seq) {
    if (segments_.empty()) {
        last_seq_ = std::max(last_seq_.value_or(0), seq);
    }
}

void FrameLog::append(world::PublishedBatch const& batch) {
    // A segment that has been handed out is never added to: watchers hold its bytes.
    bool begin = true;
    for (auto const& event : batch.events) {
        if (!segments_.empty()) {
            LARM_CHECK(event.seq == last_seq() + 1);
        }
        auto const is_for_some = event.event.has_inject_given();
        if (begin || is_for_some || segments_.back().segment.is_for_some() ||
            segments_.back().segment.size() >= segment_bytes_max) {
            segments_.push_back({FrameSegment{event.seq}, bytes_});
            begin = false;
        }
        auto& segment = segments_.back().segment;
        auto const before = segment.size();
        segment.add(to_bytes(batch, event));
        bytes_ += segment.size() - before;
        if (is_for_some) {
            auto instead = event;
            instead.event.mutable_inject_given()->Clear();
            segment.tell_only(event.event.inject_given().inject().what(), to_bytes(batch, instead));
        }
        memory_ += segment.memory() - before;
        last_seq_ = event.seq;
        ++events_;
    }
    trim();
}

void FrameLog::trim() {
    while (segments_.size() > 1 && (events_ > events_max_ || memory_ > bytes_max_)) {
        auto const& oldest = segments_.front().segment;
        events_ -= oldest.events();
        memory_ -= oldest.memory();
        segments_.pop_front();
        ++first_place_;
    }
}

FrameSegment const* FrameLog::at(Place place) const {
    if (place < first_place_ || place >= end()) {
        return nullptr;
    }
    return &segments_[static_cast<std::size_t>(place - first_place_)].segment;
}

FrameSegment& FrameLog::segment(Place place) {
    LARM_CHECK(place >= first_place_);
    LARM_CHECK(place < end());
    return segments_[static_cast<std::size_t>(place - first_place_)].segment;
}

SharedBytes FrameLog::bytes(Place place, FeedEncoding encoding, v1::Actor const& viewer) {
    auto& wanted = segment(place);
    auto const before = wanted.memory();
    auto bytes = wanted.seen_by(viewer).bytes(encoding);
    memory_ += wanted.memory() - before;
    return bytes;
}

std::size_t FrameLog::start_of(Place place, std::int64_t seq, FeedEncoding encoding,
                               v1::Actor const& viewer) {
    (void)bytes(place, encoding, viewer);  // so that what it makes is counted
    return segment(place).seen_by(viewer).start_of(seq, encoding);
}

std::size_t FrameLog::bytes_from(Place place) const {
    if (place >= end()) {
        return 0;
    }
    auto const index = static_cast<std::size_t>(std::max(place, first_place_) - first_place_);
    return static_cast<std::size_t>(bytes_ - segments_[index].bytes_before);
}

std::optional<FrameLog::Position> FrameLog::after(std::int64_t seq) const {
    if (!last_seq_ || seq > *last_seq_) {
        return std::nullopt;  // nothing is known yet, or it is a number from another journal
    }
    if (seq == *last_seq_) {
        return Position{end(), 0};
    }
    if (segments_.empty() || seq + 1 < segments_.front().segment.first_seq()) {
        return std::nullopt;
    }
    auto const found = std::ranges::upper_bound(
        segments_, seq + 1, {}, [](Entry const& entry) { return entry.segment.first_seq(); });
    auto const index = static_cast<std::size_t>(found - segments_.begin()) - 1;
    return Position{first_place_ + index, seq + 1};
}

}  // namespace larm::server
