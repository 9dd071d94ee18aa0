// larm replay: the flags. What a replay is, is in replay.
#include <iostream>

#include "engine/larm/command_line.hpp"
#include "engine/larm/output.hpp"
#include "engine/larm/replay.hpp"

namespace larm::cli {
namespace {

/// "max", or how many times faster than life; nothing where it is neither.
std::string check_speed(std::string const& text) {
    double speed = 0;
    auto const is_number = CLI::detail::lexical_cast(text, speed) && speed > 0;
    return text == "max" || is_number ? std::string{}
                                      : std::string{"must be max or a number over 0"};
}

class Replay final : public Verb {
public:
    explicit Replay(CLI::App& flags) {
        flags.add_option("SCENARIO", options_.scenario, "Scenario, e.g. arboga_2006.textproto")
            ->required();
        flags.add_option("--rules", options_.rules, "Folder of the rule pack");
        flags.add_option("--seed", options_.seed, "Changes the simulated people")
            ->capture_default_str();
        flags.add_option("--speed", speed_, "max, or how many times faster than life")
            ->check(check_speed);
        flags.add_flag("--live", options_.live, "Draw a board that follows the alarm");
        flags.add_option("--journal", options_.journal, "Keep the run's journal in this new file");
        flags.add_option("--report", options_.report,
                         "Folder for timeline, verdict and report (HTML, PDF, JSON)");
        flags.add_flag("--json", options_.json, "Print one JSON object");
        flags.add_option("--language", language_, "Of the timeline")
            ->check(CLI::IsMember({"sv", "en"}))
            ->capture_default_str();
    }

    ExitCode run() override {
        if (!speed_.empty() && speed_ != "max") {
            double speed = 0;
            CLI::detail::lexical_cast(speed_, speed);
            options_.speed = speed;
        }
        options_.language =
            language_ == "en" ? report::Language::english : report::Language::swedish;
        options_.colour = has_colour();
        return static_cast<ExitCode>(run_replay(options_, std::cout, std::cerr));
    }

private:
    ReplayOptions options_;
    std::string speed_;
    std::string language_ = "sv";
};

}  // namespace

void add_replay_verb(CommandLine& line) {
    line.add<Replay>(line.root(), "replay",
                     "A scenario in virtual time, without a daemon; 0 where all it expects held",
                     "larm replay simulators/scenarios/arboga_2006.textproto --speed 60 --live");
}

}  // namespace larm::cli
