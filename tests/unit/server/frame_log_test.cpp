// The log of frames: where a watcher's events begin, what is dropped, what is framed once.
#include "engine/server/watch/frame_log.hpp"

#include <google/protobuf/util/json_util.h>

#include <string>

#include "engine/server/watch/ws_frame.hpp"
#include "tests/support/catch.hpp"

namespace larm::server {
namespace {

/// Events first..last with a text of `size` bytes each.
world::PublishedBatch batch(std::int64_t first, std::int64_t last, std::size_t size = 10) {
    world::PublishedBatch made;
    made.durability = v1::DURABILITY_LOCAL;
    made.at = {1'795'478'400'000'000};
    for (auto seq = first; seq <= last; ++seq) {
        v1::Event event;
        event.mutable_incident_stood_down()->set_reason(std::string(size, 'x'));
        made.events.push_back({seq, event});
    }
    return made;
}

/// The seqs of all frames from `position` on.
std::vector<std::int64_t> seqs_from(FrameLog& log, FrameLog::Position position,
                                    FeedEncoding encoding, v1::Actor const& viewer = {}) {
    std::vector<std::int64_t> seqs;
    for (auto place = position.place; place < log.end(); ++place) {
        auto const bytes = log.bytes(place, encoding, viewer);
        auto const from = place == position.place && position.first_seq > 0
                              ? log.start_of(place, position.first_seq, encoding, viewer)
                              : 0;
        for (std::string_view rest{bytes->data() + from, bytes->size() - from}; !rest.empty();) {
            auto const head = static_cast<std::size_t>(payload_of(rest).data() - rest.data());
            auto const length = static_cast<std::uint8_t>(rest[1]);
            auto const size =
                head == 2 ? length
                          : static_cast<std::size_t>((static_cast<std::uint8_t>(rest[2]) << 8) |
                                                     static_cast<std::uint8_t>(rest[3]));
            v1::WatchFrame frame;
            auto const payload = rest.substr(head, size);
            if (encoding == FeedEncoding::json) {
                REQUIRE(
                    google::protobuf::util::JsonStringToMessage(std::string{payload}, &frame).ok());
            } else {
                REQUIRE(frame.ParseFromArray(payload.data(), static_cast<int>(payload.size())));
            }
            seqs.push_back(frame.seq());
            rest.remove_prefix(head + size);
        }
    }
    return seqs;
}

std::vector<std::int64_t> numbers(std::int64_t first, std::int64_t last) {
    std::vector<std::int64_t> all;
    for (auto n = first; n <= last; ++n) {
        all.push_back(n);
    }
    return all;
}

}  // namespace

TEST_CASE("whoever has event N gets exactly those after N, in either encoding", "[server][feed]") {
    FrameLog log{1000, 1'000'000};
    log.start_at(4);
    log.append(batch(5, 9));
    log.append(batch(10, 10));
    log.append(batch(11, 60, 2000));  // several segments
    for (auto const encoding : {FeedEncoding::proto, FeedEncoding::json}) {
        for (std::int64_t after = 4; after <= 60; ++after) {
            auto const position = log.after(after);
            REQUIRE(position);
            REQUIRE(seqs_from(log, *position, encoding) == numbers(after + 1, 60));
        }
    }
    REQUIRE_FALSE(log.after(3));   // never had it
    REQUIRE_FALSE(log.after(61));  // not of this journal
}

TEST_CASE("while nothing is known of the journal everybody gets a snapshot", "[server][feed]") {
    FrameLog log{1000, 1'000'000};
    REQUIRE_FALSE(log.after(0));
    log.start_at(0);
    REQUIRE(log.after(0));
}

TEST_CASE("the log stays within its bounds and says so", "[server][feed]") {
    FrameLog log{100, 1'000'000};
    log.start_at(0);
    for (std::int64_t seq = 1; seq <= 1000; ++seq) {
        log.append(batch(seq, seq));
    }
    REQUIRE_FALSE(log.after(899));
    REQUIRE(log.after(900));
    REQUIRE(log.at(0) == nullptr);

    FrameLog small{1'000'000, 50'000};
    small.start_at(0);
    for (std::int64_t seq = 1; seq <= 100; ++seq) {
        small.append(batch(seq, seq, 4000));
    }
    REQUIRE(small.after(95));
    REQUIRE_FALSE(small.after(50));
}

TEST_CASE("the JSON of a segment counts against the log's bytes", "[server][feed]") {
    FrameLog log{1'000'000, 40'000};
    log.start_at(0);
    log.append(batch(1, 1, 12'000));
    log.append(batch(2, 2, 12'000));
    REQUIRE(log.after(0));
    (void)log.bytes(0, FeedEncoding::json, {});
    (void)log.bytes(1, FeedEncoding::json, {});
    log.append(batch(3, 3, 10));
    REQUIRE_FALSE(log.after(0));
}

TEST_CASE("a rule pack's bytes stay at home", "[server][feed]") {
    FrameLog log{1000, 1'000'000};
    log.start_at(0);
    world::PublishedBatch chunk;
    v1::Event event;
    event.mutable_rule_pack_chunk()->set_bytes(std::string(60'000, 'x'));
    event.mutable_rule_pack_chunk()->set_count(2);
    chunk.events.push_back({1, event});
    log.append(chunk);
    REQUIRE(log.bytes(0, FeedEncoding::proto, {})->size() < 100);
}

TEST_CASE("an inject is for those it is told to; others get its number and nothing of it",
          "[server][feed]") {
    FrameLog log{1000, 1'000'000};
    log.append(batch(1, 3));
    auto told = batch(4, 4);
    auto& what =
        *told.events.front().event.mutable_inject_given()->mutable_inject()->mutable_what();
    what.add_to("tib@uppsala");
    what.set_text("Ett hus har rasat");
    log.append(told);
    log.append(batch(5, 6));
    auto const seen_by = [&](v1::Role role, std::string const& organisation,
                             FeedEncoding encoding) {
        v1::Actor viewer;
        viewer.set_role(role);
        viewer.set_organisation(organisation);
        std::string all;
        for (FrameLog::Place place = 0; place < log.end(); ++place) {
            all += *log.bytes(place, encoding, viewer);
        }
        return all.find("rasat") != std::string::npos;
    };
    for (auto const encoding : {FeedEncoding::proto, FeedEncoding::json}) {
        CHECK(seen_by(v1::ROLE_TIB, "uppsala", encoding));
        CHECK(seen_by(v1::ROLE_DEPUTY, "uppsala", encoding));
        CHECK(seen_by(v1::ROLE_CONTROLLER, "", encoding));
        CHECK(seen_by(v1::ROLE_OBSERVER, "", encoding));
        CHECK_FALSE(seen_by(v1::ROLE_TIB, "dalarna", encoding));
        CHECK_FALSE(seen_by(v1::ROLE_BLOOD, "uppsala", encoding));
    }
    v1::Actor other;
    other.set_role(v1::ROLE_TIB);
    other.set_organisation("dalarna");
    for (auto const encoding : {FeedEncoding::proto, FeedEncoding::json}) {
        CHECK(seqs_from(log, {0, 0}, encoding, other) == numbers(1, 6));
        CHECK(seqs_from(log, *log.after(3), encoding, other) == numbers(4, 6));
    }
}

}  // namespace larm::server
