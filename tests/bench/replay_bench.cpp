// A long exercise at full speed: half a day of the shopping-centre scenario in which every hospital
// reports so often that the log has some 20,000 events; its expectations are judged after each of
// them, and told at the end.
//   replay_bench [without]
// One JSON object a line. `ms` is the median of the runs, `ms_min` the best of them, for a machine
// that others use too. `ratio_to_fold` is ours by folding the same log, measured in the same run.
// `head` is the end of the log's chain: the same for the same bytes, whatever made them faster.
// The time with redistribution is printed by itself, and left out for `without`.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "engine/core/check.hpp"
#include "engine/world/restore.hpp"
#include "simulators/player/player.hpp"

namespace larm::bench {
namespace {

constexpr auto runs = 9;
constexpr auto lasts_s = 12 * 3600;
/// Gives some 20,000 events.
constexpr auto reports_every_s = 50;

double ms(std::function<void()> const& work) {
    auto const start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
        .count();
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

player::Scenario busy_half_day() {
    auto loaded =
        player::load_scenario(LARM_SOURCE_DIR "/simulators/scenarios/galleria_bomb.textproto",
                              LARM_SOURCE_DIR "/rules/mellansverige");
    LARM_CHECK(loaded);
    auto& script = loaded->script;
    script.set_lasts_s(lasts_s);
    for (auto& party : *script.mutable_parties()) {
        if (party.has_hospital()) {
            for (auto& reports : *party.mutable_hospital()->mutable_reports()) {
                reports.set_every_s(reports_every_s);
            }
        }
    }
    return *std::move(loaded);
}

void replay(char const* name, player::Scenario const& scenario) {
    std::vector<double> taken;
    std::vector<double> folded;
    std::int64_t events = 0;
    journal::Hash head{};
    std::vector<v1::Verdict> verdicts;
    for (int run = 0; run < runs; ++run) {
        auto opened = player::Player::open(scenario, {});
        LARM_CHECK(opened);
        taken.push_back(ms([&] {
            (*opened)->play_to_the_end();
            verdicts = (*opened)->verdicts();
        }));
        events = (*opened)->events();
        head = (*opened)->head();
        folded.push_back(ms([&] {
            core::State state;
            for (auto const& [seq, event] : (*opened)->log()) {
                state.evolve(event, seq);
            }
        }));
    }
    fmt::print(
        "{{\"bench\":\"replay_{}\",\"hours\":{},\"events\":{},\"ms\":{:.1f},\"ms_min\":{:.1f},"
        "\"us_an_event\":{:.1f},\"fold_ms\":{:.1f},\"ratio_to_fold\":{:.2f},\"verdicts\":{},"
        "\"held\":{},\"head\":\"{}\"}}\n",
        name, lasts_s / 3600, events, median(taken), std::ranges::min(taken),
        1e3 * median(taken) / static_cast<double>(events), median(folded),
        median(taken) / median(folded), verdicts.size(),
        std::ranges::count_if(verdicts, &v1::Verdict::held), journal::hex(head).substr(0, 16));
}

}  // namespace
}  // namespace larm::bench

int main(int argc, char**) {
    auto scenario = larm::bench::busy_half_day();
    if (argc < 2) {
        larm::bench::replay("with_redistribution", scenario);
    }
    // What is activated is the pack's bytes: without them as well the engine would go on planning.
    auto& loaded = scenario.pack;
    loaded.pack.clear_transfers();
    loaded.bytes = loaded.pack.SerializeAsString();
    auto const hash = larm::world::state_hash(loaded.bytes);
    std::ranges::copy(hash, loaded.hash.begin());
    larm::bench::replay("without_redistribution", scenario);
}
