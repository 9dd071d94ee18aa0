#include "engine/larm/replay.hpp"

#include <fmt/format.h>

#include <fstream>
#include <ostream>
#include <system_error>

#include "engine/larm/replay_live.hpp"
#include "engine/larm/replay_text.hpp"
#include "simulators/player/after_action.hpp"
#include "simulators/player/player.hpp"

namespace larm::cli {
namespace {

namespace fs = std::filesystem;

constexpr int all_held = 0;
constexpr int not_held = 1;
constexpr int bad_input = 2;

int refuse(std::ostream& err, std::string const& message) {
    err << "larm replay: " << message << '\n';
    return bad_input;
}

bool write_file(fs::path const& path, std::string const& text) {
    std::ofstream file{path, std::ios::binary};
    file << text;
    file.close();
    return !file.fail();
}

/// Empty where all files are written.
std::string write_report(fs::path const& folder, player::Player const& player,
                         v1::ReplayReport const& result, report::Language language) {
    std::error_code error;
    fs::create_directories(folder, error);
    TextStyle const style{language, false};
    auto text = replay_header(player.scenario(), player.seed(), style);
    for (auto const& line : player.timeline()) {
        text += replay_line(player, line, style) + "\n";
    }
    text += replay_verdict(player, result, style);
    player::AfterActionReport const after{player::draft_of(player)};
    if (error || !write_file(folder / "report.txt", text) ||
        !write_file(folder / "report.json", replay_json(result)) ||
        !write_file(folder / "report.html", after.html()) ||
        !write_file(folder / "report.pdf", after.pdf()) ||
        !write_file(folder / "after_action.json", after.json())) {
        return fmt::format("cannot write the report to {}", folder.string());
    }
    return {};
}

/// False where a human ended it.
bool play(player::Player& player, ReplayOptions const& options, std::ostream& out) {
    if (options.json) {  // for programs: nothing but the object
        player.play_to_the_end();
        return true;
    }
    if (options.live && can_draw()) {
        return play_on_board(player, options);
    }
    out << replay_header(player.scenario(), player.seed(), {options.language, options.colour});
    play_line_by_line(player, options, out);
    return true;
}

}  // namespace

int run_replay(ReplayOptions const& options, std::ostream& out, std::ostream& err) {
    auto const scenario = player::load_scenario(options.scenario, options.rules);
    if (!scenario) {
        for (auto const& fault : scenario.error()) {
            err << rules::to_string(fault) << '\n';
        }
        return bad_input;
    }
    if (options.speed && !(*options.speed > 0)) {
        return refuse(err, "the speed must be more than 0");
    }
    auto opened =
        player::Player::open(*scenario, {.seed = options.seed, .journal = options.journal});
    if (!opened) {
        return refuse(err, opened.error());
    }
    auto& player = **opened;
    if (!play(player, options, out)) {
        return interrupted;
    }
    if (!player.trouble().empty()) {
        return refuse(err, "the journal is not complete: " + player.trouble());
    }
    auto const result = player.result();
    if (options.json) {
        out << replay_json(result);
    } else {
        out << replay_verdict(player, result, {options.language, options.colour});
    }
    out.flush();
    if (options.report) {
        auto const trouble = write_report(*options.report, player, result, options.language);
        if (!trouble.empty()) {
            return refuse(err, trouble);
        }
    }
    return result.held() ? all_held : not_held;
}

}  // namespace larm::cli
