#include "engine/rules/reach.hpp"

#include <set>

#include "engine/core/party.hpp"

namespace larm::rules {
namespace {

/// Parties in the order they were added, each once.
class Parties {
public:
    void add(std::string party) {
        if (seen_.insert(party).second) {
            in_order_.push_back(std::move(party));
        }
    }
    [[nodiscard]] std::vector<std::string> take() { return std::move(in_order_); }

private:
    std::set<std::string> seen_;
    std::vector<std::string> in_order_;
};

}  // namespace

std::vector<std::string> parties_of(core::Pack const& pack, v1::Step const& step) {
    if (step.audience().where() == v1::WHERE_ALERTED) {
        return everyone_alerted(pack);
    }
    Parties found;
    for (auto const& stricken : pack.rules.regions()) {
        for (auto& party : pack.parties(step.audience(), stricken.id())) {
            found.add(std::move(party));
        }
    }
    return found.take();
}

std::vector<std::string> recipients_of(core::Pack const& pack, v1::Step const& step,
                                       v1::Notify const& notify) {
    Parties found;
    if (notify.who() == v1::RECIPIENT_DECLARER) {
        for (auto const& region : pack.rules.regions()) {
            found.add(core::make_party(v1::ROLE_TIB, region.id()));
        }
        return found.take();
    }
    if (notify.who() == v1::RECIPIENT_BLOOD_ASKER) {
        for (auto const& region : pack.rules.regions()) {
            found.add(core::make_party(v1::ROLE_BLOOD, region.id()));
        }
        return found.take();
    }
    for (auto& party : parties_of(pack, step)) {
        auto const deputy = notify.who() == v1::RECIPIENT_DEPUTY;
        found.add(deputy ? core::make_party(v1::ROLE_DEPUTY, core::organisation_of(party))
                         : std::move(party));
    }
    return found.take();
}

std::vector<std::string> everyone_alerted(core::Pack const& pack) {
    Parties found;
    for (auto const& step : pack.rules.steps()) {
        if (step.audience().where() == v1::WHERE_ALERTED) {
            continue;  // tells those who were alerted, and alerts nobody
        }
        for (auto const& rung : step.rungs()) {
            for (auto const& notify : rung.notify()) {
                for (auto& party : recipients_of(pack, step, notify)) {
                    found.add(std::move(party));
                }
            }
        }
    }
    return found.take();
}

}  // namespace larm::rules
