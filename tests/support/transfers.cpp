#include "tests/support/transfers.hpp"

#include <fmt/format.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/text_format.h>

#include <fstream>
#include <ranges>

#include "engine/core/transfer_view.hpp"
#include "tests/support/catch.hpp"

namespace larm::test {
namespace {

template <typename Request>
Request& about(v1::Command& command, Request& request, std::string const& incident,
               std::string const& region) {
    *command.mutable_actor() = actor(v1::ROLE_TIB, region);
    request.set_command_id(next_uuid());
    request.set_incident_id(incident);
    return request;
}

std::string after(std::string const& name, std::string_view prefix) {
    return name.substr(prefix.size());
}

}  // namespace

v1::RulePack transfer_pack() {
    std::ifstream file{LARM_SOURCE_DIR "/tests/support/transfers.textproto"};
    google::protobuf::io::IstreamInputStream stream{&file};
    v1::RulePack part;
    REQUIRE(google::protobuf::TextFormat::Parse(&stream, &part));
    auto pack = capacity_pack();
    pack.MergeFrom(part);
    return pack;
}

std::string confirm_quietly(Story& story) {
    auto command = confirm("uppsala");
    command.mutable_confirm_incident()->set_level(v1::READINESS_LEVEL_STAB);
    story.must(command);
    story.wait_s(1);
    return story.state().incidents().back().id;
}

TransferNight::TransferNight(core::Counts at_scene, v1::RulePack pack) : story{std::move(pack)} {
    story.must(report_all("A", 40, 40, 15, 2));
    story.must(report_all("B", 40, 40, 15, 3));
    story.must(report_all("C", 40, 40, 15, 10));
    id = confirm_quietly(story);
    story.must(casualties(id, "uppsala", at_scene, {}));
    story.wait_s(1);
}

v1::GetTransfersReply TransferNight::view() const {
    v1::GetTransfers request;
    request.set_incident_id(id);
    return *core::transfer_view(story.state(), request, story.now());
}

v1::Command accept_moves(std::string const& incident, std::string const& region,
                         std::vector<std::string> const& moves, int count) {
    v1::Command command;
    auto& request = about(command, *command.mutable_accept_transfers(), incident, region);
    request.set_region_id(region);
    request.mutable_move_ids()->Add(moves.begin(), moves.end());
    request.set_count(count);
    return command;
}

v1::Command decline_moves(std::string const& incident, std::string const& region,
                          std::vector<std::string> const& moves) {
    v1::Command command;
    auto& request = about(command, *command.mutable_decline_transfers(), incident, region);
    request.set_region_id(region);
    request.mutable_move_ids()->Add(moves.begin(), moves.end());
    request.set_reason("fullt");
    return command;
}

v1::Command amend_move(std::string const& incident, std::string const& region,
                       std::string const& move, std::string const& to, int count) {
    v1::Command command;
    auto& request = about(command, *command.mutable_amend_transfer(), incident, region);
    request.set_region_id(region);
    request.set_move_id(move);
    request.set_to_hospital_id(to);
    request.set_count(count);
    return command;
}

v1::Command depart_move(std::string const& incident, std::string const& region,
                        std::string const& move, int count) {
    v1::Command command;
    auto& request = about(command, *command.mutable_depart_transfer(), incident, region);
    request.set_move_id(move);
    request.set_count(count);
    return command;
}

v1::Command arrive_move(std::string const& incident, std::string const& region,
                        std::string const& move, int count) {
    v1::Command command;
    auto& request = about(command, *command.mutable_arrive_transfer(), incident, region);
    request.set_move_id(move);
    request.set_count(count);
    return command;
}

v1::Command divert_move(std::string const& incident, std::string const& region,
                        std::string const& move, std::string const& to, int count) {
    v1::Command command;
    auto& request = about(command, *command.mutable_divert_transfer(), incident, region);
    request.set_region_id(region);
    request.set_move_id(move);
    request.set_to_hospital_id(to);
    request.set_count(count);
    return command;
}

v1::Command undo_move(std::string const& incident, std::string const& region,
                      std::string const& move, v1::TransferState state) {
    v1::Command command;
    auto& request = about(command, *command.mutable_undo_transfer(), incident, region);
    request.set_move_id(move);
    request.set_state(state);
    return command;
}

v1::Command release_move(std::string const& incident, std::string const& region,
                         std::string const& move) {
    v1::Command command;
    about(command, *command.mutable_release_transfer(), incident, region).set_move_id(move);
    return command;
}

v1::Command call_off_moves(std::string const& incident, std::string const& region,
                           std::vector<std::string> const& moves) {
    v1::Command command;
    auto& request = about(command, *command.mutable_call_off_transfers(), incident, region);
    request.mutable_move_ids()->Add(moves.begin(), moves.end());
    request.set_reason("behövs inte");
    return command;
}

v1::Command plan_anew(std::string const& incident, std::string const& region, bool replace) {
    v1::Command command;
    about(command, *command.mutable_propose_transfers(), incident, region).set_replace(replace);
    return command;
}

v1::Command own_move(std::string const& incident, std::string const& region, std::string const& to,
                     v1::Severity severity, int count) {
    v1::Command command;
    auto& request = about(command, *command.mutable_propose_move(), incident, region);
    request.set_from_site_id("1");
    request.set_to_hospital_id(to);
    request.set_severity(severity);
    request.set_count(count);
    return command;
}

std::vector<std::string> moves_of(Story const& story, std::string const& incident) {
    std::vector<std::string> lines;
    for (auto const& move : story.incident(incident).casualties.moves) {
        lines.push_back(
            fmt::format("{} {}{}>{} {} {} {}", move.move_id(),
                        move.from_site_id().empty() ? "" : "site " + move.from_site_id(),
                        move.from_hospital_id(), move.to_hospital_id(), move.count(),
                        after(v1::Severity_Name(move.severity()), "SEVERITY_"),
                        after(v1::TransferState_Name(move.state()), "TRANSFER_STATE_")));
    }
    return lines;
}

std::vector<std::string> told_off(Story const& story, std::size_t from) {
    std::vector<std::string> all;
    for (auto const& event : story.log() | std::views::drop(from)) {
        for (auto const& update : event.chases()) {
            for (auto const& notice : update.notices()) {
                if (notice.message() == "transfers_called_off") {
                    all.push_back(notice.recipient() + " of " + update.party());
                }
            }
        }
    }
    return all;
}

int proposals(Story const& story) {
    int count = 0;
    for (auto const& event : story.log()) {
        count += event.has_transfers_proposed() ? 1 : 0;
    }
    return count;
}

}  // namespace larm::test
