// The situation report in words, from what was known in a moment and the incident's own rules: the
// same facts are the same bytes for ever. Texts, HTML and PDF are forms of one view.
#pragma once

#include <larm/v1/situation.pb.h>

#include <optional>
#include <string>
#include <vector>

#include "engine/core/state.hpp"
#include "engine/report/language.hpp"
#include "engine/report/paper.hpp"
#include "engine/report/words.hpp"

namespace larm::report {

/// The report as it stands at `now` (number 0), or one that was sent, section by section; changed
/// is what says something else than the one sent before. Nothing where no such report was sent.
/// Without a template there are no sections: nothing is known of what should stand in it.
[[nodiscard]] std::optional<v1::SituationView> situation_view(core::State const& state,
                                                              core::Incident const& incident,
                                                              int number, core::Instant now);

/// What a report is made of, copied from the state: putting it into words takes its time, which is
/// not the alarm's. The pack is the state's.
struct SituationDraft {
    core::Pack const* pack = nullptr;
    v1::SituationFacts facts;
    std::optional<v1::SituationFacts> before;  ///< Of the report sent before it.
    v1::SituationView about;                   ///< Number, note, what has been sent and when.
};
/// Number 0: as it stands at `now`. Nothing where no such report was sent.
[[nodiscard]] std::optional<SituationDraft> situation_draft(core::State const& state,
                                                            core::Incident const& incident,
                                                            int number, core::Instant now);
[[nodiscard]] v1::SituationView situation_view(SituationDraft const& draft);

/// One view from facts alone; `before` nullptr: nothing was sent before, and nothing is changed.
[[nodiscard]] v1::SituationView situation_view(core::Pack const* pack,
                                               v1::SituationFacts const& facts,
                                               v1::SituationFacts const* before);

/// Plain lines, for WIS and for reading out.
[[nodiscard]] std::string situation_text(v1::SituationView const& view, Language language);
/// The same for paper_html and paper_pdf.
[[nodiscard]] PaperDocument situation_paper(v1::SituationView const& view, Language language);
/// The view as JSON, the same bytes for the same view.
[[nodiscard]] std::string situation_json(v1::SituationView const& view);

/// Private to this folder: what the log knows of a section, a line each; none: nothing.
[[nodiscard]] std::vector<std::string> situation_lines(v1::SituationSource source,
                                                       v1::SituationFacts const& facts,
                                                       Words const& words);

}  // namespace larm::report
