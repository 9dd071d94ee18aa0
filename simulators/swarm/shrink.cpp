#include "simulators/swarm/shrink.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace larm::swarm {
namespace {

using Names = std::vector<std::string>;

using Clock = std::chrono::steady_clock;

class Shrinker {
public:
    Shrinker(Rules const& rules, Failure const& failure, ShrinkLimits limits,
             std::function<void(Shrunk const&)> const& on_shorter)
        : rules_{rules},
          first_{failure},
          tries_max_{limits.tries_max},
          until_{Clock::now() + limits.within},
          on_shorter_{on_shorter} {}

    [[nodiscard]] bool fails(Names const& names, int minutes) {
        ++tries_;
        ShortNight night{first_.seed, minutes, names};
        auto const kept = night.kept();
        auto played = play_night(rules_, first_.seed, minutes, &kept);
        if (!played.failure || played.failure->broken.invariant != first_.broken.invariant) {
            return false;
        }
        shortest_ = Shrunk{std::move(night), *std::move(played.failure), tries_};
        on_shorter_(*shortest_);
        return true;
    }

    /// It need not go on for longer than until it fails.
    [[nodiscard]] bool fails_again() {
        constexpr std::int64_t us_per_minute = 60'000'000;
        auto const enough = static_cast<int>(first_.after_us / us_per_minute) + 1;
        return (enough < first_.minutes && fails(first_.happenings, enough)) ||
               fails(first_.happenings, first_.minutes);
    }

    /// Leaves out one part after the other, and halves the parts where none can be left out.
    void leave_out() {
        auto names = shortest_->night.happenings;
        auto const minutes = shortest_->night.minutes;
        for (auto size = (names.size() + 1) / 2; size > 0 && !is_over();) {
            bool is_shorter = false;
            for (std::size_t at = 0; at < names.size() && !is_over();) {
                Names rest{names.begin(), names.begin() + static_cast<long>(at)};
                auto const after = std::min(names.size(), at + size);
                rest.insert(rest.end(), names.begin() + static_cast<long>(after), names.end());
                if (fails(rest, minutes)) {
                    names = std::move(rest);
                    is_shorter = true;
                } else {
                    at += size;
                }
            }
            if (!is_shorter && size == 1) {
                return;
            }
            size = is_shorter && size == 1 ? 1 : size / 2;
        }
    }

    [[nodiscard]] Shrunk take_shortest() {
        shortest_->tries = tries_;
        return *std::move(shortest_);
    }

private:
    [[nodiscard]] bool is_over() const { return tries_ >= tries_max_ || Clock::now() >= until_; }

    Rules const& rules_;
    Failure const& first_;
    int tries_max_;
    Clock::time_point until_;
    std::function<void(Shrunk const&)> const& on_shorter_;
    int tries_ = 0;
    std::optional<Shrunk> shortest_;
};

bool parse_number(std::string_view text, auto& number) {
    auto const [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && stopped == text.data() + text.size();
}

}  // namespace

std::optional<Shrunk> shrink(Rules const& rules, Failure const& failure, ShrinkLimits limits,
                             std::function<void(Shrunk const&)> const& on_shorter) {
    Shrinker shrinker{rules, failure, limits, on_shorter};
    if (!shrinker.fails_again()) {
        return std::nullopt;
    }
    shrinker.leave_out();
    return shrinker.take_shortest();
}

std::string to_text(ShortNight const& night, Broken const& broken) {
    auto what = broken.what;
    std::ranges::replace(what, '\n', ' ');
    auto text = fmt::format("# invariant {}: {}\nseed {}\nminutes {}\n", broken.invariant, what,
                            night.seed, night.minutes);
    for (auto const& name : night.happenings) {
        text += name + "\n";
    }
    return text;
}

std::optional<ShortNight> parse_short_night(std::string_view text) {
    ShortNight night;
    while (!text.empty()) {
        auto const line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (line.empty() || line.starts_with('#')) {
            continue;
        }
        if (line.starts_with("seed ")) {
            if (!parse_number(line.substr(5), night.seed)) {
                return std::nullopt;
            }
        } else if (line.starts_with("minutes ")) {
            if (!parse_number(line.substr(8), night.minutes)) {
                return std::nullopt;
            }
        } else {
            night.happenings.emplace_back(line);
        }
    }
    return night.minutes > 0 ? std::optional{std::move(night)} : std::nullopt;
}

}  // namespace larm::swarm
