#include "engine/exercise/scenario_folder.hpp"

#include <algorithm>
#include <regex>

#include "engine/core/nearest.hpp"
#include "engine/rules/fault.hpp"
#include "engine/rules/names.hpp"
#include "simulators/player/scenario_text.hpp"

namespace larm::exercise {
namespace {

namespace fs = std::filesystem;

constexpr char const* ending = ".textproto";

/// A text has no file; its faults name it by its own id, as the file would be called.
fs::path name_of(std::string const& text) {
    static std::regex const id{R"re((^|\n)id:\s*"([a-z0-9_-]{1,64})")re"};
    std::smatch found;
    return (std::regex_search(text, found, id) ? found[2].str() : "scenario") + ending;
}

/// Reads one after the other on one pack and its contacts, which are read with the first: they are
/// most of the work, and whoever asks for the list waits for it.
class Reading {
public:
    explicit Reading(fs::path const& rules) : rules_{rules} {}

    std::expected<player::Scenario, rules::Faults> read(fs::path const& file) {
        if (!is_begun_) {
            begin();
        }
        if (!pack_ || !contacts_) {
            return player::load_scenario(file, rules_);  // which says what is wrong with them
        }
        auto text = player::read_text(file);
        return text ? player::read_scenario_on(*std::move(text), file, *pack_, *contacts_)
                    : std::unexpected{rules::Faults{std::move(text).error()}};
    }

private:
    void begin() {
        is_begun_ = true;
        if (auto pack = rules::load_pack(rules_)) {
            pack_ = *std::move(pack);
            if (auto contacts = rules::load_contacts(rules_, pack_->pack)) {
                contacts_ = *std::move(contacts);
            }
        }
    }

    fs::path const& rules_;
    bool is_begun_ = false;
    std::optional<rules::LoadedPack> pack_;
    std::optional<v1::Contacts> contacts_;
};

}  // namespace

std::vector<v1::ScenarioSummary> ScenarioFolder::list() {
    Reading reading{rules_};
    std::vector<v1::ScenarioSummary> list;
    std::error_code error;
    std::map<fs::path, Known> known;
    for (auto const& entry : fs::directory_iterator{folder_, error}) {
        auto const& path = entry.path();
        if (path.extension() != ending) {
            continue;
        }
        auto const changed = fs::last_write_time(path, error);
        auto const bytes = fs::file_size(path, error);
        auto const former = known_.find(path);
        if (former != known_.end() && former->second.changed == changed &&
            former->second.bytes == bytes) {
            known[path] = std::move(former->second);
        } else {
            Known read{changed, bytes, {}};
            auto const scenario = reading.read(path);
            if (scenario) {
                read.summary = summary_of(*scenario);
            } else {
                read.summary.set_scenario_id(path.stem().string());
                for (auto& line : lines_of(scenario.error())) {
                    *read.summary.add_faults() = std::move(line);
                }
            }
            known[path] = std::move(read);
        }
        list.push_back(known[path].summary);
    }
    known_ = std::move(known);
    std::ranges::sort(list, {}, &v1::ScenarioSummary::scenario_id);
    return list;
}

std::optional<std::string> ScenarioFolder::refuse_unknown(std::string const& id) const {
    std::error_code error;
    std::vector<core::Named> known;
    for (auto const& entry : fs::directory_iterator{folder_, error}) {
        if (entry.path().extension() == ending) {
            known.push_back({entry.path().stem().string(), {}});
        }
    }
    if (std::ranges::find(known, id, &core::Named::id) != known.end()) {
        return std::nullopt;
    }
    std::ranges::sort(known, {}, &core::Named::id);
    // Of a file's path its name is what is meant.
    return "no scenario '" + id + "'; " +
           (known.empty() ? "none lies ready: see --scenarios of larmd"
                          : core::meant_or_all(fs::path{id}.stem().string(), known));
}

std::expected<player::Scenario, rules::Faults> ScenarioFolder::read(std::string const& id) const {
    // An id is no path: nothing outside the folder can be named.
    return player::load_scenario(folder_ / ((rules::is_id(id) ? id : "") + ending), rules_);
}

std::expected<player::Scenario, rules::Faults> ScenarioFolder::read_text(
    std::string const& text) const {
    return player::read_scenario(text, name_of(text), rules_);
}

v1::ScenarioSummary summary_of(player::Scenario const& scenario) {
    v1::ScenarioSummary summary;
    auto const& script = scenario.script;
    summary.set_scenario_id(script.id());
    *summary.mutable_title() = script.title();
    *summary.mutable_about() = script.about();
    summary.set_lasts_s(script.lasts_s());
    summary.set_injects(script.injects_size());
    summary.set_expectations(script.expectations_size());
    std::vector<std::string> parties;
    for (auto const& officer : scenario.contacts.officers()) {
        parties.push_back(officer.party());
    }
    std::ranges::sort(parties);
    auto const repeated = std::ranges::unique(parties);
    parties.erase(repeated.begin(), repeated.end());
    summary.mutable_parties()->Assign(parties.begin(), parties.end());
    return summary;
}

std::vector<std::string> lines_of(rules::Faults const& faults) {
    std::vector<std::string> lines;
    for (auto const& fault : faults) {
        lines.push_back(rules::to_string(fault));
    }
    return lines;
}

}  // namespace larm::exercise
