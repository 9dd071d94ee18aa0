// larm simulate: nights at random with faults, until one breaks an invariant; that one is made as
// short as it gets, and written down. What a night is, is in simulators/swarm.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <chrono>
#include <fstream>

#include "engine/larm/command_line.hpp"
#include "engine/larm/output.hpp"
#include "simulators/player/scenario.hpp"
#include "simulators/swarm/shrink.hpp"
#include "simulators/swarm/swarm.hpp"

namespace larm::cli {
namespace {

namespace json = boost::json;

constexpr int minutes_max = 24 * 60;
constexpr int shrink_max_s = 24 * 3600;
constexpr double us_per_hour = 3.6e9;

struct Speed {
    double seconds = 0;
    double hours = 0;  ///< Of virtual time.
};

std::string check_seeds(std::string const& text) {
    return swarm::parse_seeds(text) ? std::string{}
                                    : std::string{"must be A..B, two whole numbers, e.g. 1..100"};
}

std::string tally_text(swarm::Tally const& tally) {
    std::string text;
    for (auto const& field : swarm::tally_fields()) {
        text += fmt::format("  {:<24}{:>12}\n", field.name, tally.*field.member);
    }
    return text;
}

/// What was never reached is told by itself: there it is that nothing is known.
std::string coverage_text(swarm::Coverage const& coverage) {
    auto text = fmt::format("  {:<32}{:>12}{:>12}\n", "command", "accepted", "refused");
    std::string never;
    for (auto const& row : coverage.commands()) {
        if (row.accepted + row.refused > 0) {
            text += fmt::format("  {:<32}{:>12}{:>12}\n", row.name, row.accepted, row.refused);
        }
        never += row.accepted == 0 ? " " + row.name : "";
    }
    text += fmt::format("  {:<32}{:>12}\n", "event", "times");
    std::string unseen;
    for (auto const& row : coverage.events()) {
        if (row.count > 0) {
            text += fmt::format("  {:<32}{:>12}\n", row.name, row.count);
        }
        unseen += row.count == 0 ? " " + row.name : "";
    }
    text += fmt::format("never accepted:{}\nnever happened:{}\n", never.empty() ? " -" : never,
                        unseen.empty() ? " -" : unseen);
    return text;
}

json::object coverage_json(swarm::Coverage const& coverage) {
    json::object commands;
    for (auto const& row : coverage.commands()) {
        commands[row.name] = json::object{{"accepted", row.accepted}, {"refused", row.refused}};
    }
    json::object events;
    for (auto const& row : coverage.events()) {
        events[row.name] = row.count;
    }
    return {{"commands", std::move(commands)}, {"events", std::move(events)}};
}

std::string result_json(swarm::SwarmResult const& result, Speed const& speed,
                        std::optional<swarm::Shrunk> const& shrunk) {
    json::object reached;
    for (auto const& field : swarm::tally_fields()) {
        reached[std::string{field.name}] = result.tally.*field.member;
    }
    json::object object{{"held", !result.failure},
                        {"nights", result.nights},
                        {"stateHash", result.state_hash},
                        {"hours", speed.hours},
                        {"hoursPerSecond", speed.hours / speed.seconds}};
    if (result.failure) {
        auto const& failure = *result.failure;
        object["failure"] =
            json::object{{"seed", failure.seed},        {"minutes", failure.minutes},
                         {"step", failure.step},        {"invariant", failure.broken.invariant},
                         {"what", failure.broken.what}, {"last", json::value_from(failure.last)}};
    }
    if (shrunk) {
        object["short"] = json::object{{"happenings", json::value_from(shrunk->night.happenings)},
                                       {"tries", shrunk->tries},
                                       {"what", shrunk->failure.broken.what},
                                       {"trace", json::value_from(shrunk->failure.last)}};
    }
    object["reached"] = std::move(reached);
    object["coverage"] = coverage_json(result.coverage);
    return json::serialize(object) + "\n";
}

class Simulate final : public Verb {
public:
    explicit Simulate(CLI::App& flags) {
        flags.add_option("--seeds", seeds_, "Which nights, A..B")->required()->check(check_seeds);
        flags.add_option("--minutes", minutes_, "With faults, of each night")
            ->check(CLI::Range(1, minutes_max))
            ->capture_default_str();
        flags.add_option("--rules", rules_, "Folder of the rule pack");
        flags.add_option("--write", write_, "Folder for the short night of a failure")
            ->capture_default_str();
        flags
            .add_option("--shrink-within", shrink_within_s_,
                        "Seconds for making a failed night short; 0: not at all")
            ->check(CLI::Range(0, shrink_max_s))
            ->capture_default_str();
        flags.add_flag("--json", json_, "Print one JSON object");
    }

    ExitCode run() override {
        auto const folder =
            rules_ ? rules_ : player::pack_above(std::filesystem::current_path(), "mellansverige");
        if (!folder) {
            complain("no folder rules/mellansverige here or above; give one with --rules");
            return ExitCode::bad_input;
        }
        auto const rules = swarm::load_rules(*folder);
        if (!rules) {
            for (auto const& fault : rules.error()) {
                complain(rules::to_string(fault));
            }
            return ExitCode::bad_input;
        }
        // Before each night: should it end the program, the seed has been said.
        auto const say = [this](std::string const& line) {
            if (!json_) {
                print(line + "\n");
            }
        };
        using Clock = std::chrono::steady_clock;
        auto const begun = Clock::now();
        auto const result = swarm::play(*rules, *swarm::parse_seeds(seeds_), minutes_, say);
        Speed const speed{std::chrono::duration<double>{Clock::now() - begun}.count(),
                          static_cast<double>(result.played_us) / us_per_hour};
        if (result.failure && !json_) {  // before it is made short, which takes minutes
            print(swarm::failure_text(*result.failure));
        }
        tell(result, speed, result.failure ? shrunk(*rules, *result.failure) : std::nullopt);
        return result.failure ? ExitCode::refused : ExitCode::ok;
    }

private:
    /// The best so far is in the file all the time: it may be stopped at any moment.
    [[nodiscard]] std::optional<swarm::Shrunk> shrunk(swarm::Rules const& rules,
                                                      swarm::Failure const& failure) const {
        if (shrink_within_s_ == 0) {
            return std::nullopt;
        }
        return swarm::shrink(
            rules, failure, {.within = std::chrono::seconds{shrink_within_s_}},
            [this](swarm::Shrunk const& shorter) {
                write_short(shorter);
                if (!json_) {
                    print(fmt::format("fails with {} happenings, try {}\n",
                                      shorter.night.happenings.size(), shorter.tries));
                }
            });
    }

    [[nodiscard]] std::filesystem::path file_of(swarm::Shrunk const& shrunk) const {
        return write_ / fmt::format("seed-{}-invariant-{}.night", shrunk.night.seed,
                                    shrunk.failure.broken.invariant);
    }

    void write_short(swarm::Shrunk const& shrunk) const {
        std::ofstream out{file_of(shrunk)};
        out << swarm::to_text(shrunk.night, shrunk.failure.broken);
        if (!out.flush()) {
            complain(file_of(shrunk).string() + " cannot be written");
        }
    }

    void tell(swarm::SwarmResult const& result, Speed const& speed,
              std::optional<swarm::Shrunk> const& shrunk) const {
        if (json_) {
            print(result_json(result, speed, shrunk));
        } else {
            print(fmt::format("reached in {} nights:\n{}{}", result.nights,
                              tally_text(result.tally), coverage_text(result.coverage)));
            print(fmt::format("{:.1f} simulated hours in {:.1f} s: {:.1f} hours a second\n",
                              speed.hours, speed.seconds, speed.hours / speed.seconds));
            print(fmt::format("states at the end {}: the same wherever the same seeds are played\n",
                              result.state_hash));
            print(result.failure
                      ? swarm::failure_text(*result.failure)
                      : fmt::format("every invariant held in {} nights\n", result.nights));
        }
        if (shrunk) {
            tell_short(*shrunk);
        }
    }

    void tell_short(swarm::Shrunk const& shrunk) const {
        if (json_) {
            return;
        }
        print(fmt::format("as short as it gets, after {} tries:\n{}what happens then:\n",
                          shrunk.tries, swarm::to_text(shrunk.night, shrunk.failure.broken)));
        for (auto const& line : shrunk.failure.last) {
            print("  " + line + "\n");
        }
        print(fmt::format("written to {}; a test plays what is in tests/simulation/regressions\n",
                          file_of(shrunk).string()));
    }

    std::string seeds_;
    int minutes_ = swarm::minutes_default;
    std::optional<std::filesystem::path> rules_;
    std::filesystem::path write_ = ".";
    int shrink_within_s_ = 120;
    bool json_ = false;
};

}  // namespace

void add_simulate_verb(CommandLine& line) {
    line.add<Simulate>(line.root(), "simulate",
                       "Nights at random with crashes, bad disks and lost messages; 0 where every "
                       "invariant held",
                       "larm simulate --seeds 1..100");
}

}  // namespace larm::cli
