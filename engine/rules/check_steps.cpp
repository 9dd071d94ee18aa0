// The steps by themselves: who is asked, what is asked, and what counts as an answer.
#include <fmt/format.h>

#include "engine/core/party.hpp"
#include "engine/core/step.hpp"
#include "engine/rules/check_pack.hpp"
#include "engine/rules/names.hpp"
#include "engine/rules/pack_names.hpp"

namespace larm::rules {
namespace {

constexpr int transports_max = 100;
constexpr int answer_within_min_s = 30;
constexpr int answer_within_max_s = 4 * 3600;

std::vector<std::string> regions_without_blood_centre(v1::RulePack const& pack) {
    std::vector<std::string> without;
    for (auto const& region : pack.regions()) {
        auto found = false;
        for (auto const& centre : pack.blood_centres()) {
            found = found || centre.region_id() == region.id();
        }
        if (!found) {
            without.push_back(region.id());
        }
    }
    return without;
}

void check_at_regions(Check const& check, Place const& place, v1::Step const& step) {
    auto const role = step.audience().role();
    if (role == v1::ROLE_HOSPITAL || role == v1::ROLE_NATIONAL) {
        check.fault(place.at("role"), fmt::format("no region has a {}", core::role_word(role)),
                    "regions have ROLE_TIB, ROLE_DEPUTY and ROLE_BLOOD; others are "
                    "WHERE_ORGANISATIONS");
    }
    auto const without = regions_without_blood_centre(check.pack());
    if (role == v1::ROLE_BLOOD && check.is_whole() && !without.empty()) {
        check.fault(place.at("role"), "no blood centre in " + listed(without),
                    "write blood_centres { region_id: ... } for each region");
    }
    if (step.audience().where() == v1::WHERE_OTHER_REGIONS && check.is_whole() &&
        check.pack().regions_size() < 2) {
        check.fault(place.at("where"), "there is no other region: the step asks nobody");
    }
}

void check_at_organisations(Check const& check, Place const& place, v1::Step const& step) {
    std::vector<std::string> known;
    for (auto const& organisation : check.pack().organisations()) {
        if (organisation.role() == step.audience().role()) {
            return;
        }
        known.push_back(organisation.id() + " " + v1::Role_Name(organisation.role()));
    }
    if (check.is_whole()) {
        check.fault(place.at("role"),
                    fmt::format("no organisation has {}: the step asks nobody",
                                v1::Role_Name(step.audience().role())),
                    known.empty() ? "write organisations { ... }" : "known: " + listed(known));
    }
}

void check_audience(Check const& check, Place const& at_step, v1::Step const& step) {
    auto const place = at_step.at("audience");
    auto const where = step.audience().where();
    if (where == v1::WHERE_UNSPECIFIED) {
        check.fault(place.at("where"), fmt::format("\"{}\" does not say where", step.id()),
                    "write audience { role: ... where: ... }");
        return;
    }
    if (where == v1::WHERE_ALERTED && !core::tells_the_end(step)) {
        check.fault(place.at("where"), "WHERE_ALERTED while the alarm runs",
                    "it is for TRIGGER_STAND_DOWN and TRIGGER_RESCIND");
    }
    if (where != v1::WHERE_ALERTED && core::tells_the_end(step)) {
        check.fault(place.at("where"), "not everyone who was alerted is told",
                    "write where: WHERE_ALERTED");
    }
    if (where == v1::WHERE_ALERTED) {
        if (step.audience().role() != v1::ROLE_UNSPECIFIED) {
            check.fault(place.at("role"), "everyone who was alerted is told, whatever their role",
                        "leave role out");
        }
        return;
    }
    if (core::role_word(step.audience().role()).empty()) {
        check.fault(place.at("role"),
                    step.audience().role() == v1::ROLE_UNSPECIFIED
                        ? "role missing"
                        : v1::Role_Name(step.audience().role()) + " is nobody that can be asked",
                    "ROLE_TIB, ROLE_DEPUTY, ROLE_BLOOD, ROLE_HOSPITAL or ROLE_NATIONAL");
    } else if (asks_regions(step) || where == v1::WHERE_COUNTRY) {
        check_at_regions(check, place, step);
    } else if (where == v1::WHERE_ORGANISATIONS) {
        check_at_organisations(check, place, step);
    }
}

void check_minimum(Check const& check, Place const& at_step, v1::Step const& step) {
    auto const place = at_step.at("minimum");
    if (step.expects() == v1::EXPECTS_TRANSPORTS) {
        check.range(place, "minimum", step.minimum(), 1, transports_max);
    } else if (step.minimum() != 0) {
        check.fault(place, "minimum means nothing here",
                    "it is the number of vehicles of a step with EXPECTS_TRANSPORTS");
    }
}

void check_answer_within(Check const& check, Place const& at_step, v1::Step const& step) {
    auto const place = at_step.at("answer_within_s");
    if (step.expects() != v1::EXPECTS_ACKNOWLEDGEMENT) {
        if (step.answer_within_s() == 0) {
            check.fault(place, fmt::format("\"{}\" does not say when an answer is due", step.id()),
                        "write answer_within_s: the one who has acknowledged without answering is "
                        "then asked again");
        } else {
            check.range(place, "answer_within_s", step.answer_within_s(), answer_within_min_s,
                        answer_within_max_s);
        }
    } else if (step.answer_within_s() != 0) {
        check.fault(place, "answer_within_s means nothing here",
                    "an acknowledgement is all that this step asks for");
    }
}

/// The core gives each kind of answer to one kind of party.
void check_answerer(Check const& check, Place const& at_step, v1::Step const& step) {
    auto const& audience = step.audience();
    auto const place = at_step.at("audience");
    auto const stricken = audience.where() == v1::WHERE_STRICKEN_REGION;
    switch (step.expects()) {
        case v1::EXPECTS_TRANSPORTS:
            if (audience.role() != v1::ROLE_TIB || !asks_regions(step)) {
                check.fault(place, "only the TiB of a region promises transports",
                            "write role: ROLE_TIB where: WHERE_EVERY_REGION");
            }
            break;
        case v1::EXPECTS_TRANSFER_ANSWER:
            if (audience.role() != v1::ROLE_TIB || !asks_regions(step) || stricken) {
                check.fault(place, "only the TiB of a region answers for its hospitals",
                            "write role: ROLE_TIB where: WHERE_EVERY_REGION");
            }
            break;
        case v1::EXPECTS_SUPPORT_OFFER:
            if (audience.role() != v1::ROLE_TIB || !asks_regions(step) || stricken) {
                check.fault(place, "only the TiB of a region offers support, and others are asked",
                            "write role: ROLE_TIB where: WHERE_OTHER_REGIONS");
            }
            break;
        case v1::EXPECTS_SITUATION_REPORT:
            if (audience.role() != v1::ROLE_TIB || !stricken) {
                check.fault(place, "only whoever leads sends the situation report",
                            "write role: ROLE_TIB where: WHERE_STRICKEN_REGION");
            }
            break;
        case v1::EXPECTS_NATIONAL_DECISION:
        case v1::EXPECTS_SHORTFALL_DECISION:
            if (audience.role() != v1::ROLE_TIB || !stricken) {
                check.fault(place, "this decision is the stricken region's own",
                            "write role: ROLE_TIB where: WHERE_STRICKEN_REGION");
            }
            break;
        case v1::EXPECTS_ACKNOWLEDGEMENT:
            if (asks_declarer_only(step) && step.start().trigger() == v1::TRIGGER_ALARM) {
                check.fault(place, fmt::format("\"{}\" asks nobody", step.id()),
                            "the stricken region's TiB has acknowledged the alarm by confirming "
                            "it");
            }
            break;
        case v1::EXPECTS_BLOOD_OFFER:      // see check_blood
        case v1::EXPECTS_TRIAGE_DECISION:  // see check_triage
        case v1::EXPECTS_UNSPECIFIED:
        case v1::Expects_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Expects_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
}

void check_expects(Check const& check, Place const& place, v1::Step const& step) {
    if (step.expects() == v1::EXPECTS_UNSPECIFIED) {
        check.fault(place.at("expects"),
                    fmt::format("\"{}\" does not say what counts as an answer", step.id()),
                    "write expects: EXPECTS_ACKNOWLEDGEMENT, EXPECTS_TRANSPORTS, "
                    "EXPECTS_NATIONAL_DECISION, EXPECTS_SHORTFALL_DECISION, EXPECTS_BLOOD_OFFER, "
                    "EXPECTS_TRANSFER_ANSWER, EXPECTS_SUPPORT_OFFER, EXPECTS_TRIAGE_DECISION or "
                    "EXPECTS_SITUATION_REPORT");
        return;
    }
    check_minimum(check, place, step);
    check_answer_within(check, place, step);
    if (core::tells_the_end(step)) {
        if (step.expects() != v1::EXPECTS_ACKNOWLEDGEMENT) {
            check.fault(place.at("expects"),
                        "nothing more than an acknowledgement can be asked "
                        "once the alarm is over",
                        "write expects: EXPECTS_ACKNOWLEDGEMENT");
        }
        return;
    }
    check_answerer(check, place, step);
}

/// The core takes the first; the others would never be complete.
void check_only_one(Check const& check, v1::Expects expects, std::string_view what) {
    v1::Step const* first = nullptr;
    for (int index = 0; index < check.pack().steps_size(); ++index) {
        auto const& step = check.pack().steps(index);
        if (step.expects() != expects) {
            continue;
        }
        if (first != nullptr) {
            check.fault(check.at("steps", index).at("expects"),
                        fmt::format("\"{}\" asks for {} already", first->id(), what),
                        "a pack has one such step");
        }
        first = first == nullptr ? &step : first;
    }
}

}  // namespace

void check_steps(Check const& check) {
    auto const& pack = check.pack();
    if (pack.steps().empty()) {
        check.lacks("no steps", "write steps { ... }: who is asked what, and when");
    }
    auto const ids = ids_of(pack.steps());
    for (int index = 0; index < pack.steps_size(); ++index) {
        auto const& step = pack.steps(index);
        auto const place = check.at("steps", index);
        check.id(place.at("id"), "step", step.id(), ids, index);
        check.present(place.at("title").at("sv"), "title in Swedish", step.title().sv());
        check_audience(check, place, step);
        check.known(place.at("message"), "message template", step.message(),
                    ids_of(pack.messages()));
        check_expects(check, place, step);
        check.present(place.at("source"), "source", step.source());
    }
    check_only_one(check, v1::EXPECTS_TRANSPORTS, "transports");
    check_only_one(check, v1::EXPECTS_NATIONAL_DECISION, "the national decision");
    check_only_one(check, v1::EXPECTS_SHORTFALL_DECISION, "the decision on a shortfall");
    check_only_one(check, v1::EXPECTS_BLOOD_OFFER, "blood");
    check_only_one(check, v1::EXPECTS_SITUATION_REPORT, "the situation report");
}

}  // namespace larm::rules
