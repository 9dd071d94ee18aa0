#include "engine/rules/placeholders.hpp"

#include <algorithm>
#include <array>

#include "engine/core/party.hpp"
#include "engine/rules/reach.hpp"
#include "engine/rules/swedish.hpp"
#include "engine/rules/text.hpp"

namespace larm::rules {
namespace {

struct Placeholder {
    std::string_view name;
    std::size_t short_max;  ///< Characters in a short text; 0 where the pack decides.
};

/// As rules.proto has them at MessageTemplate.
constexpr std::array<Placeholder, 16> placeholders{{
    {"region", 0},
    {"place", 30},
    {"type", 20},
    {"level", 0},
    {"asks", 30},
    {"casualties", 30},
    {"party", 0},
    {"reason", 30},
    {"answer", 30},
    {"matter", 60},
    {"time", 5},
    {"incident", 8},
    {"centre", 0},
    {"blood", 30},
    {"offer", 30},
    {"again", 9},
}};

std::size_t longest_party(v1::RulePack const& pack) {
    core::Pack const whole{{}, {}, pack};
    std::size_t longest = 0;
    for (auto const& step : pack.steps()) {
        for (auto const& party : parties_of(whole, step)) {
            longest = std::max(longest, characters_in(party_in_words(pack, party)));
        }
    }
    return longest;
}

}  // namespace

std::optional<std::vector<Piece>> pieces_of(std::string_view text) {
    std::vector<Piece> pieces;
    while (!text.empty()) {
        auto const opens = text.find_first_of("{}");
        if (opens != 0) {
            pieces.push_back({std::string{text.substr(0, opens)}, false});
        }
        if (opens == std::string_view::npos) {
            break;
        }
        auto const closes = text.find_first_of("{}", opens + 1);
        if (text[opens] == '}' || closes == std::string_view::npos || text[closes] == '{') {
            return std::nullopt;
        }
        pieces.push_back({std::string{text.substr(opens + 1, closes - opens - 1)}, true});
        text.remove_prefix(closes + 1);
    }
    return pieces;
}

std::vector<std::string> placeholder_names() {
    std::vector<std::string> names;
    for (auto const& placeholder : placeholders) {
        names.emplace_back(placeholder.name);
    }
    return names;
}

std::string fill(std::string_view text, Values const& values) {
    auto const pieces = pieces_of(text);
    if (!pieces) {
        return std::string{text};
    }
    std::string filled;
    for (auto const& piece : *pieces) {
        auto const value = values.find(piece.text);
        if (!piece.is_placeholder) {
            filled += piece.text;
        } else {
            filled += value == values.end() ? "{" + piece.text + "}" : value->second;
        }
    }
    return filled;
}

Values shortened(Values values) {
    for (auto const& placeholder : placeholders) {
        auto const value = values.find(placeholder.name);
        if (value == values.end() || placeholder.short_max == 0) {
            continue;
        }
        std::string kept;
        for (auto const point : code_points(value->second).substr(0, placeholder.short_max)) {
            kept += utf8(point);
        }
        value->second = kept;
    }
    return values;
}

bool goes_over_rakel(v1::RulePack const& pack, std::string_view message) {
    auto const carries = [&](v1::Notify const& notify, std::string const& unless_named) {
        auto const& named = notify.message().empty() ? unless_named : notify.message();
        return named == message &&
               std::ranges::find(notify.channels(), v1::CHANNEL_RAKEL) != notify.channels().end();
    };
    auto const& policy = pack.policy();
    for (auto const& step : pack.steps()) {
        // The question whether a promise stands goes the way of the step that asks for it.
        auto const asks = step.expects() == v1::EXPECTS_TRANSPORTS;
        for (auto const& rung : step.rungs()) {
            for (auto const& notify : rung.notify()) {
                if (carries(notify, step.message()) ||
                    (asks && carries(notify, policy.reconfirm_message()))) {
                    return true;
                }
            }
        }
        if (carries(step.on_decline(), {}) || carries(step.by_hand(), step.message()) ||
            carries(step.on_offer(), {}) || carries(step.on_withdrawal(), {})) {
            return true;
        }
    }
    return carries(policy.on_held(), {});
}

std::size_t added_to_short(v1::RulePack const& pack, std::string_view message) {
    return exercise_characters + (goes_over_rakel(pack, message) ? rakel_characters : 0);
}

Lengths longest_in_short(v1::RulePack const& pack, std::string_view message) {
    Lengths longest;
    for (auto const& placeholder : placeholders) {
        longest[std::string{placeholder.name}] = placeholder.short_max;
    }
    for (auto const& region : pack.regions()) {
        longest["region"] = std::max(longest["region"], characters_in(region.short_name()));
    }
    for (auto const level : {v1::READINESS_LEVEL_STAB, v1::READINESS_LEVEL_FORSTARKNING,
                             v1::READINESS_LEVEL_KATASTROF}) {
        longest["level"] = std::max(longest["level"], characters_in(level_in_words(level)));
    }
    longest["party"] = longest_party(pack);
    for (auto const& centre : pack.blood_centres()) {
        longest["centre"] = std::max(longest["centre"], characters_in(centre.name()));
    }
    if (pack.capacity().on_warning().message() == message) {
        for (auto const& hospital : pack.hospitals()) {
            auto const party = core::make_party(v1::ROLE_HOSPITAL, hospital.id());
            longest["party"] =
                std::max(longest["party"], characters_in(party_in_words(pack, party)));
        }
    }
    return longest;
}

}  // namespace larm::rules
