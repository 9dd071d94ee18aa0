// Looks for every fault of the contacts: who can be reached at all, and over what.
#pragma once

#include <larm/v1/rules.pb.h>

#include "engine/rules/document.hpp"

namespace larm::rules {

/// Adds what is wrong with the contacts in themselves.
void check_contacts(Document const& document, v1::Contacts const& contacts, Faults& faults);

/// Adds parties that the pack does not know, parties of the chain without anyone on duty, and
/// officers without an address for a channel that the pack's ladders use for them.
void check_contacts_for(v1::RulePack const& pack, Document const& document,
                        v1::Contacts const& contacts, Faults& faults);

}  // namespace larm::rules
