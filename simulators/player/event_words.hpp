// What kinds of events and acts are called in a verdict. A scenario names them by their field.
#pragma once

#include <string>
#include <string_view>

#include "engine/report/words.hpp"

namespace larm::player {

/// "löfte bekräftat på nytt" for "transports_reconfirmed"; the name itself where it has no words.
[[nodiscard]] std::string event_in_words(report::Words const& words, std::string_view kind);
/// "utlova transporter" for "commit".
[[nodiscard]] std::string act_in_words(report::Words const& words, std::string_view act);

}  // namespace larm::player
