// What a step that somebody begins is about, in words: the support that is asked for, the
// conference that is called, the situation report. Other steps are about the alarm itself.
#pragma once

#include <string>
#include <vector>

#include "engine/core/incident.hpp"

namespace larm::delivery {

struct Matter {
    std::string sv;
    std::string en;

    friend bool operator==(Matter const&, Matter const&) = default;
};

/// Empty for a step that is about the alarm itself. Human text stands in it as it was written.
[[nodiscard]] Matter matter_of(core::Incident const& incident, core::Chase const& chase);

/// What is proposed to the chase's party and not answered, the worst off first.
[[nodiscard]] std::vector<v1::TransferMove const*> moves_asked(core::Incident const& incident,
                                                               core::Chase const& chase);

/// What stands of what the chase's party has said to the patients that were proposed to it, in
/// Swedish: "tar emot 9 patienter, nej till 2 patienter"; where all that it took has been called
/// off "inställt för 9 patienter". Empty where it has said nothing.
[[nodiscard]] std::string answered_in_words(core::Incident const& incident,
                                            core::Chase const& chase);
/// The same of these moves only, and which they are: "tar emot 5 patienter: 5 svårt till VAS
/// (1-3)".
[[nodiscard]] std::string answered_in_words(core::Incident const& incident,
                                            core::Chase const& chase,
                                            std::vector<std::string> const& moves);

/// Whether a yes or a no to patients stands that may be changed: not where all is called off.
[[nodiscard]] bool has_standing_answer(core::Incident const& incident, core::Chase const& chase);

/// Of a step that asks about moves: the last that the chase's party had accepted and that do not
/// come, the worst off first, and why: "INSTÄLLT: 5 svårt till VAS (1-3); fordonen är inte längre
/// utlovade", "VÄNDER OM till VAS, inte FAL: 2 svårt (M1)". Else empty.
[[nodiscard]] std::string called_off_in_words(core::Incident const& incident,
                                              core::Chase const& chase);

}  // namespace larm::delivery
