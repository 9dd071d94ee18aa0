// What a refusal of the engine says to a duty officer: in Swedish, what is wrong and what to do.
// The engine's own sentence is English, for logs and developers; it is kept beside.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/report/words.hpp"

namespace larm::report {

/// One or two sentences without the engine's. `code` is Connect's ("permission_denied"), `field`
/// the request's, as the server writes it; may be empty. What is not known by its message is told
/// by its field, and at the least by its code.
[[nodiscard]] std::string refusal_text(std::string_view code, std::string_view field,
                                       std::string_view message);

/// The same for whoever has no command line before them: without what `larm` shows, or takes.
/// Nothing where no more is known than the code.
[[nodiscard]] std::optional<std::string> refusal_on_screen(std::string_view code,
                                                           std::string_view field,
                                                           std::string_view message);

/// The same where names are read and not ids: each party as it is called, "TiB Gävleborg".
[[nodiscard]] std::string with_parties_named(std::string_view text, Words const& words);

}  // namespace larm::report
