// What refusals of the engine are known by, and what is said of them. No interface: include
// refusal_text.hpp instead.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace larm::report {

/// A refusal is known by its code and a part of its message. "{}" in the part stands for anything,
/// and is {0}, {1} in the text. The part is empty where the code says it all. The first that fits
/// counts, so a special one stands before the general one.
struct KnownRefusal {
    std::string_view code;
    std::string_view part;
    std::string_view text;
};

/// Of capacity, patients moved, triage, blood, support and conferences.
[[nodiscard]] std::span<KnownRefusal const> refusals_of_care();
/// Of all else, and what is said where only the code is known. They come after those of care.
[[nodiscard]] std::span<KnownRefusal const> refusals_of_alarms();

/// Both, in the order in which they are tried.
[[nodiscard]] inline std::array<std::span<KnownRefusal const>, 2> known_refusals() {
    return {refusals_of_care(), refusals_of_alarms()};
}

/// What stands in the message for each "{}" of the part; nothing where it does not fit.
[[nodiscard]] std::optional<std::vector<std::string_view>> fit(std::string_view part,
                                                               std::string_view message);

/// The sentences of an entry's text that name neither a verb of `larm` nor a flag; empty where each
/// does.
[[nodiscard]] std::string without_command_line(std::string_view text);

/// The flag of a request's field: "regionId", "report.casualties.severe", "resourceIds[0]".
[[nodiscard]] std::string flag_of(std::string_view field);

}  // namespace larm::report
