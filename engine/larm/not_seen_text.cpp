#include "engine/larm/not_seen_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace larm::cli {
namespace {

template <typename Channels>
std::string names_of(Channels const& channels, report::Words const& words) {
    std::string text;
    for (auto const each : channels) {
        auto const channel = static_cast<v1::Channel>(each);
        auto const name = channel == v1::CHANNEL_OPERATOR
                              ? std::string{words.say("ska ringas", "to be called")}
                              : words.channel(channel);
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

/// What has left, then what has not: nobody may take a message that failed for one on its way.
std::string how_tried(v1::NotSeen const& unseen, report::Words const& words) {
    auto text = names_of(unseen.tried(), words);
    auto const add = [&](auto const& channels, std::string_view sv, std::string_view en) {
        if (!channels.empty()) {
            text += fmt::format("{}{} {}", text.empty() ? "" : "; ", words.say(sv, en),
                                names_of(channels, words));
        }
    };
    add(unseen.waiting(), "väntar på att sändas:", "waits to be sent:");
    add(unseen.failed(), "GICK INTE FRAM:", "FAILED:");
    if (unseen.calls() > 0) {
        text += fmt::format("{}{} {}", text.empty() ? "" : "; ", unseen.calls(),
                            words.say("samtal utan svar", "calls unanswered"));
    }
    if (unseen.state() == v1::PARTY_STATE_DELIVERED) {
        text += words.say("; framme, inte kvitterat", "; arrived, not acknowledged");
    }
    return text.empty() ? std::string{words.say("inte sänt än", "not sent yet")} : text;
}

/// Parties of whom nothing is known to have reached them in any step.
int never_reached(v1::IncidentView const& incident) {
    std::map<std::string, bool> reached;
    for (auto const& party : incident.parties()) {
        reached[party.party()] |= party.state() != v1::PARTY_STATE_PENDING &&
                                  party.state() != v1::PARTY_STATE_UNREACHABLE;
    }
    return static_cast<int>(
        std::ranges::count_if(reached, [](auto const& each) { return !each.second; }));
}

std::string all_have_seen(v1::IncidentView const& incident, std::string_view what,
                          report::Words const& words) {
    auto const others = never_reached(incident);
    if (others == 0) {
        return fmt::format(
            "{} {}", words.say("Alla larmade har sett", "All who were alerted have seen"), what);
    }
    return fmt::format(
        "{} {}; {} {}",
        words.say("Alla som larmet nådde har sett", "All whom the alarm reached have seen"), what,
        others, words.say("nåddes aldrig av larmet", "were never reached by the alarm"));
}

}  // namespace

std::string not_seen_text(v1::IncidentView const& incident, report::Words const& words,
                          std::function<std::string(std::string const& party)> const& party_name) {
    auto const is_rescinded = incident.phase() == v1::INCIDENT_PHASE_RESCINDED;
    auto const what = is_rescinded ? words.say("återkallelsen", "the rescission")
                                   : words.say("avlarmningen", "the stand-down");
    if (incident.not_seen().empty()) {
        auto const has_ended = incident.phase() == v1::INCIDENT_PHASE_STOOD_DOWN || is_rescinded;
        return has_ended ? all_have_seen(incident, what, words) : std::string{};
    }
    auto text = fmt::format("{} {} ({}): ", words.say("Har inte sett", "Have not seen"), what,
                            incident.not_seen_size());
    auto is_first = true;
    for (auto const& unseen : incident.not_seen()) {
        text += fmt::format("{}{} ({})", is_first ? "" : ", ", party_name(unseen.party()),
                            how_tried(unseen, words));
        is_first = false;
    }
    return text;
}

}  // namespace larm::cli
