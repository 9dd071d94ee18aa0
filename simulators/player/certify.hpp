// The certificate of readiness: whether a rule pack and the contacts beside it stand the scenarios
// that the pack names, played in virtual time as `larm replay` plays them. The same pack, contacts
// and scenarios give the same certificate.
#pragma once

#include <larm/v1/report.pb.h>
#include <larm/v1/rules.pb.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/rules/loader.hpp"

namespace larm::player {

struct Trial {
    std::filesystem::path rules;      ///< Folder of the pack, for its contacts.
    std::filesystem::path scenarios;  ///< Folder of the scenarios, each ID.textproto.
    /// Played in this order, each with its seeds from 1.
    std::vector<v1::ReadinessScenario> chosen{};
    std::string version{};  ///< Of the program that plays.
    /// Told of each run when it is over; may be empty.
    std::function<void(v1::ReadinessRun const&)> on_run{};
    /// Asked all the time: the trial is given up where it says so; may be empty.
    std::function<bool()> shall_stop{};
};

/// Plays them all, whatever fails. Nothing: it was given up.
[[nodiscard]] std::optional<v1::ReadinessCertificate> certify(rules::LoadedPack const& pack,
                                                              Trial const& trial);

/// The scenarios that the pack names.
[[nodiscard]] std::vector<v1::ReadinessScenario> chosen_by(v1::RulePack const& pack);

/// The folder simulators/scenarios beside or above the folder of a pack; nothing where there is
/// none.
[[nodiscard]] std::optional<std::filesystem::path> scenarios_above(std::filesystem::path rules);

}  // namespace larm::player
