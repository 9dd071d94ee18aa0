#include "tests/support/blood_story.hpp"

#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/text_format.h>

#include <fstream>

#include "engine/core/party.hpp"
#include "tests/support/catch.hpp"

namespace larm::test {
namespace {

template <typename Request>
Request& by_party(v1::Command& command, Request& request, std::string const& party) {
    *command.mutable_actor() = actor(core::role_of(party), core::organisation_of(party));
    request.set_command_id(next_uuid());
    request.set_party(party);
    return request;
}

template <typename Lines>
void put(Groups units, Lines& lines) {
    for (auto const& [group, count] : units) {
        auto& line = *lines.Add();
        line.set_group(group);
        line.set_units(count);
    }
}

}  // namespace

v1::RulePack blood_pack() {
    auto pack = chain_pack();
    std::ifstream file{LARM_SOURCE_DIR "/tests/support/blood.textproto"};
    google::protobuf::io::IstreamInputStream stream{&file};
    REQUIRE(google::protobuf::TextFormat::Merge(&stream, &pack));
    return pack;
}

v1::Command blood_stock(std::string const& party, Groups units, int per_hour) {
    v1::Command command;
    auto& request = by_party(command, *command.mutable_report_blood_stock(), party);
    put(units, *request.mutable_lines());
    for (auto& line : *request.mutable_lines()) {
        line.set_per_hour(per_hour);
    }
    return command;
}

v1::Command alarm_country(std::string const& incident, std::string const& party, Groups asks) {
    v1::Command command;
    auto& request = by_party(command, *command.mutable_alarm_blood_country(), party);
    request.set_incident_id(incident);
    request.set_reason("lagret räcker en timme");
    put(asks, *request.mutable_asks());
    return command;
}

v1::Command offer_blood(std::string const& incident, std::string const& party, Groups units) {
    v1::Command command;
    auto& request = by_party(command, *command.mutable_offer_blood(), party);
    request.set_incident_id(incident);
    request.set_ready_in_minutes(15);
    put(units, *request.mutable_units());
    return command;
}

v1::Command accept_blood(std::string const& incident, std::string const& party,
                         std::string const& offer, Groups units) {
    v1::Command command;
    auto& request = by_party(command, *command.mutable_accept_blood(), party);
    request.set_incident_id(incident);
    request.set_offer_id(offer);
    put(units, *request.mutable_units());
    return command;
}

v1::Command withdraw_blood(std::string const& incident, std::string const& party,
                           std::string const& offer, std::string const& reason) {
    v1::Command command;
    auto& request = by_party(command, *command.mutable_withdraw_blood_offer(), party);
    request.set_incident_id(incident);
    request.set_offer_id(offer);
    request.set_reason(reason);
    return command;
}

v1::Command blood_transport(std::string const& incident, std::string const& party,
                            std::string const& offer, v1::BloodOfferState state, int minutes) {
    v1::Command command;
    auto& request = by_party(command, *command.mutable_report_blood_transport(), party);
    request.set_incident_id(incident);
    request.set_offer_id(offer);
    request.set_state(state);
    request.set_arrives_in_minutes(minutes);
    return command;
}

v1::Command decline_blood(std::string const& incident, std::string const& party,
                          std::string const& reason) {
    v1::Command command;
    auto& request = by_party(command, *command.mutable_answer(), party);
    request.set_incident_id(incident);
    request.set_step("blood_country");
    request.mutable_decline()->set_reason(reason);
    return command;
}

v1::Command confirm_with(std::string const& region, int severe, int moderate) {
    auto command = confirm(region);
    auto& casualties = *command.mutable_confirm_incident()->mutable_report()->mutable_casualties();
    casualties.set_severe(severe);
    casualties.set_moderate(moderate);
    return command;
}

}  // namespace larm::test
