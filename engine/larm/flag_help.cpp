#include "engine/larm/flag_help.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace larm::cli {
namespace {

using Entry = std::pair<std::string_view, std::string_view>;

constexpr auto texts = std::to_array<Entry>({
    {"--accept", "Yes: to this number, or 0 where the step asks for none"},
    {"--access", "METHANE: access and egress"},
    {"--agenda", "An agenda of the rule pack; its first without it"},
    {"--arrives-in-minutes", "When it is expected; left out: not known"},
    {"--ask-region",
     "A region that is asked; may be repeated, or several with commas. All others without it"},
    {"--asks", "What is needed in all, e.g. O-=20,O+=40,plasma=10"},
    {"--code", "Code of the telephone conference"},
    {"--command-id", "UUID to repeat an earlier command with; made anew without it"},
    {"--commitment", "Id of a promise, as larm incident shows it"},
    {"--conditions", "On which conditions, in words"},
    {"--conference", "Id of a conference, e.g. K1"},
    {"--correction", "Fewer than before, because it was counted wrongly"},
    {"--count", "How many: vehicles (left out: as many as are named), or patients of a move"},
    {"--crew", "How they are manned"},
    {"--days-of-cover-tenths", "Tenths of days for which it lasts; 0: none is left"},
    {"--dead", "METHANE: number of dead"},
    {"--decision", "The decision: its words, or its number when taking a position"},
    {"--decline", "No, and why"},
    {"--emergency-services", "METHANE: emergency services present and required"},
    {"--ends", "The rationing ends"},
    {"--english", "In English"},
    {"--exact-location", "METHANE: where it is"},
    {"--exercised-at", "When, microseconds since 1970; now without it"},
    {"--expected-version", "Refuse if the incident has changed since this version"},
    {"--expires-in-minutes", "How long the promise stands; 0 is the rule pack's default"},
    {"--format", "Which document"},
    {"--from", "Who says it, in words"},
    {"--from-hospital", "Hospital id of where they are; or --from-site"},
    {"--from-site", "Id of the site where they are; or --from-hospital"},
    {"--goal", "What the conference is to reach; the agenda's without it"},
    {"--hazards", "METHANE: hazards, present or potential"},
    {"--hospital", "Hospital id, e.g. FAL"},
    {"--humans", "A party that is left to a human, e.g. tib@uppsala; may be repeated"},
    {"--incident", "Incident id; may be left out while just one is open"},
    {"--indicator", "Id of an indicator of the rule pack"},
    {"--indicator-key", "Key of an indicator of the rule pack that the log cannot know of"},
    {"--inject", "Number of an inject, as larm exercise show shows it"},
    {"--item", "Id of a supply of the rule pack, as larm rules explain lists them, or free words"},
    {"--kind", "What kind: of transports in words, e.g. ambulans; of support one of those listed"},
    {"--leave-in-minutes", "Until it leaves with them"},
    {"--level", "Readiness level (beredskapsläge)"},
    {"--line", "Line of the request, from 1; for decline and cancel 0 is all of them"},
    {"--line-up", "Who speaks first; may be repeated"},
    {"--lines", "Each group's stock, and how many more an hour, e.g. O-=12+2,O+=40,plasma=30"},
    {"--major-incident", "METHANE: major incident declared or standby"},
    {"--mass-casualty", "Masskadehändelse: many hurt, and more need than resources"},
    {"--max-age-minutes", "After that it counts as unknown"},
    {"--means", "telephone, or rakel where telephony is down"},
    {"--method", "Over what it is said"},
    {"--minor", "METHANE: number of slightly hurt"},
    {"--mode", "How patients are sorted from now on"},
    {"--moderate", "METHANE: number of moderately hurt"},
    {"--move",
     "Id of a move, as larm transfer status shows it, e.g. 1-2; of several, where the verb takes "
     "them, with commas between or repeated"},
    {"--needed-in-minutes", "When it is needed"},
    {"--next-in-minutes", "When the next conference is"},
    {"--note", "Free words, kept as they are"},
    {"--notes", "What was said, summed up"},
    {"--number", "A report that was sent; as it stands without it"},
    {"--objective", "Id of an objective of the scenario"},
    {"--observed-at", "When it was seen or counted, microseconds since the epoch; now without it"},
    {"--offer", "Id of an offer, as larm blood status or larm support status shows it"},
    {"--officer", "Id of the officer who takes over"},
    {"--open-only", "Without closed incidents"},
    {"--organisation", "A region's or a hospital's id"},
    {"--others", "Others who take part, in words; may be repeated"},
    {"--pace-percent", "100 is as fast as the clock, 500 five times as fast"},
    {"--page-size", "How many at most"},
    {"--page-token", "From a former answer, for the next page"},
    {"--participants",
     "Who takes part, role@organisation, in the order of speaking; may be repeated"},
    {"--party", "Who answers, role@organisation, e.g. tib@dalarna"},
    {"--phone", "Number of the telephone conference"},
    {"--place", "Where they stand"},
    {"--position", "supports, reservation or aside"},
    {"--preparation", "What participants prepare"},
    {"--present", "Who is there, as in the call; may be repeated"},
    {"--proposal", "Refuse if another proposal has taken the place of this one"},
    {"--provisional", "Promised but not manned: shown, does not count"},
    {"--purpose", "Why it is called; the agenda's without it"},
    {"--quantity", "How many"},
    {"--ration-item", "What is rationed, as the rule pack has it; or --standard"},
    {"--ready-in-minutes", "When it is ready, or can leave"},
    {"--reason", "Why, in words that others will read"},
    {"--region", "Region id, e.g. dalarna"},
    {"--replace", "Though the best plan is not better by the rules' margin"},
    {"--request", "Id of a request for support, e.g. S1"},
    {"--resource", "Call signs or registration numbers, with commas between; may be repeated"},
    {"--responsible", "Who carries it out, and by when"},
    {"--result",
     "Of a call: no-answer: try again later; done: told, or given up. Of an inject: done, partly "
     "or "
     "not-done"},
    {"--scenario", "Id of a scenario that lies ready; or --text"},
    {"--seconds", "For how many seconds of its time; left out: to the next inject"},
    {"--section", "Id of a section of the template"},
    {"--seed", "What is drawn is drawn by it; 1 without it"},
    {"--severe", "METHANE: number of severely hurt"},
    {"--severity", "How badly they are hurt"},
    {"--shortages-only", "Only what runs short"},
    {"--standard", "The standard of care from now on"},
    {"--starts-in-minutes", "When it begins; 0: now"},
    {"--state",
     "Blood, and what is undone of a move: under-way or arrived. A step of a ladder: accepted, "
     "done, "
     "failed, stepping-down, or none: called off, or down"},
    {"--step",
     "Step of the chain, all open ones without it; or step of a hospital's ladder: several to "
     "order "
     "with commas between, or repeated"},
    {"--talk-group", "Rakel talk group to use, or to fall back on"},
    {"--telephony-down", "Telephony is down here: over Rakel, and the call says why"},
    {"--text", "What is said; of load: a scenario's own text"},
    {"--to",
     "Of blood: the centre it is for; left out: the one that asked last. Of an inject: who hears "
     "it, role@organisation; may be repeated"},
    {"--to-human", "Left to a human"},
    {"--to-hospital", "Hospital id of the receiver, e.g. FAL"},
    {"--to-officer", "Id of the officer to offer the duty to"},
    {"--took-minutes", "How long it took, as measured"},
    {"--type", "METHANE: kind of incident"},
    {"--units", "How many of each, e.g. O-=4,O+=10,plasma=6"},
    {"--until",
     "Until when it is decided, microseconds since 1970; left out: until further notice"},
    {"--value", "As the indicator's scale has it"},
    {"--vehicle-words", "A vehicle that nobody has promised, in words"},
    {"--via",
     "How it came. phone, rakel: said by voice, and entered for whoever said it, by whoever may: "
     "of a hospital its region's TiB, else as a rule who leads"},
    {"--whole-region", "The region takes no more at all, for the time that the rules say"},
    {"--words", "In words; never a patient's identity"},
    {"--world", "Id of the exercise, as tokens name it"},
});

}  // namespace

std::string_view flag_help(std::string_view flag) {
    auto const* const found = std::ranges::find(texts, flag, &Entry::first);
    return found == texts.end() ? std::string_view{} : found->second;
}

}  // namespace larm::cli
