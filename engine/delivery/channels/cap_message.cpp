#include "engine/delivery/channels/cap_message.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <iterator>
#include <memory>

#include "engine/core/check.hpp"
#include "engine/delivery/channels/cap_text.hpp"
#include "engine/delivery/channels/cap_words.hpp"

namespace larm::delivery {
namespace {

constexpr std::string_view profile_code = "urn:larmkedja:cap:1";

std::string_view status_word(CapStatus status) {
    switch (status) {
        case CapStatus::actual: return "Actual";
        case CapStatus::exercise: return "Exercise";
        case CapStatus::test: return "Test";
    }
    std::abort();
}

bool is_end(core::Turn const& turn) {
    return turn.phase == v1::INCIDENT_PHASE_STOOD_DOWN ||
           turn.phase == v1::INCIDENT_PHASE_RESCINDED;
}

/// How grave a level is, in CAP's words.
struct Gravity {
    std::string_view urgency;
    std::string_view severity;
    std::string_view certainty;
};

Gravity gravity_of(core::Turn const& turn) {
    if (is_end(turn)) {
        return {"Past", "Minor", "Observed"};
    }
    switch (turn.level) {
        case v1::READINESS_LEVEL_KATASTROF: return {"Immediate", "Extreme", "Observed"};
        case v1::READINESS_LEVEL_FORSTARKNING: return {"Immediate", "Severe", "Observed"};
        case v1::READINESS_LEVEL_STAB: return {"Expected", "Moderate", "Likely"};
        case v1::READINESS_LEVEL_UNSPECIFIED:
        case v1::ReadinessLevel_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::ReadinessLevel_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {"Unknown", "Unknown", "Unknown"};
}

std::string msg_type_of(core::Turn const& turn, std::size_t number) {
    if (turn.phase == v1::INCIDENT_PHASE_RESCINDED) {
        return "Cancel";
    }
    return number == 1 ? "Alert" : "Update";
}

void put(std::string& xml, std::string_view name, std::string_view text) {
    fmt::format_to(std::back_inserter(xml), "<{0}>{1}</{0}>\n", name, xml_text(text));
}

void put_pair(std::string& xml, std::string_view element, std::string_view name,
              std::string_view value) {
    fmt::format_to(std::back_inserter(xml),
                   "<{0}>\n<valueName>{1}</valueName>\n<value>{2}</value>\n</{0}>\n", element, name,
                   xml_text(value));
}

/// The mark of what is no live alarm, around a headline.
std::string marked(CapStatus status, std::string headline) {
    switch (status) {
        case CapStatus::actual: return headline;
        case CapStatus::exercise: return fmt::format("ÖVNING {} ÖVNING", headline);
        case CapStatus::test: return fmt::format("PROV {} PROV", headline);
    }
    std::abort();
}

void put_info(std::string& xml, core::Incident const& incident, core::Turn const& turn,
              CapSettings const& settings, CapWords const& words) {
    auto const gravity = gravity_of(turn);
    xml += "<info>\n";
    put(xml, "language", words.language);
    put(xml, "category", "Health");
    put(xml, "event", words.event);
    put(xml, "responseType", is_end(turn) ? "AllClear" : "Execute");
    put(xml, "urgency", gravity.urgency);
    put(xml, "severity", gravity.severity);
    put(xml, "certainty", gravity.certainty);
    put_pair(xml, "eventCode", "urn:larmkedja:level", v1::ReadinessLevel_Name(turn.level));
    put(xml, "effective", cap_time(turn.at));
    put(xml, "onset", cap_time(incident.confirmed_at));
    if (is_end(turn)) {
        put(xml, "expires", cap_time(turn.at));
    }
    put(xml, "senderName", settings.sender_name);
    put(xml, "headline", marked(settings.status, words.headline));
    put(xml, "description", without_identity_numbers(words.description));
    put(xml, "instruction", without_identity_numbers(words.instruction));
    put_pair(xml, "parameter", "urn:larmkedja:incident", incident.id);
    put_pair(xml, "parameter", "urn:larmkedja:chainComplete",
             turn.chain_complete ? "true" : "false");
    put_pair(xml, "parameter", "urn:larmkedja:nationalStep",
             turn.national_taken ? "true" : "false");
    put_pair(xml, "parameter", "urn:larmkedja:transportsPromised", fmt::to_string(turn.promised));
    xml += "<area>\n";
    put(xml, "areaDesc", words.area);
    put_pair(xml, "geocode", "urn:larmkedja:region", incident.region_id);
    xml += "</area>\n</info>\n";
}

void put_scope(std::string& xml, CapSettings const& settings) {
    if (settings.addresses.empty()) {
        put(xml, "scope", "Restricted");
        put(xml, "restriction",
            "Endast hälso- och sjukvårdens beredskapsorganisation. Får inte publiceras.");
        return;
    }
    put(xml, "scope", "Private");
    std::string addresses;
    for (auto const& each : settings.addresses) {
        auto const quote = each.find(' ') == std::string::npos ? "" : "\"";
        addresses += fmt::format("{}{}{}{}", addresses.empty() ? "" : " ", quote, each, quote);
    }
    put(xml, "addresses", addresses);
}

std::string identifier_of(core::Incident const& incident, std::size_t number) {
    return fmt::format("{}.{}", incident.id, number);
}

std::string xml_of(core::Incident const& incident, std::size_t number, CapMessage const& message,
                   CapSettings const& settings, CapWords const& swedish) {
    auto const& turn = incident.turns[number - 1];
    std::string xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\n";
    put(xml, "identifier", message.identifier);
    put(xml, "sender", settings.sender);
    put(xml, "sent", message.sent);
    put(xml, "status", status_word(settings.status));
    put(xml, "msgType", message.msg_type);
    put(xml, "source", settings.sender_name);
    put_scope(xml, settings);
    put(xml, "code", profile_code);
    if (settings.status == CapStatus::exercise) {
        put(xml, "note", "ÖVNING " + settings.exercise_id + " ÖVNING");
    } else if (message.msg_type == "Cancel") {
        put(xml, "note", without_identity_numbers(turn.reason));
    }
    std::string references;
    for (std::size_t earlier = 1; earlier < number; ++earlier) {
        references += references.empty() ? "" : " ";
        references += cap_reference(incident, earlier, settings.sender);
    }
    if (!references.empty()) {
        put(xml, "references", references);
    }
    put(xml, "incidents", incident.id);
    put_info(xml, incident, turn, settings, swedish);
    put_info(xml, incident, turn, settings, cap_words(incident, turn, Language::english));
    xml += "</alert>\n";
    return xml;
}

}  // namespace

CapMessage cap_message(core::Incident const& incident, std::size_t number,
                       CapSettings const& settings) {
    LARM_CHECK(number >= 1 && number <= incident.turns.size());
    auto const& turn = incident.turns[number - 1];
    auto const swedish = cap_words(incident, turn, Language::swedish);
    CapMessage message{.identifier = identifier_of(incident, number),
                       .sent = cap_time(turn.at),
                       .msg_type = msg_type_of(turn, number),
                       .headline = marked(settings.status, swedish.headline),
                       .at = turn.at,
                       .xml = {}};
    message.xml = xml_of(incident, number, message, settings, swedish);
    return message;
}

std::string cap_reference(core::Incident const& incident, std::size_t number,
                          std::string_view sender) {
    return fmt::format("{},{},{}", sender, identifier_of(incident, number),
                       cap_time(incident.turns[number - 1].at));
}

}  // namespace larm::delivery
