// What a pack says of support, supplies, situation reports and conferences, and of the steps that
// somebody's act begins.
#include <fmt/format.h>

#include <algorithm>

#include "engine/rules/check_pack.hpp"
#include "engine/rules/pack_names.hpp"

namespace larm::rules {
namespace {

constexpr int age_max_minutes = 30 * 24 * 60;
constexpr int short_max_tenths = 3650;
constexpr int repeat_min_s = 300;
constexpr int repeat_max_s = 24 * 3600;
constexpr int turn_min_s = 10;
constexpr int turn_max_s = 600;
constexpr int sections_max = 60;
constexpr int points_max = 40;

void check_text(Check const& check, Place const& place, std::string_view what,
                v1::Text const& text) {
    check.present(place.at("sv"), std::string{what} + " in Swedish", text.sv());
    check.present(place.at("en"), std::string{what} + " in English", text.en());
}

void check_supplies(Check const& check) {
    if (!check.pack().has_support()) {
        return;
    }
    auto const place = check.at("support");
    auto const& rules = check.pack().support();
    auto const ids = ids_of(rules.items());
    for (int index = 0; index < rules.items_size(); ++index) {
        auto const& item = rules.items(index);
        auto const at = place.at("items", index);
        check.id(at.at("id"), "supply", item.id(), ids, index);
        check_text(check, at.at("title"), "title", item.title());
        check.range(at.at("max_age_minutes"), "max_age_minutes", item.max_age_minutes(), 1,
                    age_max_minutes);
        check.range(at.at("short_below_tenths"), "short_below_tenths", item.short_below_tenths(), 1,
                    short_max_tenths);
        check.present(at.at("source"), "source", item.source());
    }
    check.range(place.at("other_max_age_minutes"), "other_max_age_minutes",
                rules.other_max_age_minutes(), 1, age_max_minutes);
    check.range(place.at("other_short_below_tenths"), "other_short_below_tenths",
                rules.other_short_below_tenths(), 0, short_max_tenths);
    check.present(place.at("source"), "source", rules.source());
}

void check_section(Check const& check, Place const& at, v1::SituationSection const& section) {
    check_text(check, at.at("title"), "title", section.title());
    if (section.source() == v1::SITUATION_SOURCE_UNSPECIFIED) {
        check.fault(at.at("source"),
                    fmt::format("\"{}\" does not say where it takes its words from", section.id()),
                    "write source: SITUATION_SOURCE_FREE_TEXT for what a human writes");
    }
    if (section.source() == v1::SITUATION_SOURCE_FREE_TEXT && section.filled_by().empty()) {
        check.fault(at, fmt::format("nobody writes \"{}\"", section.id()),
                    "write filled_by: ROLE_TIB");
    }
    for (int index = 0; index < section.filled_by_size(); ++index) {
        auto const role = section.filled_by(index);
        if (role == v1::ROLE_UNSPECIFIED || role == v1::ROLE_CONTROLLER ||
            role == v1::ROLE_OBSERVER || role == v1::ROLE_ADMIN) {
            check.fault(at.at("filled_by", index),
                        v1::Role_Name(static_cast<v1::Role>(role)) + " writes nothing",
                        "ROLE_TIB, ROLE_DEPUTY, ROLE_BLOOD, ROLE_HOSPITAL or ROLE_NATIONAL");
        }
    }
}

void check_situation(Check const& check) {
    if (!check.pack().has_situation()) {
        return;
    }
    auto const place = check.at("situation");
    auto const& rules = check.pack().situation();
    check.present(place.at("version"), "version", rules.version());
    check_text(check, place.at("title"), "title", rules.title());
    check.present(place.at("source"), "source", rules.source());
    if (rules.repeat_every_s() != 0) {
        check.range(place.at("repeat_every_s"), "repeat_every_s", rules.repeat_every_s(),
                    repeat_min_s, repeat_max_s);
    }
    if (rules.sections().empty() || rules.sections_size() > sections_max) {
        check.fault(place, fmt::format("{} sections", rules.sections_size()),
                    fmt::format("a template has 1 to {}", sections_max));
        return;
    }
    auto const ids = ids_of(rules.sections());
    for (int index = 0; index < rules.sections_size(); ++index) {
        auto const at = place.at("sections", index);
        check.id(at.at("id"), "section", rules.sections(index).id(), ids, index);
        check_section(check, at, rules.sections(index));
    }
}

void check_agenda(Check const& check, Place const& at, v1::ConferenceAgenda const& agenda) {
    check_text(check, at.at("title"), "title", agenda.title());
    check.present(at.at("purpose").at("sv"), "purpose in Swedish", agenda.purpose().sv());
    check.present(at.at("goal").at("sv"), "goal in Swedish", agenda.goal().sv());
    if (agenda.points().empty() || agenda.points_size() > points_max) {
        check.fault(at, fmt::format("{} points", agenda.points_size()),
                    fmt::format("an agenda has 1 to {}", points_max));
        return;
    }
    for (int index = 0; index < agenda.points_size(); ++index) {
        auto const& point = agenda.points(index);
        auto const place = at.at("points", index);
        check.present(place.at("title").at("sv"), "title in Swedish", point.title().sv());
        if (point.kind() == v1::AGENDA_KIND_UNSPECIFIED) {
            check.fault(place.at("kind"), "the point does not say what it is for",
                        "AGENDA_KIND_INFORMATION, AGENDA_KIND_DISCUSSION or AGENDA_KIND_DECISION");
        }
    }
}

void check_conference(Check const& check) {
    if (!check.pack().has_conference()) {
        return;
    }
    auto const place = check.at("conference");
    auto const& rules = check.pack().conference();
    check.present(place.at("source"), "source", rules.source());
    if (rules.agendas().empty()) {
        check.fault(place, "no agenda", "write agendas { id: ... }");
    }
    auto const ids = ids_of(rules.agendas());
    for (int index = 0; index < rules.agendas_size(); ++index) {
        auto const at = place.at("agendas", index);
        check.id(at.at("id"), "agenda", rules.agendas(index).id(), ids, index);
        check_agenda(check, at, rules.agendas(index));
    }
    if (!rules.talk_group().empty()) {
        check.range(place.at("talk_group_turn_s"), "talk_group_turn_s", rules.talk_group_turn_s(),
                    turn_min_s, turn_max_s);
        if (rules.talk_group_rules().empty()) {
            check.fault(place.at("talk_group"), "a talk group without rules",
                        "say how long one speaks at a time, and KOM, SLUT KOM, KLART SLUT");
        }
    }
}

/// What a step that somebody begins must ask for; unspecified: it is begun otherwise.
v1::Expects fitting(v1::Trigger trigger) {
    if (trigger == v1::TRIGGER_SUPPORT_REQUESTED) {
        return v1::EXPECTS_SUPPORT_OFFER;
    }
    if (trigger == v1::TRIGGER_TRANSFERS_PROPOSED) {
        return v1::EXPECTS_TRANSFER_ANSWER;
    }
    if (trigger == v1::TRIGGER_TRIAGE_RECOMMENDED) {
        return v1::EXPECTS_TRIAGE_DECISION;
    }
    return trigger == v1::TRIGGER_SITUATION_SENT || trigger == v1::TRIGGER_CONFERENCE_CALLED
               ? v1::EXPECTS_ACKNOWLEDGEMENT
               : v1::EXPECTS_UNSPECIFIED;
}

void check_step(Check const& check, Place const& place, v1::Step const& step) {
    auto const trigger = step.start().trigger();
    auto const fits = fitting(trigger);
    if (fits != v1::EXPECTS_UNSPECIFIED && step.expects() != v1::EXPECTS_UNSPECIFIED &&
        step.expects() != fits) {
        check.fault(place.at("expects"),
                    fmt::format("a step that starts with {} asks for something else",
                                v1::Trigger_Name(trigger)),
                    "write expects: " + v1::Expects_Name(fits));
    }
    if (step.expects() == v1::EXPECTS_SUPPORT_OFFER && trigger != v1::TRIGGER_SUPPORT_REQUESTED) {
        check.fault(place.at("start").at("trigger"), "support is offered before it is asked for",
                    "write trigger: TRIGGER_SUPPORT_REQUESTED");
    }
    if (step.expects() == v1::EXPECTS_TRANSFER_ANSWER &&
        trigger != v1::TRIGGER_TRANSFERS_PROPOSED) {
        check.fault(place.at("start").at("trigger"), "a move is answered before it is proposed",
                    "write trigger: TRIGGER_TRANSFERS_PROPOSED");
    }
    if (step.expects() == v1::EXPECTS_TRIAGE_DECISION &&
        trigger != v1::TRIGGER_TRIAGE_RECOMMENDED) {
        check.fault(place.at("start").at("trigger"), "nothing has been recommended to decide on",
                    "write trigger: TRIGGER_TRIAGE_RECOMMENDED");
    }
    if (step.required() && fits != v1::EXPECTS_UNSPECIFIED) {
        check.fault(place.at("required"), "what somebody may ask at any time is not required",
                    "leave required out: each answer is chased in any case");
    }
    auto const needs = [&](bool has, std::string_view what, std::string_view why) {
        if (!has && check.is_whole()) {
            check.fault(place.at("start"), fmt::format("the pack has no {}", what),
                        std::string{why});
        }
    };
    auto const reports =
        step.expects() == v1::EXPECTS_SITUATION_REPORT || trigger == v1::TRIGGER_SITUATION_SENT;
    if (reports) {
        needs(check.pack().has_situation(), "situation", "nothing could be sent");
    }
    if (trigger == v1::TRIGGER_TRANSFERS_PROPOSED) {
        needs(check.pack().has_transfers(), "transfers", "no move would ever be proposed");
    }
    if (trigger == v1::TRIGGER_TRIAGE_RECOMMENDED) {
        needs(check.pack().has_triage(), "triage", "nothing could be recommended");
    }
    if (trigger == v1::TRIGGER_CONFERENCE_CALLED) {
        needs(check.pack().has_conference(), "conference", "no conference could be called");
    }
}

/// The core takes the first of these.
void check_only_one(Check const& check, v1::Trigger trigger) {
    v1::Step const* first = nullptr;
    for (int index = 0; index < check.pack().steps_size(); ++index) {
        auto const& step = check.pack().steps(index);
        if (step.start().trigger() != trigger) {
            continue;
        }
        if (first != nullptr) {
            check.fault(check.at("steps", index).at("start"),
                        fmt::format("\"{}\" starts with {} already", first->id(),
                                    v1::Trigger_Name(trigger)),
                        "a pack has one such step");
        }
        first = first == nullptr ? &step : first;
    }
}

}  // namespace

void check_cooperation(Check const& check) {
    check_supplies(check);
    check_situation(check);
    check_conference(check);
    for (int index = 0; index < check.pack().steps_size(); ++index) {
        check_step(check, check.at("steps", index), check.pack().steps(index));
    }
    check_only_one(check, v1::TRIGGER_SUPPORT_REQUESTED);
    check_only_one(check, v1::TRIGGER_CONFERENCE_CALLED);
    check_only_one(check, v1::TRIGGER_TRANSFERS_PROPOSED);
}

}  // namespace larm::rules
