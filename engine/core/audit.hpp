// Looks for anybody who has been forgotten: what the state says is being chased, against what is
// really under way. A second opinion, which decides nothing; it costs what the open incidents cost.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <vector>

#include "engine/core/state.hpp"

namespace larm::core {

enum class Neglect {
    forgotten,  ///< Asked, not answered, and nothing comes next.
    overdue,    ///< A deadline has passed and has not fired.
    lost,       ///< A message without an outcome, which nobody is sending.
};

/// One thing that must not be.
struct Finding {
    Neglect kind = Neglect::forgotten;
    std::string incident_id;
    std::string step;
    std::string party;
    std::string recipient;  ///< Of the message that is lost.
    v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
    int attempt = 0;

    friend auto operator<=>(Finding const&, Finding const&) = default;
    friend bool operator==(Finding const&, Finding const&) = default;
};

/// Whether a delivery without an outcome is in somebody's hands.
using Knows = std::function<bool(Incident const&, Chase const&, Delivery const&)>;

/// Everything found at `now`, in a fixed order. A deadline is overdue when it is late by more than
/// `late_max`. Of messages only the latest attempt's count: on earlier ones no chase waits.
/// Incidents that are held for a human are left out: they are shown elsewhere.
[[nodiscard]] std::vector<Finding> audit(State const& state, Instant now, Duration late_max,
                                         Knows const& knows);

/// In English: "the chase of tib@dalarna in step regional_alarm of incident ... was forgotten".
[[nodiscard]] std::string in_words(Finding const& finding);

}  // namespace larm::core
