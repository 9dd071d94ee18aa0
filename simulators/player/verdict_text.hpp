// An expectation and what was seen, in words, in both languages.
#pragma once

#include <larm/v1/report.pb.h>
#include <larm/v1/scenario.pb.h>

#include <optional>
#include <string>

#include "engine/core/incident.hpp"
#include "simulators/player/scenario.hpp"

namespace larm::player {

/// What the judge found.
struct Finding {
    v1::Expectation const* expected = nullptr;
    core::Incident const* incident = nullptr;  ///< nullptr where it was never opened.
    std::optional<core::Instant> met_at;
    std::optional<core::Instant> broken_at;
    int most = 0;
    int count = 0;
    std::string fault;
    bool held = false;
};

/// The expectation's time limit; 0 where it has none.
[[nodiscard]] int within_s(v1::Expectation const& expected);

[[nodiscard]] v1::Text expected_in_words(v1::Expectation const& expected, Scenario const& scenario);
[[nodiscard]] v1::Verdict in_words(Finding const& finding, Scenario const& scenario);

}  // namespace larm::player
