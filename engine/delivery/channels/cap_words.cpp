#include "engine/delivery/channels/cap_words.hpp"

#include <fmt/format.h>

#include <memory>

#include "engine/delivery/facts.hpp"
#include "engine/delivery/text.hpp"

namespace larm::delivery {
namespace {

std::string region_name(core::Incident const& incident) {
    auto const* const region = incident.pack->region(incident.region_id);
    return region == nullptr ? incident.region_id : region->name();
}

/// What an info block can say, in one language.
struct Phrases {
    std::string_view code;
    std::string_view mass_casualty;
    std::string_view special;
    std::string_view place;
    std::string_view type;
    std::string_view casualties;
    std::string_view promised;
    std::string_view unknown;
    std::string_view complete;
    std::string_view not_complete;
    std::string_view national;
    std::string_view what_to_do;
    std::string_view called_back;
    std::string_view nothing_to_do;  ///< Before the reason.
    std::string_view ended;
    std::string_view return_to_normal;
};

constexpr Phrases swedish{
    .code = "sv-SE",
    .mass_casualty = "Masskadehändelse",
    .special = "Särskild händelse",
    .place = "Plats",
    .type = "Händelse",
    .casualties = "Skadeutfall",
    .promised = "Sekundärtransporter utlovade",
    .unknown = "okänd",
    .complete = "Larmkedjan är komplett.",
    .not_complete = "Larmkedjan är inte komplett.",
    .national = " Nationellt masskadelarm är taget.",
    .what_to_do = "Följ er plan för sjukvårdsregionalt masskadelarm och kvittera.",
    .called_back = "larmet återkallat",
    .nothing_to_do = "Falsklarm: gör inget mer. Skäl: ",
    .ended = "larmet avslutat",
    .return_to_normal = "Avlarmat: återgå till normal verksamhet."};

constexpr Phrases english{
    .code = "en",
    .mass_casualty = "Mass casualty incident",
    .special = "Special incident (särskild händelse)",
    .place = "Place",
    .type = "Incident",
    .casualties = "Casualties",
    .promised = "Secondary transports promised",
    .unknown = "unknown",
    .complete = "The alarm chain is complete.",
    .not_complete = "The alarm chain is not complete.",
    .national = " The national alarm has been taken.",
    .what_to_do = "Follow your plan for the regional mass casualty alarm, and acknowledge.",
    .called_back = "alarm called back",
    .nothing_to_do = "False alarm: do nothing more. Reason: ",
    .ended = "alarm ended",
    .return_to_normal = "Stood down: return to normal operations."};

std::string headline(std::string const& region, core::Turn const& turn, Phrases const& say,
                     Language language) {
    auto const what = turn.phase == v1::INCIDENT_PHASE_RESCINDED ? say.called_back
                      : turn.phase == v1::INCIDENT_PHASE_STOOD_DOWN
                          ? say.ended
                          : level_in_words(turn.level, language);
    return fmt::format("{}: {}", region, what);
}

std::string description(core::Turn const& turn, Facts const& facts, Phrases const& say,
                        Language language) {
    auto const known = [&](std::string const& text) {
        return text.empty() ? std::string{say.unknown} : one_line(text);
    };
    return fmt::format("{}: {}. {}: {}. {}: {}. {}: {}. {}{}", say.place, known(facts.place),
                       say.type, known(facts.type), say.casualties,
                       casualties_in_words(facts.casualties, language), say.promised, turn.promised,
                       turn.chain_complete ? say.complete : say.not_complete,
                       turn.national_taken ? say.national : "");
}

std::string instruction(core::Turn const& turn, Phrases const& say) {
    if (turn.phase == v1::INCIDENT_PHASE_RESCINDED) {
        return std::string{say.nothing_to_do} + one_line(turn.reason);
    }
    return std::string{turn.phase == v1::INCIDENT_PHASE_STOOD_DOWN ? say.return_to_normal
                                                                   : say.what_to_do};
}

}  // namespace

CapWords cap_words(core::Incident const& incident, core::Turn const& turn, Language language) {
    auto const& say = language == Language::swedish ? swedish : english;
    // Borrowed for as long as this call: the incident's pack outlives the incident.
    auto const facts = facts_of(
        incident, turn, std::shared_ptr<core::Pack const>{std::shared_ptr<void>{}, incident.pack});
    auto const region = region_name(incident);
    return {.language = say.code,
            .event = incident.mass_casualty ? say.mass_casualty : say.special,
            .headline = headline(region, turn, say, language),
            .description = description(turn, facts, say, language),
            .instruction = instruction(turn, say),
            .area = region};
}

}  // namespace larm::delivery
