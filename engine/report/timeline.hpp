// A log as lines for people: local time, time since the confirmation, who did what over what. Fed
// event by event, so that a replay can show it as it happens. Pure: the log is all it knows.
#pragma once

#include <larm/v1/event.pb.h>
#include <larm/v1/report.pb.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/state.hpp"
#include "engine/report/language.hpp"

namespace larm::report {

/// Events must come in the log's order from its first one on. Single-threaded.
class Timeline {
public:
    /// The lines that the event is worth: none or one, and one more when it completes the chain or
    /// undoes that.
    std::vector<v1::TimelineLine> tell(v1::Event const& event, std::int64_t seq);

    /// What the log folds to so far.
    [[nodiscard]] core::State const& state() const { return state_; }
    /// "A" for the first confirmed or reported incident, "B" for the second; empty for none.
    [[nodiscard]] std::string letter(std::string const& incident_id) const;

private:
    core::State state_;
};

/// One line of text: "02:43:10 +0:01:05  TiB Dalarna kvitterade larmet (push)". `letter`, where
/// given, tells several incidents apart.
[[nodiscard]] std::string line_text(v1::TimelineLine const& line, Language language,
                                    std::string const& letter = {});

/// What is said when the chain becomes complete, and when it no longer is.
[[nodiscard]] std::string_view chain_text(bool is_complete, Language language);

/// "+0:01:05", "-0:00:30"; hours, minutes, seconds.
[[nodiscard]] std::string elapsed_text(core::Duration elapsed);

}  // namespace larm::report
