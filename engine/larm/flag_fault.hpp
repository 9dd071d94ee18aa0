// What is wrong with a flag's value, told for whoever wrote it: which flag, what was written, what
// it takes, and an example. CLI11 finds the fault; its own words are for programmers.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace larm::cli {

/// `mistake` is CLI11's text of `error`, which `verb` was given; as it is where it is none of a
/// flag's value.
[[nodiscard]] std::string flag_fault(CLI::App const& verb, CLI::ParseError const& error,
                                     std::string const& mistake);

/// "t.ex. --severe 12", or where to look.
[[nodiscard]] std::string how_it_is_written(CLI::App const& verb, std::string const& flag);

/// "menade du katastrof?": the one of `names` that the word may have meant; else empty.
[[nodiscard]] std::string meant_among(std::string const& word,
                                      std::vector<std::string> const& names);

}  // namespace larm::cli
