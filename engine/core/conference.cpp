#include "engine/core/conference.hpp"

#include <algorithm>

#include "engine/core/check.hpp"
#include "engine/core/party.hpp"

namespace larm::core {
namespace {

v1::ConferenceRecord& record_of(Incident& incident, std::string const& id) {
    auto const found =
        std::ranges::find(incident.conferences, id, &v1::ConferenceRecord::conference_id);
    LARM_CHECK(found != incident.conferences.end());
    return *found;
}

bool is_present(v1::ConferenceRecord const& record, std::string_view who) {
    return std::ranges::find(record.present(), who) != record.present().end();
}

/// Whoever called it is not asked, and is seen to know of it.
bool has_called(v1::ConferenceRecord const& record, std::string_view party) {
    return organisation_of(party) == record.organisation_id() &&
           (role_of(party) == v1::ROLE_TIB || role_of(party) == v1::ROLE_DEPUTY ||
            role_of(party) == v1::ROLE_NATIONAL);
}

/// From what the participant has said since it was asked last.
v1::ParticipantView answered(Incident const& incident, v1::ConferenceRecord const& record,
                             std::string const& party) {
    constexpr std::string_view no = "decline: ";
    v1::ParticipantView view;
    view.set_who(party);
    view.set_attendance(v1::ATTENDANCE_CALLED);
    view.set_since(record.asked_at_us());
    auto const* const chase = incident.chase(conference_step(*incident.pack), party);
    if (has_called(record, party)) {
        view.set_attendance(v1::ATTENDANCE_SEEN);
    } else if (chase != nullptr && chase->acknowledged_at.us >= record.asked_at_us()) {
        auto const is_no = chase->answer.starts_with(no);
        view.set_attendance(is_no ? v1::ATTENDANCE_DECLINED : v1::ATTENDANCE_SEEN);
        view.set_since(chase->since.us);
        view.set_reason(is_no ? chase->answer.substr(no.size()) : std::string{});
    }
    return view;
}

void at_roll_call(v1::ParticipantView& view, v1::ConferenceRecord const& record) {
    if (record.roll_call_at_us() != 0) {
        view.set_attendance(is_present(record, view.who()) ? v1::ATTENDANCE_PRESENT
                                                           : v1::ATTENDANCE_MISSING);
        view.set_since(record.roll_call_at_us());
    }
}

void fold(Incident& incident, v1::ConferenceChanged const& changed, v1::Event const& event) {
    auto& record = record_of(incident, changed.conference_id());
    record.set_starts_at_us(changed.starts_at_us());
    record.set_phone(changed.phone());
    record.set_code(changed.code());
    record.set_talk_group(changed.talk_group());
    record.set_means(changed.means());
    record.set_telephony_down(changed.telephony_down());
    *record.mutable_participants() = changed.participants();
    if (changed.asked_anew()) {
        record.set_asked_at_us(event.at_us());
    }
}

void fold(Incident& incident, v1::PositionTaken const& taken) {
    auto& record = record_of(incident, taken.conference_id());
    LARM_CHECK(taken.decision() >= 1 && taken.decision() <= record.decisions_size());
    auto& positions = *record.mutable_decisions(taken.decision() - 1)->mutable_positions();
    auto const known =
        std::ranges::find(positions, taken.position().party(), &v1::PositionRecord::party);
    (known == positions.end() ? *positions.Add() : *known) = taken.position();
}

}  // namespace

v1::ConferenceRecord const* conference(Incident const& incident, std::string_view id) {
    auto const found =
        std::ranges::find(incident.conferences, id, &v1::ConferenceRecord::conference_id);
    return found == incident.conferences.end() ? nullptr : &*found;
}

std::string no_conference(Incident const& incident, std::string_view id) {
    std::string there;
    for (auto const& record : incident.conferences) {
        there += (there.empty() ? "; there are: " : ", ") + record.conference_id();
    }
    return "no conference '" + std::string{id} + "'" +
           (there.empty() ? "; none has been called" : there);
}

bool is_called(Incident const& incident, std::string_view party, std::string_view except) {
    auto const role = role_of(party);
    auto const may_call =
        role == v1::ROLE_TIB || role == v1::ROLE_DEPUTY || role == v1::ROLE_NATIONAL;
    return std::ranges::any_of(incident.conferences, [&](auto const& each) {
        // Whoever calls a conference is not called to it.
        auto const is_own = may_call && each.organisation_id() == organisation_of(party);
        return each.ended_at_us() == 0 && each.conference_id() != except && !is_own &&
               std::ranges::find(each.participants(), party) != each.participants().end();
    });
}

int conference_step(Pack const& pack) {
    for (int step = 0; step < pack.rules.steps_size(); ++step) {
        if (pack.step(step).start().trigger() == v1::TRIGGER_CONFERENCE_CALLED) {
            return step;
        }
    }
    return -1;
}

v1::ConferenceView conference_view(Incident const& incident, v1::ConferenceRecord const& record) {
    v1::ConferenceView view;
    *view.mutable_record() = record;
    for (auto const& party : record.participants()) {
        auto& participant = *view.add_participants() = answered(incident, record, party);
        at_roll_call(participant, record);
    }
    for (auto const& other : record.others()) {
        auto& participant = *view.add_participants();
        participant.set_who(other);
        participant.set_attendance(v1::ATTENDANCE_CALLED);
        participant.set_since(record.called_at_us());
        at_roll_call(participant, record);
    }
    return view;
}

void fold_conference(Incident& incident, v1::Event const& event) {
    if (event.has_conference_called()) {
        incident.conferences.push_back(event.conference_called().conference());
    } else if (event.has_conference_changed()) {
        fold(incident, event.conference_changed(), event);
    } else if (event.has_attendance_reported()) {
        auto& record = record_of(incident, event.attendance_reported().conference_id());
        *record.mutable_present() = event.attendance_reported().present();
        record.set_roll_call_at_us(event.at_us());
    } else if (event.has_conference_decided()) {
        *record_of(incident, event.conference_decided().conference_id()).add_decisions() =
            event.conference_decided().decision();
    } else if (event.has_position_taken()) {
        fold(incident, event.position_taken());
    } else if (event.has_conference_ended()) {
        auto& record = record_of(incident, event.conference_ended().conference_id());
        record.set_ended_at_us(event.at_us());
        record.set_notes(event.conference_ended().notes());
        record.set_next_at_us(event.conference_ended().next_at_us());
    }
}

}  // namespace larm::core
