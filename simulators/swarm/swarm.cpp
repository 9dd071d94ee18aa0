#include "simulators/swarm/swarm.hpp"

#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <charconv>

#include "engine/journal/record.hpp"
#include "engine/world/restore.hpp"
#include "simulators/swarm/night.hpp"

namespace larm::swarm {
namespace {

/// What a planner might change from one version to the next: who is asked again how often, and how
/// many vehicles are asked for.
rules::LoadedPack later_than(rules::LoadedPack const& before) {
    rules::LoadedPack later{.pack = before.pack, .bytes = {}, .hash = {}};
    later.pack.set_version(before.pack.version() + "-later");
    for (auto& step : *later.pack.mutable_steps()) {
        step.set_repeat_every_s(step.repeat_every_s() + 30);
        step.set_minimum(step.minimum() > 0 ? step.minimum() - 1 : 0);
    }
    google::protobuf::io::StringOutputStream stream{&later.bytes};
    google::protobuf::io::CodedOutputStream coded{&stream};
    coded.SetSerializationDeterministic(true);
    later.pack.SerializeToCodedStream(&coded);
    coded.Trim();
    later.hash = world::state_hash(std::string_view{later.bytes});
    return later;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
    std::uint64_t number = 0;
    auto const end = text.data() + text.size();
    auto const [stopped, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && stopped == end ? std::optional{number} : std::nullopt;
}

}  // namespace

std::expected<Rules, rules::Faults> load_rules(std::filesystem::path const& folder) {
    auto pack = rules::load_pack(folder);
    if (!pack) {
        return std::unexpected{std::move(pack).error()};
    }
    auto contacts = rules::load_contacts(folder, pack->pack);
    if (!contacts) {
        return std::unexpected{std::move(contacts).error()};
    }
    auto later = later_than(*pack);
    return Rules{*std::move(pack), std::move(later), *std::move(contacts)};
}

std::optional<Seeds> parse_seeds(std::string_view text) {
    auto const dots = text.find("..");
    auto const first = parse_number(text.substr(0, dots));
    auto const last = dots == std::string_view::npos ? first : parse_number(text.substr(dots + 2));
    if (!first || !last || *last < *first) {
        return std::nullopt;
    }
    return Seeds{*first, *last};
}

NightResult play_night(Rules const& rules, std::uint64_t seed, int minutes, Kept const* kept) {
    Night night{rules, seed, minutes, kept};
    return night.play();
}

SwarmResult play(Rules const& rules, Seeds seeds, int minutes,
                 std::function<void(std::string const&)> const& say) {
    SwarmResult result;
    for (auto seed = seeds.first;; ++seed) {
        say(fmt::format("seed {}: {}", seed, odds_text(odds_of(seed))));
        auto night = play_night(rules, seed, minutes);
        ++result.nights;
        result.tally.add(night.tally);
        result.coverage.add(night.coverage);
        result.played_us += night.played_us;
        result.state_hash = journal::hex(world::state_hash(result.state_hash + night.state_hash));
        if (night.failure) {
            result.failure = std::move(night.failure);
            return result;
        }
        if (seed == seeds.last) {
            return result;
        }
    }
}

std::string failure_text(Failure const& failure) {
    auto text = fmt::format("seed {}, step {}: invariant {} does not hold: {}\n", failure.seed,
                            failure.step, failure.broken.invariant, failure.broken.what);
    text += "what happened last:\n";
    for (auto const& line : failure.last) {
        text += "  " + line + "\n";
    }
    text += fmt::format("again: larm simulate --seeds {}..{} --minutes {}\n", failure.seed,
                        failure.seed, failure.minutes);
    return text;
}

}  // namespace larm::swarm
