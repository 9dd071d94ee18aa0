// Conferences: called, changed, held, ended. Whoever calls one leads it; it decides for nobody, and
// a party's position is its own.
#include <algorithm>

#include "engine/core/authority.hpp"
#include "engine/core/conference.hpp"
#include "engine/core/decide_parts.hpp"
#include "engine/core/ladder.hpp"
#include "engine/core/party.hpp"

namespace larm::core {
namespace {

constexpr int others_max = 50;
/// Called and not ended, of one incident.
constexpr std::ptrdiff_t open_max = 10;

struct AboutConference {
    Incident const* incident = nullptr;
    v1::ConferenceRecord const* record = nullptr;
};

template <typename Request>
std::expected<AboutConference, Rejection> about(Context const& context, Request const& request) {
    auto const incident = unclosed_incident_of(context, request);
    if (!incident) {
        return std::unexpected{incident.error()};
    }
    auto const* const record = conference(**incident, request.conference_id());
    if (record == nullptr) {
        return std::unexpected{refusal(Code::not_found, "conference_id",
                                       no_conference(**incident, request.conference_id()))};
    }
    return AboutConference{*incident, record};
}

template <typename Request>
std::expected<AboutConference, Rejection> about_open(Context const& context,
                                                     Request const& request) {
    auto found = about(context, request);
    if (found && found->record->ended_at_us() != 0) {
        return std::unexpected{
            refusal(Code::failed_precondition, "conference_id", "the conference has ended")};
    }
    return found;
}

std::string or_else(std::string const& said, std::string const& rule) {
    return said.empty() ? rule : said;
}

std::expected<v1::ConferenceAgenda const*, Rejection> agenda_of(v1::ConferenceRules const& rules,
                                                                std::string const& id) {
    auto const& agendas = rules.agendas();
    auto const found =
        id.empty() ? agendas.begin() : std::ranges::find(agendas, id, &v1::ConferenceAgenda::id);
    if (found == agendas.end()) {
        return std::unexpected{refusal(
            Code::invalid_argument, "agenda",
            id.empty() ? "the rules have no agenda" : "no agenda '" + id + "' in the rules")};
    }
    return &*found;
}

/// Whoever can be asked at all: a party of the pack.
bool is_known(Pack const& pack, std::string_view party) {
    auto const organisation = organisation_of(party);
    switch (role_of(party)) {
        case v1::ROLE_TIB:
        case v1::ROLE_DEPUTY:
        case v1::ROLE_BLOOD: return pack.region(organisation) != nullptr;
        case v1::ROLE_HOSPITAL:
            return pack.region(organisation) == nullptr && !pack.region_of(organisation).empty();
        case v1::ROLE_NATIONAL:
            return std::ranges::find(pack.rules.organisations(), organisation,
                                     &v1::Organisation::id) != pack.rules.organisations().end();
        case v1::ROLE_UNSPECIFIED:
        case v1::ROLE_CONTROLLER:
        case v1::ROLE_OBSERVER:
        case v1::ROLE_ADMIN:
        case v1::Role_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Role_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return false;
}

std::expected<void, Rejection> add_participants(v1::ConferenceRecord& record,
                                                Incident const& incident, int step,
                                                v1::CallConference const& request) {
    auto const& audience = incident.pack->step(step).audience();
    auto parties =
        std::vector<std::string>{request.participants().begin(), request.participants().end()};
    if (parties.empty()) {
        parties = incident.pack->parties(audience, incident.region_id);
    }
    for (auto& party : parties) {
        if (!is_known(*incident.pack, party)) {
            return std::unexpected{refusal(Code::invalid_argument, "participants",
                                           "no party '" + party +
                                               "' in the rules; others are "
                                               "named in others")};
        }
        if (std::ranges::find(record.participants(), party) == record.participants().end()) {
            *record.add_participants() = std::move(party);
        }
    }
    return {};
}

void add_rules(v1::ConferenceRecord& record, v1::ConferenceRules const& rules,
               v1::ConferenceAgenda const& agenda) {
    for (auto const& point : agenda.points()) {
        auto& added = *record.add_agenda();
        added.set_title(point.title().sv());
        added.set_kind(point.kind());
    }
    for (auto const& rule : rules.rules()) {
        record.add_rules(rule.sv());
    }
    for (auto const& rule : rules.talk_group_rules()) {
        record.add_talk_group_rules(rule.sv());
    }
}

/// Not whoever calls it.
std::vector<v1::ChaseUpdate> called(Context const& context, Incident const& incident, int step,
                                    v1::ConferenceRecord const& record) {
    std::vector<v1::ChaseUpdate> updates;
    for (auto const& party : record.participants()) {
        if (!speaks_for(context.command.actor(), party)) {
            updates.push_back(ladder::ask_anew(incident, step, party, context.now));
        }
    }
    return updates;
}

/// As it is said; else over Rakel where telephony is down, else as it was.
v1::ConferenceMeans means_or(v1::ConferenceMeans said, bool telephony_down,
                             v1::ConferenceMeans otherwise) {
    if (said != v1::CONFERENCE_MEANS_UNSPECIFIED) {
        return said;
    }
    return telephony_down ? v1::CONFERENCE_MEANS_RAKEL : otherwise;
}

/// Nobody can come to what has no number, and no talk group to fall back on.
std::optional<Rejection> refuse_unreachable(v1::ConferenceMeans means, std::string const& phone,
                                            std::string const& talk_group) {
    if (means == v1::CONFERENCE_MEANS_RAKEL && talk_group.empty()) {
        return refusal(Code::invalid_argument, "talk_group", "say which talk group");
    }
    if (means != v1::CONFERENCE_MEANS_RAKEL && phone.empty()) {
        return refusal(Code::invalid_argument, "phone", "say which number to call");
    }
    return std::nullopt;
}

/// Those named first, in that order.
std::expected<void, Rejection> line_up(v1::ConferenceChanged& changed,
                                       v1::ConferenceRecord const& record,
                                       v1::ChangeConference const& request) {
    auto const& known = record.participants();
    for (auto const& party : request.line_up()) {
        if (std::ranges::find(known, party) == known.end()) {
            return std::unexpected{refusal(Code::invalid_argument, "line_up",
                                           "'" + party + "' is not called to this conference")};
        }
        if (std::ranges::find(changed.participants(), party) == changed.participants().end()) {
            changed.add_participants(party);
        }
    }
    for (auto const& party : known) {
        if (std::ranges::find(changed.participants(), party) == changed.participants().end()) {
            changed.add_participants(party);
        }
    }
    return {};
}

}  // namespace

Outcome decide_call_conference(Context const& context, v1::CallConference const& request) {
    auto const found = running_incident_of(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = **found;
    auto const step = conference_step(*incident.pack);
    if (step < 0) {
        return std::unexpected{
            refusal(Code::failed_precondition, "incident_id",
                    "the incident's rules have no step that calls a conference; call by phone")};
    }
    if (request.others_size() > others_max) {
        return std::unexpected{refusal(Code::invalid_argument, "others",
                                       "at most " + std::to_string(others_max) + " are named")};
    }
    auto const open =
        std::ranges::count(incident.conferences, 0, &v1::ConferenceRecord::ended_at_us);
    if (open >= open_max) {
        return std::unexpected{refusal(Code::resource_exhausted, "incident_id",
                                       std::to_string(open_max) +
                                           " conferences are called and have not ended; end one "
                                           "first")};
    }
    auto const& rules = incident.pack->rules.conference();
    auto const agenda = agenda_of(rules, request.agenda());
    if (!agenda) {
        return std::unexpected{agenda.error()};
    }
    auto event = context.event(incident.id);
    auto& record = *event.mutable_conference_called()->mutable_conference();
    record.set_conference_id("K" + std::to_string(incident.conferences.size() + 1));
    record.set_organisation_id(context.command.actor().organisation());
    record.set_called_at_us(context.now.us);
    record.set_asked_at_us(context.now.us);
    record.set_called_by(context.command.actor().token_id());
    record.set_purpose(or_else(request.purpose(), (*agenda)->purpose().sv()));
    record.set_goal(or_else(request.goal(), (*agenda)->goal().sv()));
    record.set_preparation(or_else(request.preparation(), rules.preparation().sv()));
    record.set_starts_at_us(
        (context.now + seconds(std::int64_t{60} * request.starts_in_minutes())).us);
    record.set_phone(or_else(request.phone(), rules.phone()));
    record.set_code(or_else(request.code(), request.phone().empty() ? rules.code() : ""));
    record.set_talk_group(or_else(request.talk_group(), rules.talk_group()));
    record.set_telephony_down(request.telephony_down());
    record.set_means(
        means_or(request.means(), request.telephony_down(), v1::CONFERENCE_MEANS_TELEPHONE));
    *record.mutable_others() = request.others();
    add_rules(record, rules, **agenda);
    if (auto refused = refuse_unreachable(record.means(), record.phone(), record.talk_group());
        refused) {
        return std::unexpected{std::move(*refused)};
    }
    if (auto added = add_participants(record, incident, step, request); !added) {
        return std::unexpected{std::move(added.error())};
    }
    auto asked = called(context, incident, step, record);
    Events events{std::move(event)};
    ladder::ask_anew(events, context.event(incident.id), incident, step, std::move(asked));
    return events;
}

Outcome decide_change_conference(Context const& context, v1::ChangeConference const& request) {
    auto const found = about_open(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& record = *found->record;
    auto event = context.event(found->incident->id);
    auto& changed = *event.mutable_conference_changed();
    changed.set_conference_id(request.conference_id());
    changed.set_starts_at_us(
        request.starts_in_minutes() == 0
            ? record.starts_at_us()
            : (context.now + seconds(std::int64_t{60} * request.starts_in_minutes())).us);
    changed.set_phone(or_else(request.phone(), record.phone()));
    changed.set_code(or_else(request.code(), request.phone().empty() ? record.code() : ""));
    changed.set_talk_group(or_else(request.talk_group(), record.talk_group()));
    // Whoever says by telephone again, without saying that it is down, has it again.
    changed.set_telephony_down(
        request.telephony_down() ||
        (record.telephony_down() && request.means() != v1::CONFERENCE_MEANS_TELEPHONE));
    changed.set_means(means_or(request.means(), request.telephony_down(), record.means()));
    if (auto refused = refuse_unreachable(changed.means(), changed.phone(), changed.talk_group());
        refused) {
        return std::unexpected{std::move(*refused)};
    }
    if (auto lined = line_up(changed, record, request); !lined) {
        return std::unexpected{std::move(lined.error())};
    }
    changed.set_asked_anew(found->incident->is_running() &&
                           (changed.starts_at_us() != record.starts_at_us() ||
                            changed.phone() != record.phone() || changed.code() != record.code() ||
                            changed.talk_group() != record.talk_group() ||
                            changed.means() != record.means()));
    if (changed.asked_anew()) {
        auto const step = conference_step(*found->incident->pack);
        for (auto& update : called(context, *found->incident, step, record)) {
            *event.add_chases() = std::move(update);
        }
    }
    return Events{std::move(event)};
}

Outcome decide_attendance(Context const& context, v1::ReportAttendance const& request) {
    auto const found = about_open(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& record = *found->record;
    auto event = context.event(found->incident->id);
    auto& reported = *event.mutable_attendance_reported();
    reported.set_conference_id(request.conference_id());
    for (auto const& who : request.present()) {
        auto const is_called = [&who](auto const& names) {
            return std::ranges::find(names, who) != names.end();
        };
        if (!is_called(record.participants()) && !is_called(record.others())) {
            return std::unexpected{refusal(Code::invalid_argument, "present",
                                           "'" + who + "' is not called to this conference")};
        }
        if (is_called(reported.present())) {
            continue;
        }
        reported.add_present(who);
        // Whoever is there has heard the call.
        auto const* const chase =
            found->incident->chase(conference_step(*found->incident->pack), who);
        if (chase == nullptr || !found->incident->is_running()) {
            continue;
        }
        if (auto update = ladder::acknowledge(*found->incident, *chase, context.now); update) {
            *event.add_chases() = std::move(*update);
        }
    }
    return Events{std::move(event)};
}

Outcome decide_conference_decision(Context const& context,
                                   v1::RecordConferenceDecision const& request) {
    auto const found = about_open(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto event = context.event(found->incident->id);
    auto& decided = *event.mutable_conference_decided();
    decided.set_conference_id(request.conference_id());
    decided.mutable_decision()->set_number(found->record->decisions_size() + 1);
    decided.mutable_decision()->set_decision(request.decision());
    decided.mutable_decision()->set_responsible(request.responsible());
    decided.mutable_decision()->set_decided_at_us(context.now.us);
    return Events{std::move(event)};
}

Outcome decide_position(Context const& context, v1::TakePosition const& request) {
    auto const found = about(context, request);  // also afterwards, when the text has been read
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& record = *found->record;
    if (request.decision() > record.decisions_size()) {
        return std::unexpected{refusal(Code::not_found, "decision", "no such decision")};
    }
    if (std::ranges::find(record.participants(), request.party()) == record.participants().end()) {
        return std::unexpected{refusal(Code::not_found, "party",
                                       request.party() + " is not called to this conference")};
    }
    if (request.position() != v1::POSITION_SUPPORTS && request.words().empty()) {
        return std::unexpected{
            refusal(Code::invalid_argument, "words", "say which reservation, or why aside")};
    }
    auto event = context.event(found->incident->id);
    auto& taken = *event.mutable_position_taken();
    taken.set_conference_id(request.conference_id());
    taken.set_decision(request.decision());
    auto& position = *taken.mutable_position();
    position.set_party(request.party());
    position.set_position(request.position());
    position.set_words(request.words());
    position.set_taken_at_us(context.now.us);
    position.set_via(via_or_api(request.via()));
    position.set_taken_by(context.taken_by(request.via(), request.party()));
    return Events{std::move(event)};
}

Outcome decide_end_conference(Context const& context, v1::EndConference const& request) {
    auto const found = about_open(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto event = context.event(found->incident->id);
    auto& ended = *event.mutable_conference_ended();
    ended.set_conference_id(request.conference_id());
    ended.set_notes(request.notes());
    if (request.next_in_minutes() > 0) {
        ended.set_next_at_us(
            (context.now + seconds(std::int64_t{60} * request.next_in_minutes())).us);
    }
    // Nobody is called any more to what is over; what is known of them stays as it is.
    for (auto const& chase : found->incident->chases) {
        auto const& step = found->incident->pack->step(chase.step);
        if (step.start().trigger() == v1::TRIGGER_CONFERENCE_CALLED && chase.next_due.is_set() &&
            !is_called(*found->incident, chase.party, request.conference_id())) {
            auto& update = *event.add_chases() = ladder::current(*found->incident, chase);
            update.set_next_due_us(0);
        }
    }
    return Events{std::move(event)};
}

}  // namespace larm::core
