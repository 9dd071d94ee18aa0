// The report of an exercise as a document: what was trained, what was expected against what came of
// it, who answered when, the chain, the indicators, capacity over time, observations, former runs,
// timeline. One document in Swedish; HTML and PDF are forms of it, JSON has the same facts. It
// begins and ends with ÖVNING, and holds no time of a clock on the wall but those of former runs:
// the same scenario, rules, seed and acts are the same bytes.
#pragma once

#include <larm/v1/exercise.pb.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/pack.hpp"
#include "engine/report/log_account.hpp"
#include "engine/report/paper.hpp"

namespace larm::report {

/// `pack` names places and steps; nullptr: ids do. As long as paper bears: what is too long is cut
/// at its end, where the timeline is, and says so.
[[nodiscard]] PaperDocument after_action_paper(v1::AfterAction const& report,
                                               core::Pack const* pack);
[[nodiscard]] std::string after_action_json(v1::AfterAction const& report);
/// How an inject is told, in Swedish: "telefon".
[[nodiscard]] std::string_view inject_method(v1::InjectMethod method);
/// "OVNING-efterrapport-ID.html".
[[nodiscard]] std::string after_action_file(v1::AfterAction const& report, std::string_view ending);

}  // namespace larm::report
