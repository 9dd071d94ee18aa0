// The verbs of the alarm itself, of the duty and of blood that are one RPC each.
#pragma once

#include <array>

#include "engine/larm/rpc_row.hpp"

namespace larm::cli {

inline constexpr auto alarm_rpcs = std::to_array<Rpc>({
    {"report", "IncidentService/ReportIncident", "Report a suspected särskild händelse (METHANE)",
     "larm report --region uppsala --exact-location \"E4 vid Björklinge\" --severe 12"},
    {"confirm", "IncidentService/ConfirmIncident",
     "Confirm a särskild händelse: the alarm goes out to every region",
     "larm confirm --region vastmanland --level katastrof --mass-casualty --exact-location "
     "\"E18 väster om Arboga\" --type bussolycka --severe 12 --moderate 20"},
    {"level", "IncidentService/ChangeLevel",
     "Change the readiness level; asked first where it is lowered",
     "larm level --level forstarkning"},
    {"rescind", "IncidentService/Rescind", "Call a false alarm back, from everyone it reached",
     "larm rescind --reason \"Övning misstogs för skarpt läge\""},
    {"escalate", "IncidentService/EscalateNational", "Take the national step",
     "larm escalate --reason \"Brännskadeplatser saknas\""},
    {"decline-national", "IncidentService/DeclineNational",
     "Decide against the national step, for now",
     "larm decline-national --reason \"Regionens egna resurser räcker\""},
    {"stand-down", "IncidentService/StandDown", "End the alarm: tells exactly those alerted",
     "larm stand-down --reason \"Alla skadade är omhändertagna\""},
    {"close", "IncidentService/Close", "Close an incident; names whom the stand-down never reached",
     "larm close --incident 01932f6e-3c1a-7cc3-98c5-dcb0b6a7f2e1"},
    {"resume", "IncidentService/ResumeChases", "Let chases run that an outage left standing",
     "larm resume"},
    {"incident", "IncidentService/GetIncident", "One incident, whole", "larm incident"},
    {"incidents", "IncidentService/ListIncidents", "The incidents, newest first",
     "larm incidents --open-only"},
    {"ack", "AlarmService/Acknowledge", "Say that a party has seen the alarm",
     "larm ack --party tib@dalarna --via phone"},
    {"answer", "AlarmService/Answer", "Give a party's answer to a step",
     "larm answer --party blood@uppsala --step blood_alarm --accept"},
    {"calls", "AlarmService/ListCalls", "The calls to make by hand: whom, the number, what to say",
     "larm calls"},
    {"call", "AlarmService/ReportCall",
     "Say what came of a call, beside an answer: that is larm ack or commit with --via phone",
     "larm call --party tib@dalarna --result no-answer"},
    {"commit", "TransportService/Commit", "Promise transports, on top of earlier promises",
     "larm commit --region dalarna --count 5 --kind ambulans --ready-in-minutes 30"},
    {"decline", "TransportService/Decline", "Say that the region cannot give what still lacks",
     "larm decline --region gavleborg --reason \"Två ambulanser i egen insats\""},
    {"revoke", "TransportService/Revoke", "Take a promise back",
     "larm revoke --region dalarna --resource 331-9010 --reason \"Motorhaveri\""},
    {"reconfirm", "TransportService/Reconfirm", "Say that a promise still stands",
     "larm reconfirm --region dalarna --commitment dalarna-1"},
    {"depart", "TransportService/Depart", "Say that transports have left",
     "larm depart --region dalarna --commitment dalarna-1 --count 3"},
    {"release", "TransportService/Release",
     "Release transports that are no longer needed: some of a promise, or vehicles by name",
     "larm release --region dalarna --commitment dalarna-1 --count 5"},
    {"accept-shortfall", "TransportService/AcceptShortfall",
     "Accept, as a named human, that a region does not meet a step",
     "larm accept-shortfall --region gavleborg --reason \"Övriga räcker\""},
});

inline constexpr auto duty_rpcs = std::to_array<Rpc>({
    {"list", "ContactService/ListDuty", "Who is on duty for every party", "larm duty list"},
    {"offer", "ContactService/OfferDuty", "Offer the duty of a party to another officer",
     "larm duty offer --party tib@dalarna --to-officer dalarna-tib-2"},
    {"accept", "ContactService/AcceptDuty", "Take over an offered duty",
     "larm duty accept --party tib@dalarna --officer dalarna-tib-2"},
});

inline constexpr auto blood_rpcs = std::to_array<Rpc>({
    {"status", "BloodService/GetBlood",
     "What is expected to be needed, what each centre has, what lacks, and what is offered",
     "larm blood status"},
    {"stock", "BloodService/ReportStock", "Say what a blood centre has, by group",
     "larm blood stock --lines O-=12+2,O+=40+4,A+=60,plasma=30"},
    {"alarm", "BloodService/AlarmCountry",
     "Alarm the country's blood centres: the blood centre's own act",
     "larm blood alarm --reason \"Lagret räcker en timme\" --asks O-=20,O+=40"},
    {"offer", "BloodService/Offer", "Offer blood to the centre that asked",
     "larm blood offer --units O-=6,O+=20 --ready-in-minutes 15"},
    {"withdraw", "BloodService/WithdrawBloodOffer",
     "Take an offer back, until it has arrived; to correct it, offer anew",
     "larm blood withdraw --offer stockholm-1 --reason \"Felskrivet: 3, inte 30\""},
    {"accept", "BloodService/AcceptBlood", "Take an offer, or a part of it",
     "larm blood accept --offer stockholm-1"},
    {"transport", "BloodService/ReportBloodTransport", "Say that blood is under way, or there",
     "larm blood transport --offer stockholm-1 --state under-way --arrives-in-minutes 50"},
});

}  // namespace larm::cli
