#include "tests/support/cooperation.hpp"

#include <google/protobuf/text_format.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "engine/core/party.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

template <typename Request>
Request& fill(v1::Command& command, Request& request, std::string const& incident,
              std::string const& region) {
    *command.mutable_actor() = actor(v1::ROLE_TIB, region);
    request.set_command_id(next_uuid());
    request.set_incident_id(incident);
    return request;
}

/// "S1" of "S1-dalarna-1".
std::string request_of(std::string const& offer) {
    return offer.substr(0, offer.find('-'));
}

}  // namespace

v1::RulePack cooperation_pack() {
    auto pack = chain_pack();
    std::ifstream stream{std::filesystem::path{LARM_SOURCE_DIR} /
                         "tests/support/cooperation.textproto"};
    std::string const text{std::istreambuf_iterator<char>{stream}, {}};
    REQUIRE(google::protobuf::TextFormat::MergeFromString(text, &pack));
    return pack;
}

v1::Command request_support(std::string const& incident, std::string const& region, int quantity) {
    v1::Command command;
    auto& request = fill(command, *command.mutable_request_support(), incident, region);
    request.set_region_id(region);
    auto& line = *request.add_lines();
    line.set_kind(v1::SUPPORT_KIND_HELICOPTER);
    line.set_words("ambulanshelikoptrar");
    line.set_quantity(quantity);
    line.set_needed_in_minutes(30);
    line.set_place("Uppsala");
    return command;
}

void also_ask(v1::Command& request, int quantity, std::string const& of_region) {
    auto& line = *request.mutable_request_support()->add_lines();
    line.set_kind(v1::SUPPORT_KIND_TEAM);
    line.set_words("traumateam");
    line.set_quantity(quantity);
    if (!of_region.empty()) {
        line.add_ask_region_ids(of_region);
    }
}

v1::Command offer_support(std::string const& incident, std::string const& region,
                          std::string const& request_id, int line, int quantity) {
    v1::Command command;
    auto& request = fill(command, *command.mutable_offer_support(), incident, region);
    request.set_region_id(region);
    request.set_request_id(request_id);
    request.set_line(line);
    request.set_quantity(quantity);
    return command;
}

v1::Command decline_support(std::string const& incident, std::string const& region,
                            std::string const& request_id, int line) {
    v1::Command command;
    auto& request = fill(command, *command.mutable_decline_support(), incident, region);
    request.set_region_id(region);
    request.set_request_id(request_id);
    request.set_line(line);
    request.set_reason("egen insats");
    return command;
}

v1::Command accept_support(std::string const& incident, std::string const& region,
                           std::string const& offer, int count) {
    v1::Command command;
    auto& request = fill(command, *command.mutable_accept_support(), incident, region);
    request.set_request_id(request_of(offer));
    request.set_offer_id(offer);
    request.set_count(count);
    return command;
}

v1::Command report_support(std::string const& incident, std::string const& region,
                           std::string const& offer, v1::SupportReportKind kind, int count) {
    v1::Command command;
    auto& request = fill(command, *command.mutable_report_support(), incident, region);
    request.set_request_id(request_of(offer));
    request.set_offer_id(offer);
    request.set_kind(kind);
    request.set_count(count);
    request.set_reason("motorhaveri");
    return command;
}

v1::Command release_support(std::string const& incident, std::string const& region,
                            std::string const& offer, int count) {
    v1::Command command;
    auto& request = fill(command, *command.mutable_release_support(), incident, region);
    request.set_request_id(request_of(offer));
    request.set_offer_id(offer);
    request.set_count(count);
    return command;
}

v1::Command cancel_support(std::string const& incident, std::string const& region,
                           std::string const& request_id, int line) {
    v1::Command command;
    auto& request = fill(command, *command.mutable_cancel_support(), incident, region);
    request.set_request_id(request_id);
    request.set_line(line);
    request.set_reason("behövs inte");
    return command;
}

v1::Command report_supply(v1::Role role, std::string const& by, std::string const& organisation,
                          std::string const& item, int tenths) {
    v1::Command command;
    *command.mutable_actor() = actor(role, by);
    auto& request = *command.mutable_report_supply();
    request.set_command_id(next_uuid());
    request.set_organisation_id(organisation);
    request.set_item(item);
    request.set_days_of_cover_tenths(tenths);
    return command;
}

v1::Command fill_situation(std::string const& incident, std::string const& region,
                           std::string const& section, std::string const& words) {
    v1::Command command;
    auto& request = fill(command, *command.mutable_fill_situation(), incident, region);
    request.set_section(section);
    request.set_words(words);
    return command;
}

v1::Command send_situation(std::string const& incident, std::string const& region) {
    v1::Command command;
    (void)fill(command, *command.mutable_send_situation(), incident, region);
    return command;
}

v1::Command call_conference(std::string const& incident, std::string const& region) {
    v1::Command command;
    auto& request = fill(command, *command.mutable_call_conference(), incident, region);
    request.set_starts_in_minutes(15);
    request.add_others("Polisen");
    return command;
}

v1::Command attendance(std::string const& incident, std::string const& region,
                       std::vector<std::string> const& present) {
    v1::Command command;
    auto& request = fill(command, *command.mutable_report_attendance(), incident, region);
    request.set_conference_id("K1");
    request.mutable_present()->Add(present.begin(), present.end());
    return command;
}

v1::Command conference_decision(std::string const& incident, std::string const& region,
                                std::string const& decision) {
    v1::Command command;
    auto& request = fill(command, *command.mutable_record_conference_decision(), incident, region);
    request.set_conference_id("K1");
    request.set_decision(decision);
    return command;
}

v1::Command position(std::string const& incident, std::string const& party, v1::Position position,
                     std::string const& words) {
    v1::Command command;
    auto& request = fill(command, *command.mutable_take_position(), incident,
                         std::string{core::organisation_of(party)});
    command.mutable_actor()->set_role(core::role_of(party));
    request.set_conference_id("K1");
    request.set_decision(1);
    request.set_party(party);
    request.set_position(position);
    request.set_words(words);
    return command;
}

v1::Command end_conference(std::string const& incident, std::string const& region) {
    v1::Command command;
    auto& request = fill(command, *command.mutable_end_conference(), incident, region);
    request.set_conference_id("K1");
    request.set_notes("Alla har fått lägesbilden.");
    request.set_next_in_minutes(60);
    return command;
}

}  // namespace larm::test
