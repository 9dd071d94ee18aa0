// larm rules: is a pack fit to alarm by, what does it say, and does it stand its scenarios. What a
// fault is, is in engine/rules; what a certificate is, in simulators/player/certify.
#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <vector>

#include "engine/core/check.hpp"
#include "engine/larm/command_line.hpp"
#include "engine/larm/output.hpp"
#include "engine/report/certificate_text.hpp"
#include "engine/report/words.hpp"
#include "engine/rules/explain.hpp"
#include "engine/rules/loader.hpp"
#include "engine/rules/names.hpp"
#include "simulators/player/certify.hpp"

namespace larm::cli {
namespace {

namespace fs = std::filesystem;

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

std::string to_json(v1::ReadinessCertificate const& certificate) {
    std::string json;
    google::protobuf::util::JsonPrintOptions options;
    options.always_print_primitive_fields = true;
    LARM_CHECK(google::protobuf::util::MessageToJsonString(certificate, &json, options).ok());
    return json + "\n";
}

class CertifyRules final : public Verb {
public:
    explicit CertifyRules(CLI::App& flags) {
        flags.add_option("DIR", folder_, "Folder of the rule pack, with its contacts")->required();
        flags
            .add_option("--scenarios", scenarios_,
                        "Folder of scenarios; else simulators/scenarios in or above the pack's")
            ->check(CLI::ExistingDirectory);
        flags.add_option("--scenario", ids_, "Play this one; else those that the pack names")
            ->type_name("ID");
        flags.add_option("--seeds", seeds_, "Play each with the seeds 1 to N")
            ->check(CLI::Range(1, seeds_max));
        flags.add_flag("--json", json_, "Print one JSON object");
        flags.add_option("--out", out_, "Write the certificate to this file too, as JSON");
        flags.add_option("--language", language_, "Of the text")
            ->check(CLI::IsMember({"sv", "en"}))
            ->capture_default_str();
    }

    ExitCode run() override {
        if (!is_pack_folder(folder_)) {
            return ExitCode::bad_input;
        }
        if (auto const faults = rules::check_folder(folder_); !faults.empty()) {
            return report(faults);
        }
        auto const pack = rules::load_pack(folder_);
        if (!pack) {  // it was written anew meanwhile
            return report(pack.error());
        }
        auto const chosen = choose(pack->pack);
        if (!chosen) {
            return ExitCode::bad_input;
        }
        auto const language =
            language_ == "en" ? larm::report::Language::english : larm::report::Language::swedish;
        auto const certificate = player::certify(
            *pack, {.rules = folder_,
                    .scenarios = *scenarios_,
                    .chosen = *chosen,
                    .version = LARM_VERSION,
                    .on_run = [language](auto const& run) {
                        // Whoever waits sees how it goes; what failed is said at the end.
                        fmt::print(stderr, "{}\n", larm::report::run_lines(run, language).front());
                    }});
        print(json_ ? to_json(*certificate) : to_text(*certificate, language));
        if (out_ && !write(*out_, to_json(*certificate))) {
            complain(fmt::format("{}: cannot be written", out_->string()));
            return ExitCode::bad_input;
        }
        return certificate->held() ? ExitCode::ok : ExitCode::refused;
    }

private:
    static constexpr int seeds_max = 1'000;

    /// Nothing, and said, where there is nothing to play.
    std::optional<std::vector<v1::ReadinessScenario>> choose(v1::RulePack const& pack) {
        auto chosen = player::chosen_by(pack);
        if (!ids_.empty()) {
            chosen.clear();
            for (auto const& id : ids_) {
                chosen.emplace_back().set_scenario_id(id);
                chosen.back().set_seeds(1);
            }
        }
        if (chosen.empty()) {
            complain(
                fmt::format("{} names no scenarios: write readiness {{ ... }} in the pack, or "
                            "give --scenario",
                            folder_.string()));
            return std::nullopt;
        }
        scenarios_ = scenarios_ ? scenarios_ : player::scenarios_above(folder_);
        if (!scenarios_) {
            complain("no folder simulators/scenarios in or above the pack's; give --scenarios");
            return std::nullopt;
        }
        for (auto& each : chosen) {
            each.set_seeds(seeds_.value_or(each.seeds()));
            if (!is_there(each.scenario_id())) {
                return std::nullopt;
            }
        }
        return chosen;
    }

    [[nodiscard]] bool is_there(std::string const& id) const {
        auto const file = *scenarios_ / (id + ".textproto");
        std::error_code error;
        if (rules::is_id(id) && fs::is_regular_file(file, error)) {
            return true;
        }
        complain(fmt::format("no scenario \"{}\": {} is not there", id, file.string()));
        return false;
    }

    static std::string to_text(v1::ReadinessCertificate const& certificate,
                               larm::report::Language language) {
        std::string text;
        for (auto const& line : larm::report::failed_lines(certificate, language)) {
            text += line + "\n";
        }
        return text + larm::report::certificate_line(certificate, language) + "\n";
    }

    static bool write(fs::path const& path, std::string const& text) {
        std::ofstream file{path, std::ios::binary};
        file << text;
        file.close();
        return !file.fail();
    }

    fs::path folder_;
    std::optional<fs::path> scenarios_;
    std::vector<std::string> ids_;
    std::optional<int> seeds_;
    std::optional<fs::path> out_;
    std::string language_ = "sv";
    bool json_ = false;
};

}  // namespace

void add_rules_verbs(CommandLine& line) {
    auto& group = line.group("rules", "Check, explain and try a rule pack");
    line.add<CheckRules>(
        group, "check",
        "Every fault of a pack and its contacts, as FILE:LINE:COL: error: ...; 2 where "
        "there is one",
        "larm rules check rules/mellansverige");
    line.add<ExplainRules>(group, "explain", "What the pack makes the engine do, in plain Swedish",
                           "larm rules explain rules/mellansverige");
    line.add<CertifyRules>(group, "certify",
                           "Whether the pack and its contacts stand the scenarios that it names; 1 "
                           "where something did not hold",
                           "larm rules certify rules/mellansverige");
}

}  // namespace larm::cli
