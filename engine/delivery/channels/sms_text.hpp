// What an SMS says: the alarm's short text, how to answer, and the link, in the letters that GSM's
// own alphabet has. One letter outside it would turn the whole message into UCS-2, more than twice
// as many parts, each of which can be late or lost.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/delivery/message.hpp"

namespace larm::delivery {

/// The text in the default alphabet of 3GPP TS 23.038; what it does not have is written with what
/// it has, the rest as "?". Line breaks stay.
[[nodiscard]] std::string gsm_text(std::string_view utf8);

/// In how many parts it travels: 160 septets in one, 153 in each of several; 70 and 67 characters
/// where it needs UCS-2.
[[nodiscard]] std::size_t sms_parts(std::string_view utf8);

/// The whole message. `mark` stands at both ends of all of it, as it does of the short text.
/// `answer_to` is the number that answers go to, where they cannot simply be replied; may be empty.
[[nodiscard]] std::string sms_text(Letter const& letter, std::string_view mark,
                                   std::string_view answer_to);

}  // namespace larm::delivery
