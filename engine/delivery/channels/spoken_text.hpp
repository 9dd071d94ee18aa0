// What is said on the telephone, as text: a message twice with its marks first and last, and the
// short sentences of the conversation. How it becomes sound is speech's.
#pragma once

#include <string>
#include <string_view>

#include "engine/delivery/message.hpp"

namespace larm::delivery {

/// What a call offers to press: only what has a meaning.
enum class Keys { seen, seen_no, seen_number_no };
[[nodiscard]] Keys offered_keys(AnswerWays const& ways);

/// Text as a voice should have it: times and long numbers in parts, capitals as words.
[[nodiscard]] std::string speakable(std::string_view text);

/// What a call begins with: the short text twice, then which keys to press; `mark` spoken first and
/// last. No code and no link: who answers the phone has been called.
[[nodiscard]] std::string spoken_message(Letter const& letter, std::string_view mark);
/// The same where the message itself is not to be had any more, after a restart in mid-call.
[[nodiscard]] std::string spoken_without_message(Keys offered, std::string_view mark);

// The conversation.
[[nodiscard]] std::string spoken_digit(char digit);
[[nodiscard]] std::string spoken_number_prompt();
/// `stands` is what_stands().
[[nodiscard]] std::string spoken_read_back(std::string_view stands, bool may_be_corrected);
[[nodiscard]] std::string spoken_not_understood(Keys offered);
/// `why` the key was not taken, and what to press.
[[nodiscard]] std::string spoken_refusal(std::string_view why, Keys offered);
[[nodiscard]] std::string spoken_goodbye(bool has_answered);

}  // namespace larm::delivery
