// Ids that somebody may have meant by one that is not there.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace larm::core {

struct Incident;
struct Pack;

/// Levenshtein's distance.
[[nodiscard]] std::size_t distance(std::string_view a, std::string_view b);

/// An id, and what people call it.
struct Named {
    std::string id;
    std::string name;
};

/// A third of the letters may be wrong; further off it is a guess that leads astray.
[[nodiscard]] bool is_slip(std::string_view word, std::string_view id);

/// The three that are most like the word, by id or by a word of the name: "FAL (Falu lasarett),
/// MOR (Mora lasarett)".
[[nodiscard]] std::string nearest(std::string_view word, std::vector<Named> const& known);

/// "nearest: vastmanland (Region Västmanland)": those of which the word may be a slip, as nearest()
/// has them; "there are: dalarna, ..." where there is none. For lists that fit in a line or two.
[[nodiscard]] std::string meant_or_all(std::string_view word, std::vector<Named> const& known);

/// "no region 'vasmanland'; ", and meant_or_all().
[[nodiscard]] std::string no_region(Pack const* pack, std::string_view id);

/// "tib@upsala is not asked anything in this incident; nearest: tib@uppsala", where it may be a
/// slip.
[[nodiscard]] std::string not_asked(Incident const& incident, std::string_view party);

/// "no hospital 'FALUN'; nearest: FAL (Falu lasarett), ..."
[[nodiscard]] std::string no_hospital(Pack const* pack, std::string_view id);

/// The same where it may be either: "no region or hospital 'vasmanland'; nearest: ..."
[[nodiscard]] std::string no_organisation(Pack const* pack, std::string_view id);

}  // namespace larm::core
