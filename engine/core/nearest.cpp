#include "engine/core/nearest.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/core/incident.hpp"
#include "engine/core/pack.hpp"

namespace larm::core {
namespace {

constexpr std::size_t named_at_most = 3;
/// Longer than any id or name: no slip of the pen.
constexpr std::size_t compared_bytes_max = 64;

std::string lower(std::string_view text) {
    std::string out{text.substr(0, compared_bytes_max)};
    std::ranges::transform(out, out.begin(), [](char each) {
        return each >= 'A' && each <= 'Z' ? static_cast<char>(each - 'A' + 'a') : each;
    });
    return out;
}

std::size_t distance_to(std::string_view word, Named const& known) {
    if (!word.empty() && lower(known.id).starts_with(word)) {
        return 0;  // who has written the beginning of it has meant it
    }
    auto least = distance(word, lower(known.id));
    auto const name = lower(known.name);
    for (std::size_t at = 0; at < name.size();) {
        auto const end = std::min(name.find(' ', at), name.size());
        least = std::min(least, distance(word, std::string_view{name}.substr(at, end - at)));
        at = end + 1;
    }
    return least;
}

std::vector<Named> regions_of(Pack const* pack) {
    std::vector<Named> known;
    if (pack != nullptr) {
        for (auto const& region : pack->rules.regions()) {
            known.push_back({region.id(), region.name()});
        }
    }
    return known;
}

std::vector<Named> hospitals_of(Pack const* pack) {
    std::vector<Named> known;
    if (pack != nullptr) {
        for (auto const& hospital : pack->rules.hospitals()) {
            known.push_back({hospital.id(), hospital.name()});
        }
    }
    return known;
}

/// How many letters of a word may be wrong: never all of them.
std::size_t slips_max(std::string_view word) {
    return std::min(std::max<std::size_t>(2, word.size() / 3), word.empty() ? 0 : word.size() - 1);
}

}  // namespace

std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t column = 0; column <= b.size(); ++column) {
        row[column] = column;
    }
    for (std::size_t line = 1; line <= a.size(); ++line) {
        auto diagonal = row[0];
        row[0] = line;
        for (std::size_t column = 1; column <= b.size(); ++column) {
            auto const replaced = diagonal + (a[line - 1] == b[column - 1] ? 0 : 1);
            diagonal = row[column];
            row[column] = std::min({replaced, row[column] + 1, row[column - 1] + 1});
        }
    }
    return row[b.size()];
}

bool is_slip(std::string_view word, std::string_view id) {
    return word.size() <= compared_bytes_max && distance(word, id) <= slips_max(word);
}

std::string nearest(std::string_view word, std::vector<Named> const& known) {
    auto const wanted = lower(word);
    std::vector<std::pair<std::size_t, Named const*>> by_distance;
    for (auto const& each : known) {
        by_distance.emplace_back(distance_to(wanted, each), &each);
    }
    std::ranges::stable_sort(by_distance, {}, &std::pair<std::size_t, Named const*>::first);
    by_distance.resize(std::min(named_at_most, by_distance.size()));
    std::string text;
    for (auto const& [far, each] : by_distance) {
        auto const is_named = !each->name.empty() && each->name != each->id;
        text += (text.empty() ? "" : ", ") + each->id + (is_named ? " (" + each->name + ")" : "");
    }
    return text;
}

std::string meant_or_all(std::string_view word, std::vector<Named> const& known) {
    auto const wanted = lower(word);
    std::vector<Named> meant;
    std::string all;
    for (auto const& each : known) {
        if (distance_to(wanted, each) <= slips_max(wanted)) {
            meant.push_back(each);
        }
        all += (all.empty() ? "" : ", ") + each.id;
    }
    return meant.empty() ? "there are: " + all : "nearest: " + nearest(word, meant);
}

std::string no_region(Pack const* pack, std::string_view id) {
    return "no region '" + std::string{id} + "'; " + meant_or_all(id, regions_of(pack));
}

std::string not_asked(Incident const& incident, std::string_view party) {
    auto text = std::string{party} + " is not asked anything in this incident";
    std::string meant;
    for (auto const& chase : incident.chases) {
        auto const is_new = meant.find(chase.party) == std::string::npos;
        if (is_new && distance(party, chase.party) <= 2) {
            meant += (meant.empty() ? "; nearest: " : ", ") + chase.party;
        }
    }
    return text + meant;
}

std::string no_hospital(Pack const* pack, std::string_view id) {
    return "no hospital '" + std::string{id} + "'; nearest: " + nearest(id, hospitals_of(pack));
}

std::string no_organisation(Pack const* pack, std::string_view id) {
    auto known = regions_of(pack);
    std::ranges::move(hospitals_of(pack), std::back_inserter(known));
    return "no region or hospital '" + std::string{id} + "'; nearest: " + nearest(id, known);
}

}  // namespace larm::core
