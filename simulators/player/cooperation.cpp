#include "simulators/player/cooperation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/core/conference.hpp"
#include "engine/core/party.hpp"
#include "engine/core/support.hpp"

namespace larm::player {
namespace {

/// How often somebody looks at what others have said.

v1::PlannedSupport const* given_as(v1::SupportPlan const& plan, v1::SupportKind kind) {
    auto const found = std::ranges::find(plan.gives(), kind, &v1::PlannedSupport::kind);
    return found == plan.gives().end() ? nullptr : &*found;
}

/// The offer that was taken is the plan's with the same blood in it.
v1::PlannedBloodOffer const* given_as(v1::BloodPlan const& plan, v1::BloodOffered const& given) {
    auto const is_same = [&](v1::PlannedBloodOffer const& planned) {
        return std::ranges::equal(planned.units(), given.units(),
                                  [](auto const& one, auto const& other) {
                                      return one.SerializeAsString() == other.SerializeAsString();
                                  });
    };
    auto const found = std::ranges::find_if(plan.offers(), is_same);
    return found == plan.offers().end() ? nullptr : &*found;
}

std::string tib(std::string const& region) {
    return core::make_party(v1::ROLE_TIB, region);
}

v1::Command report_of(v1::SupportRequestRecord const& request, v1::SupportOfferRecord const& offer,
                      v1::SupportReportKind kind) {
    v1::Command command;
    auto& report = *command.mutable_report_support();
    report.set_request_id(request.request_id());
    report.set_offer_id(offer.offer_id());
    report.set_kind(kind);
    return command;
}

v1::Command blood_report(v1::BloodOffered const& given, v1::BloodOfferState state) {
    v1::Command command;
    auto& report = *command.mutable_report_blood_transport();
    report.set_party(given.party());
    report.set_offer_id(given.offer_id());
    report.set_state(state);
    return command;
}

}  // namespace

void Cooperation::put_down() {
    if (std::ranges::any_of(stage_.scenario().script.parties(), [](auto const& party) {
            return party.has_support() || party.has_conference() ||
                   std::ranges::any_of(party.blood().offers(), &v1::PlannedBloodOffer::has_travels);
        })) {
        look();
    }
}

v1::SimulatedParty const* Cooperation::behaviour(std::string const& party) const {
    return stage_.is_human(party) ? nullptr : stage_.scenario().behaviour(party);
}

void Cooperation::look() {
    stage_.later(looks_every, [this] { look(); });
    auto const is_news = std::exchange(seen_news_, stage_.news()) != stage_.news();
    for (auto const& scripted : stage_.scenario().script.incidents()) {
        auto const* const known = stage_.state().incident(stage_.incident_id(scripted.id()));
        if (known == nullptr || known->pack == nullptr || known->is_closed()) {
            continue;
        }
        if (is_news) {
            see_support(*known, scripted.id());
            see_blood(*known, scripted.id());
        }
        for (auto const& record : known->conferences) {
            // What is called begins at its time, and no event says so.
            if (is_news || (record.ended_at_us() == 0 && record.roll_call_at_us() == 0)) {
                see_conference(scripted.id(), record);
            }
        }
    }
}

void Cooperation::once(Due const& due, core::Duration after, Agenda::Happening act) {
    if (seen_.emplace(due.incident, due.what).second) {
        stage_.later(after, std::move(act));
    }
}

void Cooperation::later(Due const& due, core::Duration after, v1::Command command) {
    once(due, after,
         [this, due, command = std::move(command)] { stage_.give(command, due.by, due.incident); });
}

void Cooperation::see_support(core::Incident const& incident, std::string const& name) {
    for (auto const& request : incident.support) {
        for (auto const& line : request.lines()) {
            for (auto const& offer : line.offers()) {
                see_offer(name, request, line, offer);
            }
        }
    }
}

void Cooperation::see_offer(std::string const& name, v1::SupportRequestRecord const& request,
                            v1::SupportLineRecord const& line,
                            v1::SupportOfferRecord const& offer) {
    auto const* const asker = behaviour(tib(request.region_id()));
    auto const* const giver = behaviour(tib(offer.region_id()));
    auto const chance = [&](std::string_view what) {
        return stage_.chance(fmt::format("{} {} {}", what, name, offer.offer_id()));
    };
    auto const is_new = [&](std::string const& what) {
        return !seen_.contains({name, what + offer.offer_id()});
    };
    auto const lacks = line.quantity() - core::accepted(line);
    if (offer.open() > 0 && lacks > 0 && asker != nullptr && asker->support().has_accepts_after()) {
        once({name, tib(request.region_id()), "accepting " + offer.offer_id()},
             chance("accepting").delay(asker->support().accepts_after()),
             [this, name, id = request.request_id(), offered = offer.offer_id()] {
                 accept(name, id, offered);
             });
    }
    auto const* const gives = giver == nullptr ? nullptr : given_as(giver->support(), line.kind());
    if (offer.waiting() > 0 && gives != nullptr && gives->has_travels() && is_new("leaving ")) {
        auto const ready = core::Instant{offer.ready_at_us()} - stage_.now();
        later({name, tib(offer.region_id()), "leaving " + offer.offer_id()},
              std::max(ready, core::Duration{}),
              report_of(request, offer, v1::SUPPORT_REPORT_KIND_UNDER_WAY));
    }
    if (offer.under_way() > 0 && gives != nullptr && is_new("arriving ")) {
        later({name, tib(offer.region_id()), "arriving " + offer.offer_id()},
              chance("arriving").delay(gives->travels()),
              report_of(request, offer, v1::SUPPORT_REPORT_KIND_ARRIVED));
    }
    if (offer.arrived() > 0 && asker != nullptr && asker->support().has_releases_after() &&
        is_new("releasing ")) {
        v1::Command command;
        command.mutable_release_support()->set_request_id(request.request_id());
        command.mutable_release_support()->set_offer_id(offer.offer_id());
        later({name, tib(request.region_id()), "releasing " + offer.offer_id()},
              chance("releasing").delay(asker->support().releases_after()), std::move(command));
    }
}

void Cooperation::accept(std::string const& name, std::string const& request,
                         std::string const& offer) {
    auto const& known = *stage_.state().incident(stage_.incident_id(name));
    auto const& asked = *core::support_request(known.support, request);
    auto const found = core::support_offer(asked, offer);
    auto const wanted =
        std::min(found.offer->open(), found.line->quantity() - core::accepted(*found.line));
    if (!known.is_running() || wanted <= 0) {
        return;  // others have given it meanwhile
    }
    v1::Command command;
    auto& accepts = *command.mutable_accept_support();
    accepts.set_request_id(request);
    accepts.set_offer_id(offer);
    accepts.set_count(wanted);
    stage_.give(std::move(command), tib(asked.region_id()), name);
}

void Cooperation::see_blood(core::Incident const& incident, std::string const& name) {
    for (auto const& offer : incident.blood.offers()) {
        auto const& given = offer.given();
        if (offer.state() != v1::BLOOD_OFFER_STATE_ACCEPTED &&
            offer.state() != v1::BLOOD_OFFER_STATE_UNDER_WAY) {
            continue;
        }
        auto const is_accepted = offer.state() == v1::BLOOD_OFFER_STATE_ACCEPTED;
        auto const what = (is_accepted ? "blood leaving " : "blood arriving ") + given.offer_id();
        if (seen_.contains({name, what})) {
            continue;
        }
        auto const* const giver = behaviour(given.party());
        auto const* const planned = giver == nullptr ? nullptr : given_as(giver->blood(), given);
        if (planned == nullptr || !planned->has_travels()) {
            continue;
        }
        if (is_accepted) {
            auto const ready = core::Instant{given.ready_at_us()} - stage_.now();
            later({name, given.party(), what}, std::max(ready, core::Duration{}),
                  blood_report(given, v1::BLOOD_OFFER_STATE_UNDER_WAY));
        } else {
            auto chance =
                stage_.chance(fmt::format("blood arriving {} {}", name, given.offer_id()));
            later({name, given.party(), what}, chance.delay(planned->travels()),
                  blood_report(given, v1::BLOOD_OFFER_STATE_ARRIVED));
        }
    }
}

void Cooperation::see_conference(std::string const& name, v1::ConferenceRecord const& record) {
    auto const& id = record.conference_id();
    auto const& pack = stage_.scenario().pack.pack;
    auto const is_region = std::ranges::find(pack.regions(), record.organisation_id(),
                                             &v1::Region::id) != pack.regions().end();
    auto const chair =
        core::make_party(is_region ? v1::ROLE_TIB : v1::ROLE_NATIONAL, record.organisation_id());
    auto const* const leads = behaviour(chair);
    if (record.ended_at_us() == 0 && record.roll_call_at_us() == 0 && leads != nullptr &&
        leads->conference().has_roll_call_after() && stage_.now().us >= record.starts_at_us()) {
        auto chance = stage_.chance(fmt::format("roll-call {} {}", name, id));
        once({name, chair, "roll-call " + id}, chance.delay(leads->conference().roll_call_after()),
             [this, name, id, chair] { call_the_roll(name, id, chair); });
    }
    for (auto const& decision : record.decisions()) {
        see_decision(name, record, decision);
    }
}

/// Those are there who have said that they come, and whoever has called it.
void Cooperation::call_the_roll(std::string const& name, std::string const& id,
                                std::string const& chair) {
    auto const& known = *stage_.state().incident(stage_.incident_id(name));
    auto const* const record = core::conference(known, id);
    if (record->ended_at_us() != 0) {
        return;
    }
    v1::Command command;
    auto& roll = *command.mutable_report_attendance();
    roll.set_conference_id(id);
    auto const view = core::conference_view(known, *record);
    for (auto const& each : view.participants()) {
        if (each.attendance() == v1::ATTENDANCE_SEEN) {
            roll.add_present(each.who());
        }
    }
    stage_.give(std::move(command), chair, name);
}

void Cooperation::see_decision(std::string const& name, v1::ConferenceRecord const& record,
                               v1::ConferenceDecision const& decision) {
    for (auto const& party : record.present()) {
        auto const* const behaves = behaviour(party);
        if (behaves == nullptr || !behaves->conference().has_position_after()) {
            continue;
        }
        auto const& plan = behaves->conference();
        auto const what =
            fmt::format("position {} {} {}", record.conference_id(), decision.number(), party);
        if (seen_.contains({name, what})) {
            continue;
        }
        auto chance = stage_.chance(name + " " + what);
        auto const has_reservation = chance.percent(plan.reservation_percent());
        v1::Command command;
        auto& position = *command.mutable_take_position();
        position.set_conference_id(record.conference_id());
        position.set_decision(decision.number());
        position.set_party(party);
        position.set_position(has_reservation ? v1::POSITION_RESERVATION : v1::POSITION_SUPPORTS);
        position.set_words(has_reservation ? plan.reservation() : std::string{});
        later({name, party, what}, chance.delay(plan.position_after()), std::move(command));
    }
}

}  // namespace larm::player
