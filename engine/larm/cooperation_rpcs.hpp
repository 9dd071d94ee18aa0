// The verbs of support, supplies, situation reports and conferences: one RPC each, a group a
// service. What the table's columns are is server_verbs'.
#pragma once

#include <array>

#include "engine/larm/rpc_row.hpp"

namespace larm::cli {

inline constexpr auto support_rpcs = std::to_array<Rpc>({
    {"request", "SupportService/RequestSupport",
     "Ask other regions for support: one line, of all of them or of those named",
     "larm support request --region uppsala --kind helicopter --words ambulanshelikoptrar "
     "--quantity 3 --needed-in-minutes 30"},
    {"offer", "SupportService/OfferSupport", "Offer support on a line",
     "larm support offer --region dalarna --request S1 --line 1 --quantity 1 "
     "--ready-in-minutes 20"},
    {"decline", "SupportService/DeclineSupport", "Say that the region cannot give, and why",
     "larm support decline --region gavleborg --request S1 --reason \"Egen insats\""},
    {"accept", "SupportService/AcceptSupport", "Take an offer, or a part of it",
     "larm support accept --request S1 --offer S1-dalarna-1"},
    {"report", "SupportService/ReportSupport",
     "Say how it goes with an offer: under way, arrived, withdrawn, asked home",
     "larm support report --request S1 --offer S1-dalarna-1 --kind under-way"},
    {"release", "SupportService/ReleaseSupport", "Let accepted support go",
     "larm support release --request S1 --offer S1-dalarna-1"},
    {"cancel", "SupportService/CancelSupport", "Ask no longer",
     "larm support cancel --request S1 --reason \"Täckt på annat sätt\""},
    {"status", "SupportService/GetSupport", "All support of an incident", "larm support status"},
    {"export", "SupportService/ExportSupport",
     "Support as CSV or EDXL-RM messages, or supplies as CSV",
     "larm support export --incident 01932f6e-3c1a-7cc3-98c5-dcb0b6a7f2e1 --format support-csv"},
});

inline constexpr auto supply_rpcs = std::to_array<Rpc>({
    {"report", "SupportService/ReportSupply", "Say for how many days a supply lasts, in tenths",
     "larm supply report --organisation UAS --item infusionsvatskor --days-of-cover-tenths 25"},
    {"list", "SupportService/GetSupplies", "The supplies, what runs short first",
     "larm supply list --shortages-only"},
});

inline constexpr auto situation_rpcs = std::to_array<Rpc>({
    {"show", "SituationService/GetSituation", "The situation report as it stands, or one sent",
     "larm situation show"},
    {"fill", "SituationService/FillSituation", "Fill or correct a section",
     "larm situation fill --section bedomning --words \"Väntar 20 skadade till inom en timme\""},
    {"send", "SituationService/SendSituation", "Send the report as it stands",
     "larm situation send"},
    {"export", "SituationService/ExportSituation", "The report as text, HTML, PDF or JSON",
     "larm situation export --format pdf --number 1"},
});

inline constexpr auto conference_rpcs = std::to_array<Rpc>({
    {"call", "ConferenceService/CallConference", "Call a conference over the chain",
     "larm conference call --starts-in-minutes 20"},
    {"change", "ConferenceService/ChangeConference",
     "Another time, number, talk group, means or order of speaking",
     "larm conference change --conference K1 --means rakel"},
    {"attendance", "ConferenceService/ReportAttendance", "Roll-call: who is there",
     "larm conference attendance --conference K1 --present tib@dalarna --present tib@uppsala"},
    {"decide", "ConferenceService/RecordDecision", "Write a decision down",
     "larm conference decide --conference K1 --decision \"Svårt skadade fördelas enligt plan\""},
    {"position", "ConferenceService/TakePosition", "Where a party stands on a decision",
     "larm conference position --conference K1 --decision 1 --party tib@dalarna "
     "--position supports --via phone"},
    {"end", "ConferenceService/EndConference", "End a conference, with notes and the next time",
     "larm conference end --conference K1 --next-in-minutes 60"},
    {"list", "ConferenceService/GetConferences", "The conferences of an incident",
     "larm conference list"},
    {"export", "ConferenceService/ExportConference", "The call or the minutes as a document",
     "larm conference export --conference K1 --format minutes-text"},
});

}  // namespace larm::cli
