#include "simulators/player/scenario.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <system_error>

#include "engine/core/local_time.hpp"
#include "engine/core/party.hpp"
#include "engine/rules/check_values.hpp"
#include "engine/rules/document.hpp"
#include "simulators/player/rounds.hpp"
#include "simulators/player/scenario_check.hpp"
#include "simulators/player/scenario_text.hpp"

namespace larm::player {
namespace {

namespace fs = std::filesystem;

/// A file that a human wrote; larger is a mistake, and would be held in memory.
constexpr std::uintmax_t file_bytes_max = 4 * 1024 * 1024;

std::expected<fs::path, rules::Fault> pack_folder(rules::Document const& document,
                                                  v1::Scenario const& script, fs::path const& file,
                                                  std::optional<fs::path> const& rules) {
    if (rules) {
        return *rules;
    }
    if (script.pack().empty()) {
        return std::unexpected{document.top().at("pack").fault(
            "names no rule pack", "write pack: \"NAME\", or give the folder with --rules")};
    }
    std::error_code error;
    for (auto const& from : {file.parent_path(), fs::current_path(error)}) {
        if (auto found = pack_above(from, script.pack()); found) {
            return *std::move(found);
        }
    }
    return std::unexpected{document.top().at("pack").fault(
        fmt::format("no folder rules/{} above this file or the working directory", script.pack()),
        "give the folder of the rule pack with --rules")};
}

void load_rules(Scenario& scenario, fs::path const& folder, rules::Faults& faults) {
    auto pack = rules::load_pack(folder);
    if (!pack) {
        faults.insert(faults.end(), pack.error().begin(), pack.error().end());
        return;
    }
    scenario.pack = *std::move(pack);
    auto contacts = rules::load_contacts(folder, scenario.pack.pack);
    if (!contacts) {
        faults.insert(faults.end(), contacts.error().begin(), contacts.error().end());
        return;
    }
    scenario.contacts = *std::move(contacts);
}

void note_places(Scenario& scenario, rules::Document const& document) {
    for (int index = 0; index < scenario.script.expectations_size(); ++index) {
        scenario.expectation_places.push_back(document.top().at("expectations", index).line());
    }
    for (int index = 0; index < scenario.script.acts_size(); ++index) {
        scenario.act_places.push_back(document.top().at("acts", index).line());
    }
    for (int index = 0; index < scenario.script.injects_size(); ++index) {
        scenario.inject_places.push_back(document.top().at("injects", index).line());
    }
}

/// `with_rules` gives the scenario its pack and contacts, or says why not.
template <typename WithRules>
std::expected<Scenario, rules::Faults> read_with(std::string text, fs::path const& file,
                                                 WithRules const& with_rules) {
    rules::Faults faults;
    Scenario scenario;
    scenario.file = file;
    scenario.text = text;
    rules::Document document{file.string(), std::move(text)};
    if (document.parse(scenario.script, faults)) {
        with_rules(scenario, document, faults);
        // Names can only be judged against a pack that could be read.
        ScenarioCheck const check{scenario, document.top(), faults.empty(), faults};
        rules::check_values(document.top(), scenario.script, faults);
        check_all(check);
    }
    rules::put_in_order(faults);
    if (!faults.empty()) {
        return std::unexpected{std::move(faults)};
    }
    scenario.starts = *core::instant_of_local(scenario.script.starts_at());
    scenario.named = std::make_shared<core::Pack const>(core::Pack{{}, {}, scenario.pack.pack});
    note_places(scenario, document);
    write_out_rounds(scenario);
    return scenario;
}

}  // namespace

std::optional<fs::path> pack_above(fs::path from, std::string const& name) {
    std::error_code error;
    from = fs::absolute(from, error);
    for (;; from = from.parent_path()) {
        if (auto folder = from / "rules" / name; fs::is_directory(folder, error)) {
            return folder;
        }
        if (from == from.parent_path()) {
            return std::nullopt;
        }
    }
}

v1::ScenarioIncident const* Scenario::incident(std::string_view id) const {
    for (auto const& each : script.incidents()) {
        if (each.id() == id) {
            return &each;
        }
    }
    return nullptr;
}

v1::ScenarioIncident const* Scenario::incident_or_only(std::string_view id) const {
    return id.empty() && script.incidents_size() == 1 ? &script.incidents(0) : incident(id);
}

v1::SimulatedParty const* Scenario::behaviour(std::string_view party) const {
    auto const anyone = core::make_party(core::role_of(party), "*");
    v1::SimulatedParty const* found = nullptr;
    for (auto const& each : script.parties()) {
        for (auto const& name : each.party()) {
            if (name == party) {
                return &each;
            }
            found = name == anyone ? &each : found;
        }
    }
    return found;
}

std::expected<std::string, rules::Fault> read_text(fs::path const& path) {
    auto const fault = [&path](std::string message, std::string hint = {}) {
        return std::unexpected{
            rules::Fault{path.string(), 1, 1, std::move(message), std::move(hint)}};
    };
    std::error_code error;
    auto const size = fs::file_size(path, error);
    if (error) {
        return fault("cannot be read: " + error.message());
    }
    if (size > file_bytes_max) {
        return fault("larger than 4 MiB");
    }
    std::ifstream file{path, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (!file.is_open() || file.bad()) {
        return fault("cannot be read", "is it yours to read?");
    }
    return text;
}

std::expected<Scenario, rules::Faults> load_scenario(fs::path const& file,
                                                     std::optional<fs::path> const& rules) {
    auto text = read_text(file);
    if (!text) {
        return std::unexpected{rules::Faults{std::move(text).error()}};
    }
    return read_scenario(*std::move(text), file, rules);
}

std::expected<Scenario, rules::Faults> read_scenario(std::string text, fs::path const& file,
                                                     std::optional<fs::path> const& rules) {
    return read_with(
        std::move(text), file,
        [&](Scenario& scenario, rules::Document const& document, rules::Faults& faults) {
            auto const folder = pack_folder(document, scenario.script, file, rules);
            if (folder) {
                load_rules(scenario, *folder, faults);
            } else {
                faults.push_back(folder.error());
            }
        });
}

std::expected<Scenario, rules::Faults> read_scenario_on(std::string text, fs::path const& file,
                                                        rules::LoadedPack const& pack,
                                                        v1::Contacts const& contacts) {
    return read_with(std::move(text), file,
                     [&](Scenario& scenario, rules::Document const&, rules::Faults&) {
                         scenario.pack = pack;
                         scenario.contacts = contacts;
                     });
}

rules::Faults check_scenario(fs::path const& file, std::optional<fs::path> const& rules) {
    auto const loaded = load_scenario(file, rules);
    return loaded ? rules::Faults{} : loaded.error();
}

}  // namespace larm::player
