// What differs between two states of the contacts, officer by officer. Pure: no file, no clock.
#pragma once

#include <larm/v1/contact.pb.h>
#include <larm/v1/rules.pb.h>

#include <string>
#include <string_view>
#include <vector>

namespace larm::contacts {

using Changes = std::vector<v1::OfficerChange>;

/// In order of officer ids. `remove_missing`: whoever is not in `wanted` is removed.
[[nodiscard]] Changes changes_between(v1::Contacts const& now, v1::Contacts const& wanted,
                                      bool remove_missing);
/// What takes them back.
[[nodiscard]] Changes inverse(Changes const& changes);
/// Whether they change how a TiB or a deputy is reached: another person has to approve them.
[[nodiscard]] bool need_second_person(Changes const& changes);
/// 32 bytes of SHA-256; empty where that cannot be had.
[[nodiscard]] std::string hash_of(Changes const& changes);
/// SHA-256 of one entry.
[[nodiscard]] std::string digest_of(v1::Officer const& officer);

/// The officer of the id; null where there is none.
[[nodiscard]] v1::Officer const* officer_in(v1::Contacts const& contacts, std::string_view id);
/// Whether they say the same of a person. Who is on duty first is not part of it: the roster says.
[[nodiscard]] bool same_entry(v1::Officer const& one, v1::Officer const& other);

/// What the core has to know of them: ids and channels, no names, no addresses.
[[nodiscard]] v1::ChangeContacts for_core(Changes const& changes);
/// In English, for the history: "sms +46701740605 -> +46701740699".
[[nodiscard]] std::string in_words(v1::OfficerChange const& change);

}  // namespace larm::contacts
