// Stories of patients who are moved: a pack with rules for it, and what receivers and leaders say.
#pragma once

#include <string>
#include <vector>

#include "tests/support/hospitals.hpp"

namespace larm::test {

/// The pack of capacity_pack() with tests/support/transfers.textproto.
[[nodiscard]] v1::RulePack transfer_pack();

/// Nobody is expected anywhere by a model that nobody knows of: what comes is what is reported.
[[nodiscard]] std::string confirm_quietly(Story& story);

/// A and B with two and three places in intensive care, C with ten; six severely injured near A.
struct TransferNight {
    explicit TransferNight(core::Counts at_scene = {6, 0, 0}, v1::RulePack pack = transfer_pack());

    [[nodiscard]] v1::GetTransfersReply view() const;
    [[nodiscard]] core::Incident const& incident() const { return story.incident(id); }

    Story story;
    std::string id;
};

/// By the region's own TiB. No moves: all that is proposed to it.
[[nodiscard]] v1::Command accept_moves(std::string const& incident, std::string const& region,
                                       std::vector<std::string> const& moves = {}, int count = 0);
[[nodiscard]] v1::Command decline_moves(std::string const& incident, std::string const& region,
                                        std::vector<std::string> const& moves = {});
[[nodiscard]] v1::Command amend_move(std::string const& incident, std::string const& region,
                                     std::string const& move, std::string const& to, int count = 0);
/// By the TiB who leads, in `region`.
[[nodiscard]] v1::Command depart_move(std::string const& incident, std::string const& region,
                                      std::string const& move, int count = 0);
[[nodiscard]] v1::Command arrive_move(std::string const& incident, std::string const& region,
                                      std::string const& move, int count = 0);
/// By the TiB of `region`, which takes them.
[[nodiscard]] v1::Command divert_move(std::string const& incident, std::string const& region,
                                      std::string const& move, std::string const& to,
                                      int count = 0);
/// By the TiB who leads, in `region`.
[[nodiscard]] v1::Command undo_move(std::string const& incident, std::string const& region,
                                    std::string const& move, v1::TransferState state);
[[nodiscard]] v1::Command release_move(std::string const& incident, std::string const& region,
                                       std::string const& move);
[[nodiscard]] v1::Command call_off_moves(std::string const& incident, std::string const& region,
                                         std::vector<std::string> const& moves);
[[nodiscard]] v1::Command plan_anew(std::string const& incident, std::string const& region,
                                    bool replace = false);
/// From site "1", with the scene's own ambulances.
[[nodiscard]] v1::Command own_move(std::string const& incident, std::string const& region,
                                   std::string const& to, v1::Severity severity, int count);

/// Of the incident's moves, in a line each: "1-1 site 1>A 2 SEVERE PROPOSED".
[[nodiscard]] std::vector<std::string> moves_of(Story const& story, std::string const& incident);
/// Who is told of moves that do not come, or find no place, since the `from`th event, and in whose
/// chase: "tib@uppsala of tib@dalarna".
[[nodiscard]] std::vector<std::string> told_off(Story const& story, std::size_t from);
/// How many proposals the log has.
[[nodiscard]] int proposals(Story const& story);

}  // namespace larm::test
