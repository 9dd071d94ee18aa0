// The verbs of triage and the standard of care: one RPC each.
#pragma once

#include <array>

#include "engine/larm/rpc_row.hpp"

namespace larm::cli {

inline constexpr auto triage_rpcs = std::to_array<Rpc>({
    {"status", "TriageService/GetTriage",
     "Indicators, what is recommended by them, and what has been decided",
     "larm triage status --region uppsala"},
    {"report", "TriageService/ReportIndicator",
     "Say how it is, on an indicator's scale: of the region, or of a hospital of it",
     "larm triage report --region uppsala --indicator vardniva_rapporterad --hospital UAS "
     "--value 2 --via phone"},
    {"decide", "TriageService/DecideTriage",
     "Decide by what patients are put in order: with, without or against a recommendation",
     "larm triage decide --region uppsala --mode mass-casualty --reason \"Platserna räcker inte\""},
    {"standard", "TriageService/DecideCareStandard",
     "Decide on the standard of care, or on rationing of one item",
     "larm triage standard --region uppsala --standard contingency --reason \"IVA är full\""},
});

}  // namespace larm::cli
