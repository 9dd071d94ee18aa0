// Blood for stories: the test pack with figures and the alarm to the country, and its commands.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>

#include "tests/support/story.hpp"

namespace larm::test {

/// tests/support/chain.textproto and blood.textproto together.
[[nodiscard]] v1::RulePack blood_pack();

using Group = std::pair<v1::BloodGroup, int>;  ///< Red cells.
using Groups = std::initializer_list<Group>;

inline constexpr auto o_negative = v1::BLOOD_GROUP_O_NEGATIVE;
inline constexpr auto a_positive = v1::BLOOD_GROUP_A_POSITIVE;
inline constexpr auto b_positive = v1::BLOOD_GROUP_B_POSITIVE;

// Given by the party itself.
[[nodiscard]] v1::Command blood_stock(std::string const& party, Groups units, int per_hour = 0);
[[nodiscard]] v1::Command alarm_country(std::string const& incident, std::string const& party,
                                        Groups asks);
[[nodiscard]] v1::Command offer_blood(std::string const& incident, std::string const& party,
                                      Groups units);
[[nodiscard]] v1::Command accept_blood(std::string const& incident, std::string const& party,
                                       std::string const& offer, Groups units = {});
[[nodiscard]] v1::Command withdraw_blood(std::string const& incident, std::string const& party,
                                         std::string const& offer,
                                         std::string const& reason = "felskrivet");
[[nodiscard]] v1::Command blood_transport(std::string const& incident, std::string const& party,
                                          std::string const& offer, v1::BloodOfferState state,
                                          int minutes = 0);
/// A no to the alarm to the country, its step named.
[[nodiscard]] v1::Command decline_blood(std::string const& incident, std::string const& party,
                                        std::string const& reason);
/// A confirmation with casualties.
[[nodiscard]] v1::Command confirm_with(std::string const& region, int severe, int moderate);

}  // namespace larm::test
