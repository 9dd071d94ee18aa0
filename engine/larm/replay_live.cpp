#include "engine/larm/replay_live.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ostream>
#include <thread>

#include "engine/core/local_time.hpp"
#include "engine/core/view.hpp"
#include "engine/larm/board.hpp"
#include "engine/larm/replay_text.hpp"
#include "engine/larm/screen.hpp"
#include "engine/report/words.hpp"

namespace larm::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds between_drawings{100};
constexpr auto quiet_max = core::seconds(180);
constexpr std::size_t timeline_lines_max = 100;

::sig_atomic_t volatile was_interrupted = 0;

/// SIGINT only sets a mark while this stands.
class Interrupt {
public:
    Interrupt() {
        was_interrupted = 0;
        struct sigaction action = {};
        action.sa_handler = [](int) { was_interrupted = 1; };
        ::sigaction(SIGINT, &action, &before_);
    }
    Interrupt(Interrupt const&) = delete;
    Interrupt& operator=(Interrupt const&) = delete;
    ~Interrupt() { ::sigaction(SIGINT, &before_, nullptr); }

private:
    struct sigaction before_ = {};
};

/// Engine time against real time.
class Pace {
public:
    Pace(core::Instant from, double speed) : engine_{from}, real_{Clock::now()}, speed_{speed} {}

    [[nodiscard]] core::Instant now() const {
        std::chrono::duration<double, std::micro> const passed = Clock::now() - real_;
        return {engine_.us + std::llround(passed.count() * speed_)};
    }
    [[nodiscard]] Clock::duration until(core::Instant at) const {
        auto const us = static_cast<double>((at - now()).us) / speed_;
        return std::chrono::duration_cast<Clock::duration>(
            std::chrono::duration<double, std::micro>{std::max(us, 0.0)});
    }
    /// Goes on from `at` at once.
    void jump(core::Instant at) {
        engine_ = at;
        real_ = Clock::now();
    }

private:
    core::Instant engine_;
    Clock::time_point real_;
    double speed_;
};

std::string progress_text(player::Player const& player, core::Instant now, double speed,
                          report::Language language) {
    auto const& scenario = player.scenario();
    auto const whole = std::max<std::int64_t>((scenario.ends() - scenario.starts).us, 1);
    auto const done = std::clamp<std::int64_t>((now - scenario.starts).us, 0, whole);
    constexpr std::int64_t cells = 20;
    std::string bar;
    for (std::int64_t cell = 0; cell < cells; ++cell) {
        bar += cell < done * cells / whole ? "█" : "░";
    }
    return fmt::format("{}  {} {} %  {}x  {} {}  Ctrl-C {}",
                       core::clock_text(core::local_time(now)), bar, done * 100 / whole, speed,
                       language == report::Language::english ? "seed" : "frö", player.seed(),
                       language == report::Language::english ? "ends it" : "avslutar");
}

/// A quiet stretch that is not shown, before the line with this index.
struct Skip {
    std::size_t before_line = 0;
    std::string text;
};

/// "12 min utan händelser hoppas över"
std::string skip_text(core::Duration skipped, report::Language language) {
    auto const seconds = skipped.us / 1'000'000;
    auto const length =
        seconds < 60 ? fmt::format("{} s", seconds) : fmt::format("{} min", seconds / 60);
    return fmt::format(
        "                   · {} {} ·", length,
        report::say(language, "utan händelser hoppas över", "without events are passed over"));
}

/// The newest lines, with what has been passed over between them.
std::vector<std::string> newest(player::Player const& player, std::vector<Skip> const& skips,
                                report::Language language) {
    std::vector<std::string> text;
    auto const& lines = player.timeline();
    auto const from = lines.size() - std::min(lines.size(), timeline_lines_max);
    auto skip = std::ranges::lower_bound(skips, from, {}, &Skip::before_line);
    for (auto index = from; index <= lines.size(); ++index) {
        for (; skip != skips.end() && skip->before_line == index; ++skip) {
            text.push_back(skip->text);
        }
        if (index < lines.size()) {
            text.push_back(replay_line(player, lines[index], {language, false}));
        }
    }
    return text;
}

BoardInput board_of(player::Player const& player, core::Instant now, double speed,
                    report::Language language, std::vector<Skip> const& skips) {
    BoardInput board;
    auto const& scenario = player.scenario();
    for (auto const& incident : player.state().incidents()) {
        board.incidents.push_back(core::incident_view(incident));
    }
    board.names = board_names(scenario.pack.pack, language);
    board.now = now;
    board.headline = report::in(language, scenario.script.title());
    board.progress = progress_text(player, now, speed, language);
    board.language = language;
    board.timeline = newest(player, skips, language);
    return board;
}

void print_new(player::Player const& player, std::size_t& printed, ReplayOptions const& options,
               std::ostream& out) {
    auto const& lines = player.timeline();
    for (; printed < lines.size(); ++printed) {
        out << replay_line(player, lines[printed], {options.language, options.colour}) << '\n';
    }
    out.flush();
}

}  // namespace

bool can_draw() {
    return ::isatty(STDOUT_FILENO) == 1;
}

bool play_on_board(player::Player& player, ReplayOptions const& options) {
    auto const speed = options.speed.value_or(live_speed);
    Interrupt const interrupt;
    FullScreen screen;
    Pace pace{player.scenario().starts, speed};
    std::vector<Skip> skips;
    auto const draw = [&](core::Instant now) {
        auto board = board_of(player, now, speed, options.language, skips);
        auto const size = terminal_size();
        board.height = size.rows;
        screen.draw(board_lines(board, size.columns, options.colour));
    };
    while (auto const next = player.next()) {
        if (auto const quiet = *next - pace.now(); quiet > quiet_max) {
            skips.push_back(
                {player.timeline().size(), skip_text({quiet.us - quiet_max.us}, options.language)});
            pace.jump(*next - quiet_max);
        }
        while (was_interrupted == 0 && pace.now() < *next) {
            draw(pace.now());
            std::this_thread::sleep_for(
                std::min<Clock::duration>(between_drawings, pace.until(*next)));
        }
        if (was_interrupted != 0) {
            return false;
        }
        player.step();
    }
    draw(player.now());
    return true;
}

void play_line_by_line(player::Player& player, ReplayOptions const& options, std::ostream& out) {
    std::size_t printed = 0;
    auto const speed = options.speed;
    Pace const pace{player.scenario().starts, speed.value_or(1)};
    print_new(player, printed, options, out);
    while (auto const next = player.next()) {
        if (speed) {
            std::this_thread::sleep_for(pace.until(*next));
        }
        player.step();
        print_new(player, printed, options, out);
    }
}

}  // namespace larm::cli
