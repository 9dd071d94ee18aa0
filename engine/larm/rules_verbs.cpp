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

class CheckRules final : public Verb {
public:
    explicit CheckRules(CLI::App& flags) {
        flags.add_option("DIR", folder_, "Folder of the rule pack")->required();
    }

    ExitCode run() override {
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
    line.add<CheckRules>(group, "check",
                         "Every fault of a pack and its contacts, as FILE:LINE:COL: error: ...",
                         "larm rules check rules/mellansverige");
    line.add<ExplainRules>(group, "explain", "What the pack makes the engine do, in plain Swedish",
                           "larm rules explain rules/mellansverige");
}

}  // namespace larm::cli
