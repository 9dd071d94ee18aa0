#include "engine/larm/made_text.hpp"

#include <fmt/format.h>
#include <larm/v1/blood.pb.h>
#include <larm/v1/capacity.pb.h>
#include <larm/v1/conference.pb.h>
#include <larm/v1/event.pb.h>
#include <larm/v1/exercise.pb.h>
#include <larm/v1/incident.pb.h>
#include <larm/v1/session.pb.h>
#include <larm/v1/situation.pb.h>
#include <larm/v1/support.pb.h>
#include <larm/v1/transfer.pb.h>
#include <larm/v1/transport.pb.h>

#include <algorithm>
#include <array>

#include "engine/core/incident.hpp"
#include "engine/larm/made_exercise.hpp"
#include "engine/larm/made_promises.hpp"
#include "engine/report/event_text.hpp"

namespace larm::cli {
namespace {

namespace pb = google::protobuf;

/// What the daemon says of the incident of a request.
template <typename View, typename Request>
View seen(Daemon& daemon, char const* method, std::string const& incident) {
    Request request;
    request.set_incident_id(incident);
    View view;
    return daemon.learn_soon(method, request, view) ? view : View{};
}

/// A disk that fails is not asked: whoever must write down the alarm by hand shall not wait.
bool can_be_asked(v1::CommandReply const& reply) {
    return reply.seq() > 0 && reply.durability() == v1::DURABILITY_LOCAL;
}

/// What the command did, as the journal has it: also where it is sent again, or others do the same.
v1::Event done_by(Daemon& daemon, v1::CommandReply const& reply) {
    v1::ListEvents wanted;
    wanted.set_after(reply.seq() - 1);
    wanted.set_up_to(reply.seq());
    v1::ListEventsReply events;
    auto const is_told = daemon.learn_soon("larm.v1.ConsoleService/ListEvents", wanted, events) &&
                         events.events_size() == 1 && events.events(0).seq() == reply.seq();
    return is_told ? events.events(0).event() : v1::Event{};
}

std::string promised(v1::TransportsCommitted const& promise) {
    return fmt::format(
        "Löfte {1}. När de åker: larm depart --region {0} --commitment {1} --count {2}; tas "
        "tillbaka: larm revoke --region {0} --commitment {1} --count {2} --reason SKÄL\n",
        promise.region_id(), promise.commitment_id(), promise.count());
}

/// Whoever has ended the alarm sees who has not heard of it, and closes it after.
std::string ended(v1::Event const& event) {
    return fmt::format(
        "Vem som inte har sett slutet: larm incident --incident {0}. När alla har det, eller är "
        "uppringda: larm close --incident {0}\n",
        event.incident_id());
}

/// What has been accepted goes on when it leaves.
std::string accepted(v1::Event const& event) {
    if (event.has_support_accepted()) {
        auto const& taken = event.support_accepted();
        return fmt::format(
            "Mottaget: {1}. Den som ger säger när det åker: larm support report --request {0} "
            "--offer {1} --kind under-way\n",
            taken.request_id(), taken.offer_id());
    }
    if (event.has_blood_accepted()) {
        return fmt::format(
            "Mottaget: {0}. Den som ger säger när det åker: larm blood transport --offer {0} "
            "--state under-way\n",
            event.blood_accepted().offer_id());
    }
    std::string moves;
    std::string first;
    for (auto const& move : event.transfers_changed().moves()) {
        if (move.state() == v1::TRANSFER_STATE_ACCEPTED) {
            moves += (moves.empty() ? "" : ", ") + move.move_id();
            first = first.empty() ? move.move_id() : first;
        }
    }
    return moves.empty() ? moves
                         : fmt::format(
                               "Mottagna: {}. När patienterna åker: larm transfer depart --move "
                               "{}\n",
                               moves, first);
}

std::string called(v1::ConferenceRecord const& record) {
    return fmt::format(
        "Kallelsen: larm conference export --conference {0} --format call-text; upprop: larm "
        "conference attendance --conference {0} --present PART\n",
        record.conference_id());
}

/// By a human, as it was made.
std::string moved(v1::TransferMove const& move, report::Words const& words) {
    auto const is_accepted = move.state() == v1::TRANSFER_STATE_ACCEPTED;
    auto const* const pack = words.pack();
    auto const region = pack == nullptr ? std::string{"REGION"}
                                        : std::string{pack->region_of(move.to_hospital_id())};
    return fmt::format("Flyttning {0} till {1}, {2}: larm transfer {3} --move {0}\n",
                       move.move_id(), words.organisation(move.to_hospital_id()),
                       is_accepted ? "mottagen. När de åker" : "föreslagen. Mottagaren svarar",
                       is_accepted ? std::string{"depart"} : "accept --region " + region);
}

/// A report alarms nobody; one to an incident that has been alarmed needs no alarm.
std::string reported(Daemon& daemon, v1::Event const& event) {
    auto const reply = seen<v1::GetIncidentReply, v1::GetIncident>(
        daemon, "larm.v1.IncidentService/GetIncident", event.incident_id());
    if (reply.incident().incident_id() != event.incident_id()) {
        return {};
    }
    return reply.incident().phase() == v1::INCIDENT_PHASE_REPORTED
               ? fmt::format(
                     "Inget larm har gått ut. Det gör det med: larm confirm --incident {} "
                     "--region {} --level katastrof\n",
                     event.incident_id(), event.incident_reported().region_id())
               : fmt::format(
                     "Rapporten hör till en händelse som redan är larmad: larm incident {}\n",
                     event.incident_id());
}

std::string made(Daemon& daemon, v1::Event const& event, report::Words const& words) {
    if (event.has_transports_committed()) {
        return promised(event.transports_committed());
    }
    if (event.has_support_requested()) {
        return fmt::format(
            "Begäran {0}. En tillfrågad region svarar: larm support offer --region REGION "
            "--request {0} --line 1 --quantity ANTAL\n",
            event.support_requested().request().request_id());
    }
    if (event.has_support_offered()) {
        return fmt::format(
            "Erbjudande {1}. Den som bad tar emot: larm support accept --request {0} --offer {1}\n",
            event.support_offered().request_id(), event.support_offered().offer().offer_id());
    }
    if (event.has_blood_offered()) {
        return fmt::format(
            "Erbjudande {0}. Den som larmade tar emot: larm blood accept --offer {0}\n",
            event.blood_offered().offer_id());
    }
    if (event.has_conference_called()) {
        return called(event.conference_called().conference());
    }
    if (event.has_conference_decided()) {
        return fmt::format(
            "Var en part står: larm conference position --conference {0} --decision {1} --party "
            "PART --position supports\n",
            event.conference_decided().conference_id(),
            event.conference_decided().decision().number());
    }
    if (event.has_situation_sent()) {
        return fmt::format(
            "Som fil: larm situation export --number {0} --format pdf > lagesbild-{0}.pdf\n",
            event.situation_sent().report().number());
    }
    if (event.transfers_changed().act() == v1::TRANSFER_ACT_PROPOSED &&
        !event.transfers_changed().moves().empty()) {
        return moved(event.transfers_changed().moves(0), words);
    }
    if (event.has_incident_stood_down() || event.has_incident_rescinded()) {
        return ended(event);
    }
    if (event.has_support_accepted() || event.has_blood_accepted() ||
        event.transfers_changed().act() == v1::TRANSFER_ACT_ACCEPTED) {
        return accepted(event);
    }
    return event.has_incident_reported() ? reported(daemon, event) : std::string{};
}

v1::GetTransfersReply transfers(Daemon& daemon, std::string const& incident) {
    return seen<v1::GetTransfersReply, v1::GetTransfers>(
        daemon, "larm.v1.TransferService/GetTransfers", incident);
}

int persons(v1::SeverityCounts const& counts) {
    return counts.severe() + counts.moderate() + counts.minor();
}

std::string counted(int count, char const* one, char const* several) {
    return fmt::format("{} {}", count, count == 1 ? one : several);
}

std::string made(Daemon& daemon, v1::ProposeTransfers const& request, report::Words const&) {
    auto const reply = transfers(daemon, request.incident_id());
    if (reply.seq() == 0) {
        return {};
    }
    if (!reply.has_rules()) {
        return "Händelsens regler har inget om flyttningar: inget föreslås.\n";
    }
    int left = 0;
    for (auto const& each : reply.proposal().left_behind()) {
        left += each.count();
    }
    auto const plan = reply.proposal().number();
    auto const proposed = persons(reply.proposed());
    auto const is_new = plan > 0 && reply.proposal().at_us() == reply.looked_at();
    return fmt::format(
        "{}: {} i förslag, {} att svara{}. larm transfer status visar varje flyttning och varför\n",
        plan == 0 ? std::string{"Inget förslag"}
        : is_new  ? fmt::format("Förslag {}", plan)
                  : fmt::format("Förslag {} står kvar: inget är bättre med reglernas marginal "
                                 "(--replace byter där ett annat är minsta lilla bättre)",
                                plan),
        counted(proposed, "patient", "patienter"),
        counted(reply.awaited_region_ids_size(), "region har", "regioner har"),
        left == 0 ? std::string{}
                  : ", " + counted(left, "patient flyttas inte", "patienter flyttas inte"));
}

/// Those that the asked ones need are ordered with them: whoever asked for one hears of all.
std::string made(Daemon& daemon, v1::OrderSteps const& request, report::Words const&) {
    auto const reply = seen<v1::GetCapacityReply, v1::GetCapacity>(
        daemon, "larm.v1.CapacityService/GetCapacity", {});
    auto const hospital = std::ranges::find(reply.hospitals(), request.hospital_id(),
                                            &v1::HospitalCapacityView::hospital_id);
    if (hospital == reply.hospitals().end()) {
        return {};
    }
    auto const is_asked = [&](v1::StepView const& step) {
        return std::ranges::find(request.step_ids(), step.record().step_id()) !=
               request.step_ids().end();
    };
    std::int64_t at = 0;
    for (auto const& step : hospital->steps()) {
        at = is_asked(step) ? std::max(at, step.record().ordered_at_us()) : at;
    }
    std::string text;
    for (auto const& step : hospital->steps()) {
        if (at != 0 && step.record().ordered_at_us() == at) {
            text += fmt::format("Beställt: {} ({}){}\n", step.record().step_id(), step.title(),
                                is_asked(step) ? "" : ", som krävs först");
        }
    }
    return text.empty() ? text
                        : fmt::format(
                              "{}Sjukhuset svarar: larm capacity step --hospital {} --step "
                              "{} --state accepted --ready-in-minutes MINUTER\n",
                              text, request.hospital_id(), request.step_ids(0));
}

std::string made(Daemon&, v1::ReportCasualties const& request, report::Words const&) {
    return fmt::format(
        "Skadeplats {0}. Fler rapporter om den: --site {0}; vart de skadade ska: "
        "larm transfer plan, eller larm transfer move --from-site {0}\n",
        request.site_id());
}

std::string made(Daemon&, v1::OfferDuty const& request, report::Words const&) {
    return fmt::format("Den som tar över säger: larm duty accept --party {} --officer {}\n",
                       request.party(), request.to_officer_id());
}

using Maker = std::string (*)(Daemon&, pb::Message const&, report::Words const&);

template <typename Request>
std::string as(Daemon& daemon, pb::Message const& request, report::Words const& words) {
    auto const* const typed = pb::DynamicCastToGenerated<Request>(&request);
    return typed == nullptr ? std::string{} : made(daemon, *typed, words);
}

constexpr auto makers = std::to_array<Maker>({
    as<v1::ProposeTransfers>,
    as<v1::OrderSteps>,
    as<v1::ReportCasualties>,
    as<v1::OfferDuty>,
});

/// Somebody else may have confirmed it while this one was asked for a JA.
bool was_only_reported(Daemon& daemon, v1::IncidentView const& before) {
    v1::GetIncident wanted;
    wanted.set_incident_id(before.incident_id());
    v1::GetIncidentReply reply;
    return before.phase() == v1::INCIDENT_PHASE_REPORTED &&
           daemon.learn_soon("larm.v1.IncidentService/GetIncident", wanted, reply) &&
           reply.incident().confirmed_at() == 0;
}

}  // namespace

std::string made_text(Daemon& daemon, pb::Message const& request, std::string const& json,
                      PackNames& names, v1::IncidentView const& before) {
    // A controller's command is in the exercise's journal; the token may be of the live world's.
    if (request.GetDescriptor()->file() == v1::LoadExercise::descriptor()->file()) {
        return made_in_exercise(daemon, request, json, names);
    }
    v1::CommandReply reply;
    if (!read_json(json, reply) || !can_be_asked(reply)) {
        return {};
    }
    auto const event = done_by(daemon, reply);
    report::Words const words{names.pack_or_of(daemon), report::Language::swedish};
    core::Incident stood;
    stood.level = before.level();
    auto const was_report = event.has_incident_rescinded() && was_only_reported(daemon, before);
    stood.phase = was_report ? v1::INCIDENT_PHASE_REPORTED : v1::INCIDENT_PHASE_RUNNING;
    auto const is_told_by_it = event.has_level_changed() || event.has_incident_rescinded();
    auto text = report::event_text(event, is_told_by_it ? &stood : nullptr, words);
    if (!text.empty()) {
        text = "Skrivet: " + text + "\n";
    }
    for (auto const maker : makers) {
        if (auto const what = maker(daemon, request, words); !what.empty()) {
            return text + what;
        }
    }
    if (was_report) {
        return text +
               fmt::format("Ingen har larmats. Avsluta händelsen: larm close --incident {}\n",
                           event.incident_id());
    }
    return text + made(daemon, event, words) + left_of_promises(daemon, event, words);
}

}  // namespace larm::cli
