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
    {"--arrives-in-minutes", "When it is expected; left out: not known"},
    {"--asks", "What is needed in all, e.g. O-=20,O+=40,plasma=10"},
    {"--command-id", "UUID to repeat an earlier command with; made anew without it"},
    {"--commitment", "Id of a promise, as larm incident shows it"},
    {"--count", "Number of vehicles"},
    {"--crew", "How they are manned"},
    {"--dead", "METHANE: number of dead"},
    {"--decline", "No, and why"},
    {"--emergency-services", "METHANE: emergency services present and required"},
    {"--exact-location", "METHANE: where it is"},
    {"--expected-version", "Refuse if the incident has changed since this version"},
    {"--expires-in-minutes", "How long the promise stands; 0 is the rule pack's default"},
    {"--correction", "Fewer than before, because it was counted wrongly"},
    {"--exercised-at", "When, microseconds since 1970; now without it"},
    {"--hazards", "METHANE: hazards, present or potential"},
    {"--hospital", "Hospital id, e.g. FAL"},
    {"--incident", "Incident id; may be left out while just one is open"},
    {"--kind", "E.g. ambulans, intensivvårdsambulans, helikopter"},
    {"--level", "Readiness level (beredskapsläge)"},
    {"--lines", "Each group's stock, and how many more an hour, e.g. O-=12+2,O+=40,plasma=30"},
    {"--major-incident", "METHANE: major incident declared or standby"},
    {"--mass-casualty", "Masskadehändelse: many hurt, and more need than resources"},
    {"--minor", "METHANE: number of slightly hurt"},
    {"--moderate", "METHANE: number of moderately hurt"},
    {"--note", "Free words, kept as they are"},
    {"--observed-at", "When it was counted, microseconds since the epoch; left out: now"},
    {"--offer", "Id of an offer, as larm blood status shows it"},
    {"--officer", "Id of the officer who takes over"},
    {"--open-only", "Without closed incidents"},
    {"--page-size", "How many at most"},
    {"--page-token", "From a former answer, for the next page"},
    {"--party", "Who answers, role@organisation, e.g. tib@dalarna"},
    {"--place", "Where they stand"},
    {"--provisional", "Promised but not manned: shown, does not count"},
    {"--ready-in-minutes", "When it is ready, or can leave"},
    {"--reason", "Why, in words that others will read"},
    {"--region", "Region id, e.g. dalarna"},
    {"--resource", "Call sign or registration number; may be repeated"},
    {"--result", "no-answer: try again later; done: told, or given up"},
    {"--severe", "METHANE: number of severely hurt"},
    {"--state",
     "Blood: under-way or arrived. A step of a ladder: accepted, done, failed, stepping-down, or none: "
     "called off, or down"},
    {"--step", "Step of the chain, all open ones without it; or step of a hospital's ladder"},
    {"--to", "The blood centre it is for; left out: the one that asked last"},
    {"--took-minutes", "How long it took, as measured"},
    {"--to-officer", "Id of the officer to offer the duty to"},
    {"--type", "METHANE: kind of incident"},
    {"--units", "How many of each, e.g. O-=4,O+=10,plasma=6"},
    {"--via", "How the answer came; phone and rakel: taken by voice"},
});

}  // namespace

std::string_view flag_help(std::string_view flag) {
    auto const* const found = std::ranges::find(texts, flag, &Entry::first);
    return found == texts.end() ? std::string_view{} : found->second;
}

}  // namespace larm::cli
