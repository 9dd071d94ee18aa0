// A party is role@organisation, e.g. "tib@dalarna": the one that is asked, and the one that
// answers.
#pragma once

#include <larm/v1/domain.pb.h>

#include <string>
#include <string_view>

namespace larm::core {

/// "tib" for ROLE_TIB; empty for a role that is never a party.
[[nodiscard]] std::string_view role_word(v1::Role role);
/// ROLE_UNSPECIFIED where no role is called so.
[[nodiscard]] v1::Role role_from_word(std::string_view word);

[[nodiscard]] std::string make_party(v1::Role role, std::string_view organisation);
/// ROLE_UNSPECIFIED where `party` is not role@organisation.
[[nodiscard]] v1::Role role_of(std::string_view party);
/// Empty where `party` is not role@organisation.
[[nodiscard]] std::string_view organisation_of(std::string_view party);

}  // namespace larm::core
