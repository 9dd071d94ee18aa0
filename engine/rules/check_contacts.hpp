// Looks for every fault of the contacts: who can be reached at all, and over what.
#pragma once

#include <larm/v1/rules.pb.h>

#include <set>
#include <utility>

#include "engine/rules/document.hpp"

namespace larm::rules {

/// What of the contacts no alarm can be built on, by index. The rest can be used.
struct Unusable {
    std::set<int> officers;
    std::set<std::pair<int, int>> addresses;  ///< of an officer
    std::set<int> duties;                     ///< officers who are not on duty, whatever they say
};

/// Adds what is wrong with the contacts in themselves.
void check_contacts(Document const& document, v1::Contacts const& contacts, Faults& faults,
                    Unusable& unusable);

/// Adds officers of parties that the pack does not know, and officers without an address for a
/// channel that the pack's ladders use for them.
void check_contacts_for(v1::RulePack const& pack, Document const& document,
                        v1::Contacts const& contacts, Faults& faults, Unusable& unusable);
/// Adds parties of the chain without anyone on duty. No officer's entry is wrong for that.
void check_parties_for(v1::RulePack const& pack, Document const& document,
                       v1::Contacts const& contacts, Faults& faults);

}  // namespace larm::rules
