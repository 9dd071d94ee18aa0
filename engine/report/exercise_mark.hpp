// Documents of an exercise: each begins and ends with the word, wherever it may be read, as every
// message of one does (delivery::Exercise). Formats that have no place for it carry it in names and
// descriptions, which any reader of theirs shows.
#pragma once

#include <string>
#include <vector>

#include "engine/report/have.hpp"
#include "engine/report/paper.hpp"
#include "engine/report/resource_message.hpp"

namespace larm::report {

inline constexpr char const* exercise_mark = "ÖVNING";

/// Of text and CSV: a line of its own before and after.
[[nodiscard]] std::string exercise_text(std::string const& text);
/// Of a JSON object: a first member "exercise" that is true.
[[nodiscard]] std::string exercise_json(std::string json);
/// "OVNING-" before it.
[[nodiscard]] std::string exercise_file(std::string const& name);
[[nodiscard]] PaperDocument exercise_paper(PaperDocument paper);
[[nodiscard]] std::vector<HaveHospital> exercise_have(std::vector<HaveHospital> hospitals);
[[nodiscard]] RmMessage exercise_rm(RmMessage message);

}  // namespace larm::report
