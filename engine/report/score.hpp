// How an incident measured up, from its log: the performance indicators that its rule pack names,
// and the alarm chain's own figures. Pure. No alarm goes by any of it.
//
// The indicators are those of regional, prehospital and hospital command and control in "Combining
// performance and outcome indicators can be used in a standardized way", Scand J Trauma Resusc
// Emerg Med 2012;20:58, table 1; times and scale are the pack's. What the log cannot know is what
// an observer has said of it, and else said to be not measured, never not done.
#pragma once

#include <larm/v1/event.pb.h>
#include <larm/v1/report.pb.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/state.hpp"
#include "engine/report/language.hpp"
#include "engine/report/score_parts.hpp"
#include "engine/report/words.hpp"

namespace larm::report {

/// Events must come in the log's order from its first one on. Single-threaded.
class Score {
public:
    void tell(v1::Event const& event, std::int64_t seq);

    [[nodiscard]] v1::ScoreReport report() const;
    /// What the log folds to so far.
    [[nodiscard]] core::State const& state() const { return state_; }

private:
    void note_of_hospitals(v1::Event const& event);
    void note_observation(v1::ObservationRecord const& observation);

    core::State state_;
    std::map<std::string, IncidentNotes> notes_;
};

/// The score of one incident as lines of text. The pack names regions; without one ids do.
[[nodiscard]] std::vector<std::string> score_lines(v1::IncidentScore const& score,
                                                   core::Pack const* pack, Language language);

/// "i tid", "sent"; empty where nothing is said.
[[nodiscard]] std::string indicator_result(v1::IndicatorScore const& row, Words const& words);
/// "Summa: 3 av 4 mätbara poäng (2 av 11 indikatorer mätta).", and the verdict.
[[nodiscard]] std::string scope_sum_text(v1::ScopeScore const& sum, Words const& words);

}  // namespace larm::report
