// Shared by the decide files of blood and by nobody else: what both begin with, and who is asked
// again when.
//
// Asking the others stops on what the centre that asked has accepted, never on what is offered: an
// offer is a figure that somebody has typed, perhaps 30 for 3, and nobody has looked at it before
// it is accepted. So no factor decides what is too large to be true. Nor does an accepted offer end
// anybody's chase: each centre's ends with its own answer.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "engine/core/blood.hpp"
#include "engine/core/decide_parts.hpp"

namespace larm::core::blood {

/// Each kind once; red cells by group, since nobody can give them without.
template <typename Lines>
std::optional<Rejection> refuse_lines(Lines const& lines, std::string const& field, int least) {
    std::set<Kind> named;
    if (lines.empty()) {
        return refusal(Code::invalid_argument, field, "says nothing: name product, group, units");
    }
    for (auto const& line : lines) {
        auto const kind = kind_of(line);
        if (!named.insert(kind).second) {
            return refusal(Code::invalid_argument, field, "names the same product and group twice");
        }
        if (kind.first == v1::BLOOD_PRODUCT_RED_CELLS &&
            kind.second == v1::BLOOD_GROUP_UNSPECIFIED) {
            return refusal(Code::invalid_argument, field, "red cells need a group");
        }
        if (line.units() < least) {
            return refusal(Code::invalid_argument, field,
                           "units must be at least " + std::to_string(least));
        }
    }
    return std::nullopt;
}

/// An incident whose pack has a step that asks for blood.
template <typename Request>
std::expected<Incident const*, Rejection> incident_with_blood(Context const& context,
                                                              Request const& request) {
    auto incident = running_incident_of(context, request);
    if (incident && (*incident)->pack->blood_step() < 0) {
        return std::unexpected{
            refusal(Code::failed_precondition, "incident_id",
                    "the incident's rules have no alarm to the country's blood centres")};
    }
    return incident;
}

/// One centre's question to the others.
struct Question {
    std::string const& asker;
    Units const& wanted;
    std::string_view except;     ///< An offer that counts no more; empty: none.
    bool only_answered = false;  ///< Whoever is still being asked is not begun with anew.
};

/// Whether the centre has accepted all that it wants.
[[nodiscard]] bool is_met(Incident const& incident, Question const& question);

/// The step has begun: asks whoever has not been asked, and, while it is not met, anew whoever has
/// no offer out that covers what lacks. Not those who have alarmed the country themselves.
void ask_others(v1::Event& event, Context const& context, Incident const& incident,
                Question const& question, std::string_view but = {});

}  // namespace larm::core::blood
