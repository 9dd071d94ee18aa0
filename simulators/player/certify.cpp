#include "simulators/player/certify.hpp"

#include <expected>
#include <system_error>

#include "engine/journal/record.hpp"
#include "engine/rules/sound_contacts.hpp"
#include "engine/world/restore.hpp"
#include "simulators/player/player.hpp"
#include "simulators/player/scenario_text.hpp"

namespace larm::player {
namespace {

namespace fs = std::filesystem;

constexpr auto contacts_name = "contacts.textproto";

std::string sha256_of(std::string_view text) {
    return journal::hex(world::state_hash(text));
}

std::string lines_of(rules::Faults const& faults) {
    std::string lines;
    for (auto const& fault : faults) {
        lines += (lines.empty() ? "" : "\n") + rules::to_string(fault);
    }
    return lines;
}

/// The contacts as they were read, or why they cannot be used.
struct People {
    v1::Contacts contacts{};
    std::string hash{};
    std::string trouble{};
};

People people_beside(rules::LoadedPack const& pack, fs::path const& folder) {
    auto const file = folder / contacts_name;
    auto text = read_text(file);
    if (!text) {
        return {.trouble = rules::to_string(text.error())};
    }
    auto hash = sha256_of(*text);
    auto read = rules::sound_contacts(file.string(), *std::move(text), &pack.pack);
    return {.contacts = std::move(read.whole),
            .hash = std::move(hash),
            .trouble = lines_of(read.faults)};
}

/// False: given up.
bool play(Player& player, Trial const& trial) {
    while (player.next()) {
        if (trial.shall_stop && trial.shall_stop()) {
            return false;
        }
        player.step();
    }
    return true;
}

void judge(v1::ReadinessRun& run, v1::ReplayReport const& result) {
    run.set_state_hash(result.state_hash());
    run.set_expected(result.verdicts_size());
    for (auto const& verdict : result.verdicts()) {
        if (verdict.held()) {
            run.set_held(run.held() + 1);
        } else {
            *run.add_failed() = verdict;
        }
    }
}

/// A scenario, or why it cannot be played.
struct Loaded {
    std::optional<Scenario> scenario{};
    std::string hash{};
    std::string trouble{};
};

Loaded load(v1::ReadinessScenario const& chosen, Trial const& trial, rules::LoadedPack const& pack,
            People const& people) {
    if (!people.trouble.empty()) {
        return {.trouble = people.trouble};
    }
    auto const file = trial.scenarios / (chosen.scenario_id() + ".textproto");
    auto text = read_text(file);
    if (!text) {
        return {.trouble = rules::to_string(text.error())};
    }
    auto hash = sha256_of(*text);
    auto scenario = read_scenario_on(*std::move(text), file, pack, people.contacts);
    if (!scenario) {
        return {.hash = std::move(hash), .trouble = lines_of(scenario.error())};
    }
    return {.scenario = *std::move(scenario), .hash = std::move(hash)};
}

/// False: given up.
bool run_one(v1::ReadinessRun& run, Loaded const& loaded, Trial const& trial) {
    run.set_scenario_hash(loaded.hash);
    run.set_trouble(loaded.trouble);
    if (!loaded.scenario) {
        return !(trial.shall_stop && trial.shall_stop());
    }
    *run.mutable_title() = loaded.scenario->script.title();
    auto player = Player::open(*loaded.scenario, {.seed = run.seed()});
    if (!player) {
        run.set_trouble(player.error());
        return true;
    }
    if (!play(**player, trial)) {
        return false;
    }
    judge(run, (*player)->result());
    return true;
}

}  // namespace

std::optional<v1::ReadinessCertificate> certify(rules::LoadedPack const& pack, Trial const& trial) {
    auto const people = people_beside(pack, trial.rules);
    v1::ReadinessCertificate certificate;
    certificate.set_rules_hash(journal::hex(pack.hash));
    certificate.set_contacts_hash(people.hash);
    certificate.set_version(trial.version);
    certificate.set_held(true);
    for (auto const& chosen : trial.chosen) {
        auto const loaded = load(chosen, trial, pack, people);
        for (int seed = 1; seed <= chosen.seeds(); ++seed) {
            auto& run = *certificate.add_runs();
            run.set_scenario_id(chosen.scenario_id());
            run.set_seed(static_cast<std::uint64_t>(seed));
            if (!run_one(run, loaded, trial)) {
                return std::nullopt;
            }
            certificate.set_held(certificate.held() && run.trouble().empty() &&
                                 run.failed().empty());
            if (trial.on_run) {
                trial.on_run(run);
            }
        }
    }
    return certificate;
}

std::vector<v1::ReadinessScenario> chosen_by(v1::RulePack const& pack) {
    return {pack.readiness().scenarios().begin(), pack.readiness().scenarios().end()};
}

std::optional<fs::path> scenarios_above(fs::path rules) {
    std::error_code error;
    for (auto from = fs::absolute(rules, error).lexically_normal();; from = from.parent_path()) {
        if (auto folder = from / "simulators" / "scenarios"; fs::is_directory(folder, error)) {
            return folder;
        }
        if (from == from.parent_path()) {
            return std::nullopt;
        }
    }
}

}  // namespace larm::player
