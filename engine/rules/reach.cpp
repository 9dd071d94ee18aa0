#include "engine/rules/reach.hpp"

#include <algorithm>

#include "engine/core/party.hpp"

namespace larm::rules {
namespace {

void add(std::vector<std::string>& parties, std::string party) {
    if (std::ranges::find(parties, party) == parties.end()) {
        parties.push_back(std::move(party));
    }
}

}  // namespace

std::vector<std::string> parties_of(core::Pack const& pack, v1::Step const& step) {
    if (step.audience().where() == v1::WHERE_ALERTED) {
        return everyone_alerted(pack);
    }
    std::vector<std::string> found;
    for (auto const& stricken : pack.rules.regions()) {
        for (auto& party : pack.parties(step.audience(), stricken.id())) {
            add(found, std::move(party));
        }
    }
    return found;
}

std::vector<std::string> recipients_of(core::Pack const& pack, v1::Step const& step,
                                       v1::Notify const& notify) {
    std::vector<std::string> found;
    if (notify.who() == v1::RECIPIENT_DECLARER) {
        for (auto const& region : pack.rules.regions()) {
            add(found, core::make_party(v1::ROLE_TIB, region.id()));
        }
        return found;
    }
    for (auto& party : parties_of(pack, step)) {
        auto const deputy = notify.who() == v1::RECIPIENT_DEPUTY;
        add(found, deputy ? core::make_party(v1::ROLE_DEPUTY, core::organisation_of(party))
                          : std::move(party));
    }
    return found;
}

std::vector<std::string> everyone_alerted(core::Pack const& pack) {
    std::vector<std::string> found;
    for (auto const& step : pack.rules.steps()) {
        if (step.audience().where() == v1::WHERE_ALERTED) {
            continue;  // tells those who were alerted, and alerts nobody
        }
        for (auto const& rung : step.rungs()) {
            for (auto const& notify : rung.notify()) {
                for (auto& party : recipients_of(pack, step, notify)) {
                    add(found, std::move(party));
                }
            }
        }
    }
    return found;
}

}  // namespace larm::rules
