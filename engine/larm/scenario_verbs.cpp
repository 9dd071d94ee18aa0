// larm scenario: can a scenario be played, and its injects (MSEL) to a spreadsheet and back. What a
// fault is, is in simulators/player.
#include <fmt/format.h>

#include <filesystem>

#include "engine/larm/command_line.hpp"
#include "engine/larm/output.hpp"
#include "engine/larm/text_file.hpp"
#include "simulators/player/msel.hpp"

namespace larm::cli {
namespace {

/// Faults go out as compilers write them, without our name before them: editors jump to them.
ExitCode report(rules::Faults const& faults) {
    for (auto const& fault : faults) {
        fmt::print(stderr, "{}\n", rules::to_string(fault));
    }
    return faults.empty() ? ExitCode::ok : ExitCode::bad_input;
}

class ScenarioVerb : public Verb {
public:
    explicit ScenarioVerb(CLI::App& flags) {
        flags.add_option("FILE", file_, "Scenario, e.g. arboga_2006.textproto")->required();
        flags.add_option("--rules", rules_, "Folder of the rule pack");
    }

protected:
    [[nodiscard]] std::filesystem::path const& file() const { return file_; }
    [[nodiscard]] std::optional<std::filesystem::path> const& rules() const { return rules_; }

private:
    std::filesystem::path file_;
    std::optional<std::filesystem::path> rules_;
};

class CheckScenario final : public ScenarioVerb {
public:
    using ScenarioVerb::ScenarioVerb;

    ExitCode run() override {
        auto const faults = player::check_scenario(file(), rules());
        if (faults.empty()) {
            print(fmt::format("{}: no faults\n", file().string()));
        }
        return report(faults);
    }
};

class ExportScenario final : public ScenarioVerb {
public:
    explicit ExportScenario(CLI::App& flags) : ScenarioVerb{flags} {
        flags.add_option("--out", out_, "File to write; without it stdout");
    }

    ExitCode run() override {
        auto const scenario = player::load_scenario(file(), rules());
        if (!scenario) {
            return report(scenario.error());
        }
        auto const table = player::msel_csv(*scenario);
        if (out_.empty()) {
            print(table);
            return ExitCode::ok;
        }
        return write_bytes(out_, table) ? ExitCode::ok : ExitCode::bad_input;
    }

private:
    std::filesystem::path out_;
};

class ImportScenario final : public ScenarioVerb {
public:
    explicit ImportScenario(CLI::App& flags) : ScenarioVerb{flags} {
        flags.add_option("MSEL", table_, "The table, e.g. msel.csv")->required();
        flags.add_option("--out", out_, "File to write; without it the scenario's own");
        flags.add_flag("--remove", remove_, "Take out injects that the table does not have");
    }

    ExitCode run() override {
        auto const merged = player::merge_msel({file(), table_, rules(), remove_});
        if (!merged) {
            return report(merged.error());
        }
        auto const& to = out_.empty() ? file() : out_;
        if (!write_bytes(to, merged->text)) {
            return ExitCode::bad_input;
        }
        for (auto const& id : merged->missing) {
            complain(fmt::format(
                "inject {} is not in the table and was kept; --remove takes it out", id));
        }
        print(fmt::format("{}: {} changed, {} added, {} removed\n", to.string(), merged->changed,
                          merged->added, merged->removed));
        return ExitCode::ok;
    }

private:
    std::filesystem::path table_;
    std::filesystem::path out_;
    bool remove_ = false;
};

}  // namespace

void add_scenario_verbs(CommandLine& line) {
    auto& group = line.group("scenario", "Check a scenario, and edit its injects as a table");
    line.add<CheckScenario>(group, "check",
                            "Every fault of a scenario and of what it needs, as FILE:LINE:COL: "
                            "error: ...; 2 where there is one",
                            "larm scenario check simulators/scenarios/arboga_2006.textproto");
    line.add<ExportScenario>(group, "export", "Its injects (MSEL) as a table for a spreadsheet",
                             "larm scenario export arboga_2006.textproto --out msel.csv");
    line.add<ImportScenario>(
        group, "import", "Take the table over into the scenario; all else in it stays",
        "larm scenario import arboga_2006.textproto msel.csv --out ny.textproto");
}

}  // namespace larm::cli
