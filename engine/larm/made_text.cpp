#include "engine/larm/made_text.hpp"

#include <fmt/format.h>
#include <larm/v1/blood.pb.h>
#include <larm/v1/capacity.pb.h>
#include <larm/v1/conference.pb.h>
#include <larm/v1/situation.pb.h>
#include <larm/v1/support.pb.h>
#include <larm/v1/transfer.pb.h>
#include <larm/v1/transport.pb.h>

#include <algorithm>
#include <array>
#include <ranges>
#include <utility>

#include "engine/core/local_time.hpp"

namespace larm::cli {
namespace {

namespace pb = google::protobuf;

/// What the daemon says of the incident of a request.
template <typename View, typename Request>
View seen(Daemon& daemon, char const* method, std::string const& incident) {
    Request request;
    request.set_incident_id(incident);
    View view;
    return daemon.learn(method, request, view) ? view : View{};
}

/// The last that fits: what has just been made stands at the end.
template <typename All, typename Fits>
auto const* last_of(All const& all, Fits const& fits) {
    auto const backwards = std::views::reverse(all);
    auto const found = std::ranges::find_if(backwards, fits);
    return found == backwards.end() ? nullptr : &*found;
}

std::string made(Daemon& daemon, v1::CommitTransports const& request, report::Words const&) {
    auto const reply = seen<v1::GetIncidentReply, v1::GetIncident>(
        daemon, "larm.v1.IncidentService/GetIncident", request.incident_id());
    auto const* const promise = last_of(reply.incident().commitments(), [&](auto const& each) {
        return each.region_id() == request.region_id() && each.count() == request.count();
    });
    return promise == nullptr
               ? std::string{}
               : fmt::format(
                     "Löfte {1}. När de åker: larm depart --region {0} --commitment {1} "
                     "--count {2}; tas tillbaka: larm revoke --region {0} --commitment {1} "
                     "--count {2} --reason SKÄL\n",
                     request.region_id(), promise->commitment_id(), promise->count());
}

std::string made(Daemon& daemon, v1::RequestSupport const& request, report::Words const&) {
    auto const reply = seen<v1::GetSupportReply, v1::GetSupport>(
        daemon, "larm.v1.SupportService/GetSupport", request.incident_id());
    auto const* const asked = last_of(reply.requests(), [&](auto const& each) {
        return each.region_id() == request.region_id();
    });
    return asked == nullptr ? std::string{}
                            : fmt::format(
                                  "Begäran {0}. En tillfrågad region svarar: larm support offer "
                                  "--region REGION --request {0} --line 1 --quantity ANTAL\n",
                                  asked->request_id());
}

std::string made(Daemon& daemon, v1::OfferSupport const& request, report::Words const&) {
    auto const reply = seen<v1::GetSupportReply, v1::GetSupport>(
        daemon, "larm.v1.SupportService/GetSupport", request.incident_id());
    auto const* const asked = last_of(reply.requests(), [&](auto const& each) {
        return each.request_id() == request.request_id();
    });
    if (asked == nullptr || request.line() < 1 || request.line() > asked->lines_size()) {
        return {};
    }
    auto const* const offer =
        last_of(asked->lines(request.line() - 1).offers(),
                [&](auto const& each) { return each.region_id() == request.region_id(); });
    return offer == nullptr ? std::string{}
                            : fmt::format(
                                  "Erbjudande {1}. Den som bad tar emot: larm support "
                                  "accept --request {0} --offer {1}\n",
                                  request.request_id(), offer->offer_id());
}

std::string made(Daemon& daemon, v1::OfferBlood const& request, report::Words const&) {
    auto const reply = seen<v1::GetBloodReply, v1::GetBlood>(
        daemon, "larm.v1.BloodService/GetBlood", request.incident_id());
    auto const* const offer = last_of(
        reply.blood().offers(), [&](auto const& each) { return each.party() == request.party(); });
    return offer == nullptr ? std::string{}
                            : fmt::format(
                                  "Erbjudande {0}. Den som larmade tar emot: larm blood "
                                  "accept --offer {0}\n",
                                  offer->offer_id());
}

std::string made(Daemon& daemon, v1::CallConference const& request, report::Words const&) {
    auto const reply = seen<v1::GetConferencesReply, v1::GetConferences>(
        daemon, "larm.v1.ConferenceService/GetConferences", request.incident_id());
    if (reply.conferences().empty()) {
        return {};
    }
    auto const& record = reply.conferences().rbegin()->record();
    return fmt::format(
        "Konferens {0} kl {1}. Kallelsen: larm conference export --conference {0} --format "
        "call-text; upprop: larm conference attendance --conference {0} --present PART\n",
        record.conference_id(), core::minute_text({record.starts_at_us()}));
}

std::string made(Daemon& daemon, v1::RecordConferenceDecision const& request,
                 report::Words const&) {
    auto const reply = seen<v1::GetConferencesReply, v1::GetConferences>(
        daemon, "larm.v1.ConferenceService/GetConferences", request.incident_id());
    auto const* const held = last_of(reply.conferences(), [&](auto const& each) {
        return each.record().conference_id() == request.conference_id();
    });
    return held == nullptr || held->record().decisions().empty()
               ? std::string{}
               : fmt::format(
                     "Beslut {1} i {0}. Var en part står: larm conference position "
                     "--conference {0} --decision {1} --party PART --position supports\n",
                     request.conference_id(), held->record().decisions().rbegin()->number());
}

std::string made(Daemon& daemon, v1::SendSituation const& request, report::Words const&) {
    auto const reply = seen<v1::GetSituationReply, v1::GetSituation>(
        daemon, "larm.v1.SituationService/GetSituation", request.incident_id());
    auto const number = reply.situation().sent();
    return number == 0 ? std::string{}
                       : fmt::format(
                             "Lägesbild {0} är skickad. Som fil: larm situation export "
                             "--number {0} --format pdf > lagesbild-{0}.pdf\n",
                             number);
}

v1::GetTransfersReply transfers(Daemon& daemon, std::string const& incident) {
    return seen<v1::GetTransfersReply, v1::GetTransfers>(
        daemon, "larm.v1.TransferService/GetTransfers", incident);
}

std::string made(Daemon& daemon, v1::ProposeMove const& request, report::Words const& words) {
    auto const reply = transfers(daemon, request.incident_id());
    auto const* const move = last_of(reply.moves(), [&](auto const& each) {
        return each.to_hospital_id() == request.to_hospital_id() &&
               each.from_site_id() == request.from_site_id() &&
               each.from_hospital_id() == request.from_hospital_id() &&
               each.severity() == request.severity() && each.count() == request.count();
    });
    if (move == nullptr) {
        return {};
    }
    auto const is_accepted = move->state() == v1::TRANSFER_STATE_ACCEPTED;
    auto const* const pack = words.pack();
    auto const region = pack == nullptr ? std::string{"REGION"}
                                        : std::string{pack->region_of(move->to_hospital_id())};
    return fmt::format("Flyttning {0} till {1}, {2}: larm transfer {3} --move {0}\n",
                       move->move_id(), words.organisation(move->to_hospital_id()),
                       is_accepted ? "mottagen. När de åker" : "föreslagen. Mottagaren svarar",
                       is_accepted ? std::string{"depart"} : "accept --region " + region);
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
                                 "(--replace byter ändå)",
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
    auto const* const hospital = last_of(reply.hospitals(), [&](auto const& each) {
        return each.hospital_id() == request.hospital_id();
    });
    if (hospital == nullptr) {
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

std::string made(Daemon& daemon, v1::ReportIncident const& request, report::Words const&) {
    v1::ListIncidents wanted;
    wanted.set_open_only(true);
    v1::ListIncidentsReply open;
    if (!daemon.learn("larm.v1.IncidentService/ListIncidents", wanted, open)) {
        return {};
    }
    auto const found =
        std::ranges::find(open.incidents(), request.region_id(), &v1::IncidentSummary::region_id);
    return found == open.incidents().end()
               ? std::string{}
               : fmt::format(
                     "Inget larm har gått ut. Det gör det med: larm confirm --incident {} "
                     "--region {} --level katastrof\n",
                     found->incident_id(), request.region_id());
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
    as<v1::CommitTransports>,
    as<v1::RequestSupport>,
    as<v1::OfferSupport>,
    as<v1::OfferBlood>,
    as<v1::CallConference>,
    as<v1::RecordConferenceDecision>,
    as<v1::SendSituation>,
    as<v1::ProposeMove>,
    as<v1::ProposeTransfers>,
    as<v1::OrderSteps>,
    as<v1::ReportIncident>,
    as<v1::ReportCasualties>,
    as<v1::OfferDuty>,
});

}  // namespace

std::string made_text(Daemon& daemon, pb::Message const& request, report::Words const& words) {
    for (auto const maker : makers) {
        if (auto text = maker(daemon, request, words); !text.empty()) {
            return text;
        }
    }
    return {};
}

}  // namespace larm::cli
