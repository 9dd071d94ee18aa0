// The blood of an incident as a blood centre or a duty officer reads it, in Swedish. What is not
// known says so.
#pragma once

#include <larm/v1/blood.pb.h>

#include <string>

#include "engine/report/words.hpp"

namespace larm::cli {

/// Need, stocks with their age, what lacks and when, alarms and offers.
[[nodiscard]] std::string blood_text(v1::BloodView const& blood, report::Words const& words);

}  // namespace larm::cli
