// The situation report: humans fill its sections and a human sends it. It goes out as what was
// known in that moment; later words never change what was sent.
#include "engine/core/decide_parts.hpp"
#include "engine/core/ladder.hpp"
#include "engine/core/party.hpp"
#include "engine/core/situation.hpp"

namespace larm::core {
namespace {

template <typename Request>
std::expected<Incident const*, Rejection> reported_incident_of(Context const& context,
                                                               Request const& request) {
    auto incident = unclosed_incident_of(context, request);
    if (incident &&
        ((*incident)->pack == nullptr || (*incident)->pack->rules.situation().sections().empty())) {
        return std::unexpected{refusal(Code::failed_precondition, "incident_id",
                                       (*incident)->pack == nullptr
                                           ? "the incident has not been confirmed"
                                           : "the incident's rules have no situation report")};
    }
    return incident;
}

/// Who writes: the caller as a party, whichever of its duty officers it is.
std::string writer(v1::Actor const& actor) {
    return make_party(actor.role(), actor.organisation());
}

/// Whoever is reminded of the report is reminded of the next one, and those it is for are told.
void tend_chases(Events& events, Context const& context, Incident const& incident) {
    auto& event = events.front();
    for (auto const& chase : incident.chases) {
        auto const& step = incident.pack->step(chase.step);
        if (!incident.still_asks(chase.step)) {
            continue;
        }
        if (step.expects() == v1::EXPECTS_SITUATION_REPORT) {
            auto& update = *event.add_chases() = ladder::settle(incident, chase);
            update.set_next_due_us(next_situation(incident, context.now).us);
        } else if (step.start().trigger() == v1::TRIGGER_SITUATION_SENT) {
            *event.add_chases() = ladder::ask_anew(incident, chase.step, chase.party, context.now);
        }
    }
}

template <typename Sections>
std::string no_section(Sections const& sections, std::string const& id) {
    std::vector<Named> known;
    for (auto const& each : sections) {
        known.push_back({each.id(), each.title().sv()});
    }
    return "no section '" + id + "' in the template; " + meant_or_all(id, known);
}

}  // namespace

Outcome decide_fill_situation(Context const& context, v1::FillSituation const& request) {
    auto const found = reported_incident_of(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    if (situation_section(**found, request.section()) == nullptr) {
        return std::unexpected{
            refusal(Code::not_found, "section",
                    no_section((*found)->pack->rules.situation().sections(), request.section()))};
    }
    auto event = context.event((*found)->id);
    auto& fill = *event.mutable_situation_filled()->mutable_fill();
    fill.set_section(request.section());
    fill.set_words(request.words());
    fill.set_filled_at_us(context.now.us);
    fill.set_party(writer(context.command.actor()));
    fill.set_filled_by(context.command.actor().token_id());
    return Events{std::move(event)};
}

Outcome decide_send_situation(Context const& context, v1::SendSituation const& request) {
    auto const found = reported_incident_of(context, request);
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto const& incident = **found;
    Events events{context.event(incident.id)};
    auto& report = *events.front().mutable_situation_sent()->mutable_report();
    report.set_number(static_cast<int>(incident.situations.size()) + 1);
    report.set_sent_at_us(context.now.us);
    report.set_sent_by(context.command.actor().token_id());
    report.set_note(request.note());
    *report.mutable_facts() = situation_facts(context.state, incident, context.now);
    tend_chases(events, context, incident);
    return events;
}

}  // namespace larm::core
