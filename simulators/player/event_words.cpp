#include "simulators/player/event_words.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace larm::player {
namespace {

struct Named {
    std::string_view name;
    std::string_view sv;
    std::string_view en;
};

constexpr auto events = std::to_array<Named>({
    {"rule_pack_chunk", "regelpaket mottaget i delar", "part of a rule pack received"},
    {"rule_pack_activated", "regelpaket taget i bruk", "rule pack put in use"},
    {"duty_seeded", "jour inlagd", "duty entered"},
    {"duty_offered", "jour erbjuden", "duty offered"},
    {"duty_accepted", "jour övertagen", "duty taken over"},
    {"contacts_changed", "kontakter ändrade", "contacts changed"},
    {"duty_planned", "jour planerad", "duty planned"},
    {"duty_reminded", "påminnelse om att ta över jouren", "reminder to take the duty over"},
    {"contacts_withdrawn", "kontaktförslag tillbakadraget", "contact proposal withdrawn"},
    {"roll_call_started", "provlarm börjat", "roll-call begun"},
    {"roll_call_delivered", "besked om ett provlarm", "result of a roll-call's message"},
    {"roll_call_answered", "svar på provlarm", "answer to a roll-call"},
    {"roll_call_ended", "provlarm slut", "roll-call over"},
    {"device_dropped", "enhet som inte längre tar emot", "device that takes no more"},
    {"clock_skew_noticed", "klockor som går isär", "clocks that went apart"},
    {"incident_reported", "händelse rapporterad", "incident reported"},
    {"incident_confirmed", "händelse bekräftad", "incident confirmed"},
    {"level_changed", "beredskapsläge ändrat", "readiness level changed"},
    {"incident_rescinded", "larm återkallat", "alarm called back"},
    {"national_decided", "ställning tagen till nationellt masskadelarm", "national step decided"},
    {"incident_stood_down", "larm avlarmat", "alarm stood down"},
    {"incident_closed", "händelse avslutad", "incident closed"},
    {"contacts_corrected", "rättad adress, sänt på nytt", "address corrected, sent again"},
    {"chases_held", "försök som hålls kvar efter ett avbrott", "attempts held after an outage"},
    {"chases_resumed", "försök släppta igen", "attempts let run again"},
    {"step_started", "steg i larmkedjan börjat", "step of the chain begun"},
    {"chase_escalated", "nytt försök att nå någon", "new attempt to reach somebody"},
    {"party_acknowledged", "kvittens", "acknowledgement"},
    {"party_answered", "svar", "answer"},
    {"call_reported", "samtal för hand", "call made by hand"},
    {"delivery_recorded", "besked om ett meddelande", "result of a message"},
    {"transports_committed", "transporter utlovade", "transports promised"},
    {"transports_declined", "transporter avböjda", "transports declined"},
    {"transports_revoked", "löfte taget tillbaka", "promise taken back"},
    {"transports_reconfirmed", "löfte bekräftat på nytt", "promise confirmed anew"},
    {"transports_departed", "transporter har åkt", "transports left"},
    {"transports_released", "transporter släppta", "transports released"},
    {"commitment_expired", "löfte som löpt ut", "promise run out"},
    {"shortfall_accepted", "brist godtagen", "shortfall accepted"},
    {"blood_stock_reported", "blodlager räknat", "blood stock counted"},
    {"blood_country_alarmed", "blodlarm till landet", "blood alarm to the country"},
    {"blood_offered", "blod erbjudet", "blood offered"},
    {"blood_offer_withdrawn", "erbjudet blod taget tillbaka", "offered blood taken back"},
    {"blood_accepted", "erbjudet blod mottaget", "offered blood taken"},
    {"blood_transport_reported", "blodtransport", "transport of blood"},
    {"reconfirm_asked", "fråga om ett löfte gäller", "question whether a promise stands"},
    {"capacity_reported", "kapacitet rapporterad", "capacity reported"},
    {"steps_changed", "steg i sjukhusens trappor", "steps of hospitals' ladders"},
    {"step_exercised", "steg övat", "step exercised"},
    {"capacity_warned", "varning för kapacitet", "warning of capacity"},
    {"shortfall_passed", "väntad platsbrist förbi", "foreseen shortfall passed"},
    {"casualties_reported", "skadade rapporterade", "casualties reported"},
    {"arrivals_reported", "ankomster till sjukhus", "arrivals at a hospital"},
    {"transfers_proposed", "förflyttningar föreslagna", "transfers proposed"},
    {"transfers_reviewed", "förflyttningar sedda över", "transfers looked at"},
    {"transfers_changed", "besked om förflyttningar", "said of transfers"},
    {"indicator_reported", "indikator rapporterad", "indicator reported"},
    {"indicators_turned", "indikatorer har slagit om", "indicators turned"},
    {"triage_recommended", "rekommendation om triage eller vårdstandard",
     "recommendation on triage or the standard of care"},
    {"recommendation_withdrawn", "rekommendation återtagen", "recommendation withdrawn"},
    {"triage_decided", "beslut om triage", "decision on triage"},
    {"care_standard_decided", "beslut om vårdstandard", "decision on the standard of care"},
    {"decision_reminded", "påminnelse om beslut", "reminder of a decision"},
    {"support_requested", "stöd begärt", "support asked for"},
    {"support_offered", "stöd erbjudet", "support offered"},
    {"support_declined", "stöd avböjt", "support declined"},
    {"support_accepted", "stöd accepterat", "support accepted"},
    {"support_reported", "besked om stöd", "report on support"},
    {"support_released", "stöd släppt", "support released"},
    {"support_cancelled", "begäran om stöd återtagen", "request for support called back"},
    {"supply_reported", "läge för en artikel", "report on a supply"},
    {"situation_filled", "avsnitt i lägesbilden ifyllt", "section of the situation report filled"},
    {"situation_sent", "lägesbild skickad", "situation report sent"},
    {"conference_called", "kallelse till konferens", "conference called"},
    {"conference_changed", "konferens ändrad", "conference changed"},
    {"attendance_reported", "upprop i konferens", "roll-call of a conference"},
    {"conference_decided", "beslut i konferens", "decision of a conference"},
    {"position_taken", "ställning till ett beslut", "position on a decision"},
    {"conference_ended", "konferens avslutad", "conference ended"},
    {"exercise_opened", "övning laddad", "exercise loaded"},
    {"exercise_moved", "övningen startad, pausad eller slut", "exercise begun, paused or over"},
    {"pace_changed", "övningens takt ändrad", "pace of the exercise changed"},
    {"skipped_ahead", "övningen hoppade framåt", "exercise skipped ahead"},
    {"inject_given", "inspel givet", "inject given"},
    {"inject_skipped", "inspel utgår", "inject left out"},
    {"inject_judged", "inspel bedömt", "inject judged"},
    {"party_handed_over", "part övertagen i övningen", "party handed over"},
    {"observation_noted", "observation noterad", "observation noted"},
});

constexpr auto acts = std::to_array<Named>({
    {"confirmed", "bekräfta händelsen", "confirm the incident"},
    {"report", "rapportera", "report"},
    {"change_level", "ändra beredskapsläge", "change the readiness level"},
    {"rescind", "återkalla larmet", "call the alarm back"},
    {"escalate_national", "eskalera nationellt", "take the national step"},
    {"decline_national", "avböja det nationella steget", "decline the national step"},
    {"stand_down", "avlarma", "stand down"},
    {"close", "avsluta händelsen", "close the incident"},
    {"resume_chases", "släppa försöken", "let the attempts run"},
    {"acknowledge", "kvittera", "acknowledge"},
    {"answer", "svara", "answer"},
    {"commit", "utlova transporter", "promise transports"},
    {"decline", "avböja transporter", "decline transports"},
    {"revoke", "ta tillbaka ett löfte", "take a promise back"},
    {"reconfirm", "bekräfta ett löfte", "confirm a promise"},
    {"depart", "säga att transporter åkt", "say that transports left"},
    {"release", "släppa transporter", "release transports"},
    {"accept_shortfall", "godta en brist", "accept a shortfall"},
    {"offer_duty", "erbjuda jouren", "offer the duty"},
    {"report_indicator", "rapportera en indikator", "report an indicator"},
    {"decide_triage", "besluta om triage", "decide on triage"},
    {"decide_care_standard", "besluta om vårdstandard", "decide on the standard of care"},
    {"accept_duty", "ta över jouren", "take the duty over"},
    {"capacity", "rapportera kapacitet", "report capacity"},
    {"order_steps", "beställa steg", "order steps"},
    {"step", "rapportera ett steg", "report a step"},
    {"exercised", "notera en övning", "note an exercise"},
    {"casualties", "rapportera skadade", "report casualties"},
    {"arrivals", "rapportera ankomna", "report arrivals"},
    {"blood_stock", "säga vad som finns av blod", "say what there is of blood"},
    {"blood_alarm", "larma landets blodcentraler", "alarm the country's blood centres"},
    {"blood_offer", "erbjuda blod", "offer blood"},
    {"blood_withdraw", "ta tillbaka erbjudet blod", "take offered blood back"},
    {"blood_accept", "ta emot erbjudet blod", "accept offered blood"},
    {"blood_transport", "säga var blod är", "say where blood is"},
    {"propose_transfers", "planera om förflyttningar", "plan moves anew"},
    {"propose_move", "föreslå en förflyttning", "propose a move"},
    {"accept_transfers", "ta emot förflyttningar", "accept moves"},
    {"amend_transfer", "ändra en förflyttning", "amend a move"},
    {"decline_transfers", "avböja förflyttningar", "decline moves"},
    {"depart_transfer", "säga att patienter har åkt", "say that patients left"},
    {"arrive_transfer", "säga att patienter är framme", "say that patients are there"},
    {"release_transfer", "släppa en förflyttnings fordon", "release the vehicles of a move"},
    {"call_off_transfers", "ställa in förflyttningar", "call moves off"},
    {"request_support", "begära stöd", "ask for support"},
    {"offer_support", "erbjuda stöd", "offer support"},
    {"decline_support", "avböja stöd", "decline support"},
    {"accept_support", "ta emot stöd", "accept support"},
    {"report_support", "säga hur det går med stöd", "say how it goes with support"},
    {"release_support", "släppa stöd", "let support go"},
    {"cancel_support", "ta tillbaka en begäran om stöd", "call a request for support back"},
    {"supply", "rapportera en artikel", "report a supply"},
    {"fill_situation", "fylla i lägesbilden", "fill the situation report"},
    {"send_situation", "skicka lägesbilden", "send the situation report"},
    {"call_conference", "kalla till konferens", "call a conference"},
    {"change_conference", "ändra en konferens", "change a conference"},
    {"attendance", "hålla upprop", "hold the roll-call"},
    {"conference_decision", "skriva ett beslut", "write a decision down"},
    {"position", "ta ställning till ett beslut", "take a position on a decision"},
    {"end_conference", "avsluta konferensen", "end the conference"},
});

std::string named(report::Words const& words, std::span<Named const> table, std::string_view name) {
    auto const found = std::ranges::find(table, name, &Named::name);
    return std::string{found == table.end() ? name : words.say(found->sv, found->en)};
}

}  // namespace

std::string event_in_words(report::Words const& words, std::string_view kind) {
    return named(words, events, kind);
}

std::string act_in_words(report::Words const& words, std::string_view act) {
    return named(words, acts, act);
}

}  // namespace larm::player
