// How patients are moved: what waiting costs, which vehicles there are, how often something new is
// proposed.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/rules/check_capacity.hpp"
#include "engine/rules/check_pack.hpp"
#include "engine/rules/names.hpp"
#include "engine/rules/pack_names.hpp"

namespace larm::rules {
namespace {

/// A way this long must still be better than leaving somebody behind: the longest between two
/// hospitals of a region is under it by far.
constexpr int longest_way_min = 600;

void check_severity(Check const& check, Place const& place, v1::TransferSeverity const& rule) {
    check.range(place.at("per_minute"), "per_minute", rule.per_minute(), 1, 1000);
    check.range(place.at("left_behind"), "left_behind", rule.left_behind(), 1, 100'000'000);
    if (rule.per_minute() > 0 && rule.left_behind() / longest_way_min < rule.per_minute()) {
        check.fault(place.at("left_behind"),
                    fmt::format("leaving somebody behind costs less than a way of {} minutes",
                                longest_way_min),
                    fmt::format("write at least {}", longest_way_min * rule.per_minute()));
    }
}

void check_severities(Check const& check, Place const& transfers) {
    auto const& rules = check.pack().transfers();
    std::set<int> seen;
    for (int index = 0; index < rules.severities_size(); ++index) {
        auto const place = transfers.at("severities", index);
        auto const severity = rules.severities(index).severity();
        if (severity == v1::SEVERITY_UNSPECIFIED || !seen.insert(severity).second) {
            check.fault(place.at("severity"), severity == v1::SEVERITY_UNSPECIFIED
                                                  ? "severity missing"
                                                  : "the same severity twice");
        }
        check_severity(check, place, rules.severities(index));
    }
    for (auto const severity : {v1::SEVERITY_SEVERE, v1::SEVERITY_MODERATE, v1::SEVERITY_MINOR}) {
        if (!seen.contains(severity)) {
            check.fault(transfers, fmt::format("no {}", v1::Severity_Name(severity)),
                        "say what it costs that patients of each severity wait");
        }
    }
}

void check_kind(Check const& check, Place const& place, v1::VehicleKind const& kind) {
    check.present(place.at("title").at("sv"), "title in Swedish", kind.title().sv());
    check.present(place.at("title").at("en"), "title in English", kind.title().en());
    check.present(place.at("source"), "source", kind.source());
    check.range(place.at("places"), "places", kind.places(), 1, 100);
    check.range(place.at("load_min"), "load_min", kind.load_min(), 0, 240);
    check.range(place.at("turnaround_min"), "turnaround_min", kind.turnaround_min(), 0, 600);
    if (kind.carries().empty()) {
        check.fault(place, "it carries nobody", "write carries: [SEVERITY_SEVERE], or others");
    }
    std::set<int> seen;
    for (int index = 0; index < kind.carries_size(); ++index) {
        auto const severity = kind.carries(index);
        if (severity == v1::SEVERITY_UNSPECIFIED || !seen.insert(severity).second) {
            check.fault(place.at("carries", index), severity == v1::SEVERITY_UNSPECIFIED
                                                        ? "SEVERITY_UNSPECIFIED is no severity"
                                                        : "the same severity twice");
        }
    }
    for (int index = 0; index < kind.words_size(); ++index) {
        if (kind.words(index).empty()) {
            check.fault(place.at("words", index), "an empty word",
                        "leave words out for what no other kind takes");
        }
    }
}

void check_vehicles(Check const& check, Place const& transfers) {
    auto const& rules = check.pack().transfers();
    auto const ids = ids_of(rules.vehicles());
    auto defaults = 0;
    for (int index = 0; index < rules.vehicles_size(); ++index) {
        auto const place = transfers.at("vehicles", index);
        check.id(place.at("id"), "vehicle kind", rules.vehicles(index).id(), ids, index);
        check_kind(check, place, rules.vehicles(index));
        if (rules.vehicles(index).words().empty() && ++defaults > 1) {
            check.fault(place, "a second kind without words",
                        "one kind without words is for whatever no other takes; give the others "
                        "words");
        }
    }
    if (defaults == 0) {
        check.fault(transfers, "no kind of vehicle for whatever has none of its own",
                    "write one without words");
    }
    auto const scene = transfers.at("scene");
    check.range(scene.at("count"), "count", rules.scene().count(), 0, 1000);
    check.range(scene.at("ready_min"), "ready_min", rules.scene().ready_min(), 0, 600);
    if (rules.scene().count() > 0) {
        check.known(scene.at("kind"), "vehicle kind", rules.scene().kind(), ids);
        check.present(scene.at("source"), "source", rules.scene().source());
    }
}

void check_shares(Check const& check, Place const& transfers) {
    auto const& rules = check.pack().transfers();
    auto const regions = ids_of(check.pack().regions());
    std::set<std::string> seen;
    for (int index = 0; index < rules.shares_size(); ++index) {
        auto const place = transfers.at("shares", index);
        auto const& share = rules.shares(index);
        if (!share.region_id().empty()) {
            check.known(place.at("region_id"), "region", share.region_id(), regions);
        }
        if (!seen.insert(share.region_id()).second) {
            check.fault(place,
                        share.region_id().empty() ? "a second share for all others"
                                                  : "the same region twice",
                        "write it once");
        }
        check.range(place.at("permille"), "permille", share.permille(), 0, 1000);
    }
}

void check_times(Check const& check, Place const& transfers) {
    auto const& rules = check.pack().transfers();
    check.range(transfers.at("margin_permille"), "margin_permille", rules.margin_permille(), 0,
                999);
    check.range(transfers.at("rhythm_min"), "rhythm_min", rules.rhythm_min(), 1, 240);
    check.range(transfers.at("gap_s"), "gap_s", rules.gap_s(), 0, 60 * rules.rhythm_min());
    check.range(transfers.at("look_again_min"), "look_again_min", rules.look_again_min(), 1,
                day_min);
    if (rules.look_again_min() > 0 && rules.look_again_min() < rules.rhythm_min()) {
        check.fault(transfers.at("look_again_min"),
                    "it is looked at again sooner than anything may be proposed anew",
                    fmt::format("write at least {}", rules.rhythm_min()));
    }
    check.range(transfers.at("horizon_min"), "horizon_min", rules.horizon_min(), 0, day_min);
    check.range(transfers.at("decline_hold_min"), "decline_hold_min", rules.decline_hold_min(), 0,
                day_min);
    check.range(transfers.at("undo_within_min"), "undo_within_min", rules.undo_within_min(), 0,
                240);
    check.range(transfers.at("unreported_for_min"), "unreported_for_min",
                rules.unreported_for_min(), 0, 240);
    check.range(transfers.at("unreported_permille"), "unreported_permille",
                rules.unreported_permille(), 0, 1000);
    if ((rules.unreported_for_min() > 0) != (rules.unreported_permille() > 0)) {
        check.fault(transfers.at("unreported_permille"),
                    "a share without a time, or a time without a share: nothing is counted on",
                    "write both unreported_for_min and unreported_permille, or neither");
    }
    check.present(transfers.at("source"), "source", rules.source());
}

}  // namespace

void check_transfers(Check const& check) {
    auto const& pack = check.pack();
    if (!pack.has_transfers()) {
        return;
    }
    auto const transfers = check.at("transfers");
    if (!pack.has_capacity() && check.is_whole()) {
        check.fault(transfers, "transfers without capacity rules",
                    "places are counted by them: write capacity { ... } too");
    }
    check_severities(check, transfers);
    check_vehicles(check, transfers);
    check_shares(check, transfers);
    check_times(check, transfers);
    auto const asks = std::ranges::any_of(pack.steps(), [](auto const& step) {
        return step.start().trigger() == v1::TRIGGER_TRANSFERS_PROPOSED;
    });
    if (!asks && check.is_whole()) {
        check.fault(transfers, "nobody would be asked about what is proposed",
                    "write a step with trigger: TRIGGER_TRANSFERS_PROPOSED");
    }
}

}  // namespace larm::rules
