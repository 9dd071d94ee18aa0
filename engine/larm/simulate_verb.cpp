// larm simulate: nights at random with faults, until one breaks an invariant. What a night is, is
// in simulators/swarm.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "engine/larm/command_line.hpp"
#include "engine/larm/output.hpp"
#include "simulators/player/scenario.hpp"
#include "simulators/swarm/swarm.hpp"

namespace larm::cli {
namespace {

namespace json = boost::json;

constexpr int minutes_max = 24 * 60;

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

std::string result_json(swarm::SwarmResult const& result) {
    json::object reached;
    for (auto const& field : swarm::tally_fields()) {
        reached[std::string{field.name}] = result.tally.*field.member;
    }
    json::object object{{"held", !result.failure}, {"nights", result.nights}};
    if (result.failure) {
        auto const& failure = *result.failure;
        object["failure"] =
            json::object{{"seed", failure.seed},        {"minutes", failure.minutes},
                         {"step", failure.step},        {"invariant", failure.broken.invariant},
                         {"what", failure.broken.what}, {"last", json::value_from(failure.last)}};
    }
    object["reached"] = std::move(reached);
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
        auto const result = swarm::play(*rules, *swarm::parse_seeds(seeds_), minutes_, say);
        tell(result);
        return result.failure ? ExitCode::refused : ExitCode::ok;
    }

private:
    void tell(swarm::SwarmResult const& result) const {
        if (json_) {
            print(result_json(result));
            return;
        }
        print(fmt::format("reached in {} nights:\n{}", result.nights, tally_text(result.tally)));
        print(result.failure ? swarm::failure_text(*result.failure)
                             : fmt::format("every invariant held in {} nights\n", result.nights));
    }

    std::string seeds_;
    int minutes_ = swarm::minutes_default;
    std::optional<std::filesystem::path> rules_;
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
