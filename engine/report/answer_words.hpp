// What a party has answered to a step, in words: the contract has it as "accept 5", "decline: ...".
#pragma once

#include <string>

#include "engine/report/words.hpp"

namespace larm::report {

/// "ja 5", "nej: Slut"; in English, and where it is no such answer, as it is.
[[nodiscard]] std::string answer_in_words(std::string answer, Words const& words);

}  // namespace larm::report
