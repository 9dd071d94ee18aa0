// A certificate of readiness in words. Pure.
#pragma once

#include <larm/v1/report.pb.h>

#include <string>
#include <vector>

#include "engine/report/language.hpp"

namespace larm::report {

/// "arboga_2006, seed 1: 31 of 32 held", and a line for each that did not, with its place.
[[nodiscard]] std::vector<std::string> run_lines(v1::ReadinessRun const& run, Language language);

/// "HELD: 3 of 3 runs", or what did not.
[[nodiscard]] std::string certificate_line(v1::ReadinessCertificate const& certificate,
                                           Language language);

/// All that was expected and did not hold, run by run; none where all held.
[[nodiscard]] std::vector<std::string> failed_lines(v1::ReadinessCertificate const& certificate,
                                                    Language language);

}  // namespace larm::report
