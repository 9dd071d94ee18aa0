#include "simulators/swarm/shrink.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace larm::swarm {
namespace {

using Names = std::vector<std::string>;

class Shrinker {
public:
    Shrinker(Rules const& rules, Failure const& failure, int tries_max)
        : rules_{rules}, first_{failure}, tries_max_{tries_max} {}

    [[nodiscard]] bool fails(Names const& names) {
        ++tries_;
        Kept const kept{names.begin(), names.end()};
        auto night = play_night(rules_, first_.seed, first_.minutes, &kept);
        if (!night.failure || night.failure->broken.invariant != first_.broken.invariant) {
            return false;
        }
        shortest_ = std::move(night.failure);
        return true;
    }

    /// Leaves out one part after the other, and halves the parts where none can be left out.
    void leave_out(Names& names) {
        for (auto size = (names.size() + 1) / 2; size > 0 && tries_ < tries_max_;) {
            bool is_shorter = false;
            for (std::size_t at = 0; at < names.size() && tries_ < tries_max_;) {
                Names rest{names.begin(), names.begin() + static_cast<long>(at)};
                auto const after = std::min(names.size(), at + size);
                rest.insert(rest.end(), names.begin() + static_cast<long>(after), names.end());
                if (fails(rest)) {
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

    [[nodiscard]] int tries() const { return tries_; }
    [[nodiscard]] Failure take_shortest() { return *std::move(shortest_); }

private:
    Rules const& rules_;
    Failure const& first_;
    int tries_max_;
    int tries_ = 0;
    std::optional<Failure> shortest_;
};

bool parse_number(std::string_view text, auto& number) {
    auto const [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && stopped == text.data() + text.size();
}

}  // namespace

std::optional<Shrunk> shrink(Rules const& rules, Failure const& failure, int tries_max) {
    Shrinker shrinker{rules, failure, tries_max};
    auto names = failure.happenings;
    if (!shrinker.fails(names)) {
        return std::nullopt;
    }
    shrinker.leave_out(names);
    return Shrunk{.night = {failure.seed, failure.minutes, std::move(names)},
                  .failure = shrinker.take_shortest(),
                  .tries = shrinker.tries()};
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
