#include "tests/unit/world/support.hpp"

#include <fmt/format.h>

#include <functional>

#include "engine/core/party.hpp"
#include "tests/support/catch.hpp"

namespace larm::world::test {

void Ports::begin_append(std::vector<journal::Record> batch) {
    ++appends;
    done.push_back(fmt::format("append {}-{}", batch.front().seq, batch.back().seq));
    records.insert(records.end(), batch.begin(), batch.end());
}

void Ports::write_snapshot(std::int64_t seq, std::string, std::string) {
    done.push_back(fmt::format("snapshot {}", seq));
}

void Ports::publish(std::shared_ptr<PublishedBatch const> batch) {
    done.push_back(fmt::format("publish {}-{} {}", batch->events.front().seq,
                               batch->events.back().seq, v1::Durability_Name(batch->durability)));
}

void Ports::take(core::State const&, v1::Event const&, std::int64_t seq) {
    done.push_back(fmt::format("take {}", seq));
}

void Ports::resume(core::State const&, core::Instant) {
    done.push_back("resume");
}

v1::CommandReply const& Told::reply() const {
    REQUIRE(replies.size() == 1);
    INFO((replies.front() ? "" : replies.front().error().message));
    REQUIRE(replies.front().has_value());
    return *replies.front();
}

core::Rejection const& Told::refusal() const {
    REQUIRE(replies.size() == 1);
    REQUIRE_FALSE(replies.front().has_value());
    return replies.front().error();
}

ReplyTo into(Told& told) {
    return [&told](Reply reply) { told.replies.push_back(std::move(reply)); };
}

v1::Command activation() {
    v1::Command command;
    command.mutable_activate_rule_pack()->set_hash(std::string(32, 'h'));
    command.mutable_activate_rule_pack()->set_pack(larm::test::chain_pack().SerializeAsString());
    return command;
}

v1::Command from_client(v1::Command command) {
    static int count = 0;  // unique within a test program is all an incident's id needs
    command.set_fresh_id(fmt::format("0193f000-0000-7000-8000-{:012x}", ++count));
    auto body = command;
    body.clear_fresh_id();
    auto const hash = std::hash<std::string>{}(body.SerializeAsString());
    command.set_fingerprint(std::string{reinterpret_cast<char const*>(&hash), sizeof(hash)});
    return command;
}

Manual::Manual() : world{{}, ports, ports, ports} {
    world.submit(activation(), began);
    world.flush();
    world.on_durable(v1::DURABILITY_LOCAL);
    ports.done.clear();
}

void Manual::give(v1::Command const& command, Told& told, core::Instant now) {
    world.submit(command, now, into(told));
    world.flush();
}

void Manual::durable(v1::Durability durability) {
    world.on_durable(durability);
}

LiveWorldOptions live_options(Place const& place) {
    LiveWorldOptions options;
    options.log.journal = place.journal();
    options.log.spill_dir = place.path() / "spill";
    options.log.fresh = {"site-a", "instance-a", began};
    return options;
}

std::unique_ptr<LiveWorld> open_live(Place const& place, Ports& ports, LiveWorldOptions options) {
    if (options.log.journal.empty()) {
        options = live_options(place);
    }
    auto world = LiveWorld::open(std::move(options), ports, ports);
    if (!world) {
        FAIL(world.error().message);
    }
    return std::move(*world);
}

}  // namespace larm::world::test
