#include "tests/support/story.hpp"

#include <fmt/format.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/text_format.h>

#include <fstream>

#include "engine/core/party.hpp"
#include "tests/support/catch.hpp"

namespace larm::test {
namespace {

std::string describe(v1::Event const& event) {
    auto const* const field =
        event.GetDescriptor()->FindFieldByNumber(static_cast<int>(event.kind_case()));
    std::string text = field->message_type()->name();
    if (event.has_step_started()) {
        text += " " + event.step_started().step();
    } else if (event.has_chase_escalated()) {
        text += " " + event.chase_escalated().step() + " " + event.chase_escalated().party();
    } else if (event.has_party_acknowledged()) {
        text += " " + event.party_acknowledged().party();
    } else if (event.has_transports_committed()) {
        auto const& given = event.transports_committed();
        text += fmt::format(" {} {}", given.region_id(), given.count());
    }
    return text;
}

}  // namespace

v1::RulePack chain_pack() {
    std::ifstream file{LARM_SOURCE_DIR "/tests/support/chain.textproto"};
    google::protobuf::io::IstreamInputStream stream{&file};
    v1::RulePack pack;
    REQUIRE(google::protobuf::TextFormat::Parse(&stream, &pack));
    return pack;
}

v1::Actor actor(v1::Role role, std::string_view organisation) {
    v1::Actor made;
    made.set_role(role);
    made.set_organisation(std::string{organisation});
    made.set_token_id(fmt::format("tok_{}_{}", static_cast<int>(role), organisation));
    return made;
}

std::string next_uuid() {
    static int count = 0;  // unique within a test program is all a command id needs
    return fmt::format("0193e000-0000-7000-8000-{:012x}", ++count);
}

Story::Story(v1::RulePack const& pack) {
    activate(pack, 'h');
    v1::Command seed;
    for (auto const& region : pack.regions()) {
        for (auto const* suffix : {"-tib-1", "-tib-2"}) {
            auto& officer = *seed.mutable_seed_duty()->add_officers();
            officer.set_party("tib@" + region.id());
            officer.set_officer_id(region.id() + suffix);
            officer.set_on_duty(suffix == std::string_view{"-tib-1"});
            for (int channel = v1::CHANNEL_PUSH; channel <= v1::CHANNEL_OPERATOR; ++channel) {
                officer.add_channels(static_cast<v1::Channel>(channel));
            }
        }
    }
    must(seed);
    told_ = log_.size();
}

void Story::activate(v1::RulePack const& pack, char mark) {
    v1::Command activate;
    activate.mutable_activate_rule_pack()->set_hash(std::string(32, mark));
    activate.mutable_activate_rule_pack()->set_pack(pack.SerializeAsString());
    must(activate);
}

void Story::fold(core::Events const& events) {
    for (auto const& event : events) {
        state_.evolve(event, state_.seq() + 1);
        log_.push_back(event);
    }
}

void Story::fire_due() {
    for (auto due = state_.next_deadline(); due && due->at <= now_; due = state_.next_deadline()) {
        v1::Command command;
        command.mutable_deadline_due()->set_incident_id(std::string{due->incident_id});
        auto const events = core::decide(state_, command, now_);
        REQUIRE(events.has_value());
        REQUIRE_FALSE(
            events->empty());  // a due deadline that leads to nothing would be due for ever
        fold(*events);
    }
}

void Story::wait_s(std::int64_t seconds) {
    auto const until = now_ + core::seconds(seconds);
    for (auto due = state_.next_deadline(); due && due->at <= until; due = state_.next_deadline()) {
        now_ = std::max(now_, due->at);
        fire_due();
    }
    now_ = until;
}

void Story::outage_s(std::int64_t seconds) {
    now_ = now_ + core::seconds(seconds);
    fire_due();
}

core::Outcome Story::give(v1::Command command) {
    command.set_fresh_id(fmt::format("0193f000-0000-7000-8000-{:012x}", ++ids_));
    auto outcome = core::decide(state_, command, now_);
    if (outcome) {
        fold(*outcome);
        fire_due();
    }
    return outcome;
}

void Story::must(v1::Command command) {
    auto const outcome = give(std::move(command));
    if (!outcome) {
        FAIL("refused: " << outcome.error().field << ": " << outcome.error().message);
    }
}

std::string Story::confirm(std::string const& region) {
    must(test::confirm(region));
    return state_.incidents().back().id;
}

core::Incident const& Story::incident(std::string const& id) const {
    auto const* const found = state_.incident(id);
    REQUIRE(found != nullptr);
    return *found;
}

core::Chase const& Story::chase(std::string const& id, std::string_view step,
                                std::string_view party) const {
    auto const& found = incident(id);
    auto const* const chase = found.chase(found.pack->step_index(step), party);
    INFO(step << " " << party);
    REQUIRE(chase != nullptr);
    return *chase;
}

std::vector<std::string> Story::told() {
    std::vector<std::string> lines;
    for (; told_ < log_.size(); ++told_) {
        lines.push_back(describe(log_[told_]));
    }
    return lines;
}

v1::Command confirm(std::string const& region) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, region);
    auto& request = *command.mutable_confirm_incident();
    request.set_command_id(next_uuid());
    request.set_region_id(region);
    request.set_level(v1::READINESS_LEVEL_KATASTROF);
    request.set_mass_casualty(true);
    request.mutable_report()->set_exact_location("E18 väster om Arboga");
    return command;
}

v1::Command acknowledge(std::string const& incident, std::string const& party,
                        std::string const& step) {
    v1::Command command;
    *command.mutable_actor() = actor(core::role_of(party), core::organisation_of(party));
    auto& request = *command.mutable_acknowledge();
    request.set_command_id(next_uuid());
    request.set_incident_id(incident);
    request.set_party(party);
    request.set_step(step);
    return command;
}

v1::Command commit(std::string const& incident, std::string const& region, int count) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, region);
    auto& request = *command.mutable_commit_transports();
    request.set_command_id(next_uuid());
    request.set_incident_id(incident);
    request.set_region_id(region);
    request.set_count(count);
    return command;
}

v1::Command decline(std::string const& incident, std::string const& region,
                    std::string const& reason) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, region);
    auto& request = *command.mutable_decline_transports();
    request.set_command_id(next_uuid());
    request.set_incident_id(incident);
    request.set_region_id(region);
    request.set_reason(reason);
    return command;
}

v1::Command revoke(std::string const& incident, std::string const& region, int count) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, region);
    auto& request = *command.mutable_revoke_transports();
    request.set_command_id(next_uuid());
    request.set_incident_id(incident);
    request.set_region_id(region);
    request.set_count(count);
    return command;
}

v1::Command accept_shortfall(std::string const& incident, std::string const& region,
                             std::string const& by_region) {
    v1::Command command;
    *command.mutable_actor() = actor(v1::ROLE_TIB, by_region);
    auto& request = *command.mutable_accept_shortfall();
    request.set_command_id(next_uuid());
    request.set_incident_id(incident);
    request.set_region_id(region);
    return command;
}

namespace {

template <typename Request>
void lead(v1::Command& command, Request& request, std::string const& incident,
          std::string const& by_region) {
    *command.mutable_actor() = actor(v1::ROLE_TIB, by_region);
    request.set_command_id(next_uuid());
    request.set_incident_id(incident);
}

}  // namespace

v1::Command escalate(std::string const& incident, std::string const& by_region) {
    v1::Command command;
    lead(command, *command.mutable_escalate_national(), incident, by_region);
    return command;
}

v1::Command stand_down(std::string const& incident, std::string const& by_region) {
    v1::Command command;
    lead(command, *command.mutable_stand_down(), incident, by_region);
    return command;
}

v1::Command rescind(std::string const& incident, std::string const& by_region) {
    v1::Command command;
    lead(command, *command.mutable_rescind_incident(), incident, by_region);
    return command;
}

v1::Command close(std::string const& incident, std::string const& by_region) {
    v1::Command command;
    lead(command, *command.mutable_close_incident(), incident, by_region);
    return command;
}

v1::Command delivered(std::string const& incident, core::Chase const& chase,
                      std::string const& step, v1::Channel channel, v1::DeliveryOutcome outcome) {
    v1::Command command;
    auto& result = *command.mutable_record_delivery();
    result.set_incident_id(incident);
    result.set_step(step);
    result.set_party(chase.party);
    result.set_attempt(chase.attempt);
    result.set_recipient(chase.party);
    result.set_channel(channel);
    result.set_outcome(outcome);
    return command;
}

}  // namespace larm::test
