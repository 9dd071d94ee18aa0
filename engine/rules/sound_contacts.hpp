// What can be used of contacts that have faults: one wrong number must not take everybody's away.
// Reads no files; the loader does.
#pragma once

#include <larm/v1/rules.pb.h>

#include <string>

#include "engine/rules/fault.hpp"

namespace larm::rules {

struct SoundContacts {
    v1::Contacts whole;  ///< the officers without a fault
    /// Of the others, what can be used: better than nobody, no better than what was known before.
    v1::Contacts rest;
    Faults faults;
};

/// Reads contacts officer by officer. `pack` null: they are checked in themselves only.
[[nodiscard]] SoundContacts sound_contacts(std::string const& file, std::string text,
                                           v1::RulePack const* pack);

}  // namespace larm::rules
