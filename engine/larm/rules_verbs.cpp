// larm rules: is a pack fit to alarm by, and what does it say. What a fault is, is in engine/rules.
#include <fmt/format.h>

#include <filesystem>

#include "engine/larm/command_line.hpp"
#include "engine/larm/output.hpp"
#include "engine/rules/explain.hpp"
#include "engine/rules/loader.hpp"

namespace larm::cli {
namespace {

/// Faults go out as compilers write them, without our name before them: editors jump to them.
ExitCode report(rules::Faults const& faults) {
    for (auto const& fault : faults) {
        fmt::print(stderr, "{}\n", rules::to_string(fault));
    }
    return faults.empty() ? ExitCode::ok : ExitCode::bad_input;
}

/// A pack is a folder. False, and said, where a file in it was named instead.
bool is_pack_folder(std::filesystem::path const& path) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) {
        return true;  // what is not there at all is said by the loader
    }
    auto const folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path{"."};
    complain(fmt::format("{} is a file; a rule pack is a folder, checked as a whole: {}",
                         path.string(), folder.string()));
    return false;
}

class CheckRules final : public Verb {
public:
    explicit CheckRules(CLI::App& flags) {
        flags.add_option("DIR", folder_, "Folder of the rule pack")->required();
    }

    ExitCode run() override {
        if (!is_pack_folder(folder_)) {
            return ExitCode::bad_input;
        }
        auto const faults = rules::check_folder(folder_);
        if (faults.empty()) {
            print(fmt::format("{}: no faults\n", folder_.string()));
        }
        return report(faults);
    }

private:
    std::filesystem::path folder_;
};

class ExplainRules final : public Verb {
public:
    explicit ExplainRules(CLI::App& flags) {
        flags.add_option("DIR", folder_, "Folder of the rule pack")->required();
    }

    ExitCode run() override {
        if (!is_pack_folder(folder_)) {
            return ExitCode::bad_input;
        }
        auto const loaded = rules::load_pack(folder_);
        if (!loaded) {
            return report(loaded.error());
        }
        print(rules::explain(loaded->pack));
        return ExitCode::ok;
    }

private:
    std::filesystem::path folder_;
};

}  // namespace

void add_rules_verbs(CommandLine& line) {
    auto& group = line.group("rules", "Check and explain a rule pack");
    line.add<CheckRules>(
        group, "check",
        "Every fault of a pack and its contacts, as FILE:LINE:COL: error: ...; 2 where "
        "there is one",
        "larm rules check rules/mellansverige");
    line.add<ExplainRules>(group, "explain", "What the pack makes the engine do, in plain Swedish",
                           "larm rules explain rules/mellansverige");
}

}  // namespace larm::cli
