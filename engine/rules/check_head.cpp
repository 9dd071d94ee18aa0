// Name, version, title and policy of a pack.
#include "engine/rules/check_pack.hpp"
#include "engine/rules/names.hpp"
#include "engine/rules/pack_names.hpp"

namespace larm::rules {
namespace {

constexpr int hour_s = 3600;
constexpr int week_s = 7 * 24 * hour_s;

bool asks_for_transports(v1::RulePack const& pack) {
    for (auto const& step : pack.steps()) {
        if (step.expects() == v1::EXPECTS_TRANSPORTS) {
            return true;
        }
    }
    return false;
}

void check_promises(Check const& check) {
    auto const policy = check.at("policy");
    auto const& values = check.pack().policy();
    check.range(policy.at("commitment_valid_s"), "commitment_valid_s", values.commitment_valid_s(),
                0, week_s);
    check.range(policy.at("reconfirm_before_s"), "reconfirm_before_s", values.reconfirm_before_s(),
                0, week_s);
    if (values.commitment_valid_s() > 0 &&
        values.reconfirm_before_s() >= values.commitment_valid_s()) {
        check.fault(policy.at("reconfirm_before_s"),
                    "a promise would be asked about as soon as it is given",
                    "reconfirm_before_s is shorter than commitment_valid_s");
    }
    if (!asks_for_transports(check.pack())) {
        return;
    }
    // Zero would ask the giver without a pause.
    check.range(policy.at("provisional_within_s"), "provisional_within_s",
                values.provisional_within_s(), 60, 24 * hour_s);
    check.known(policy.at("reconfirm_message"), "message template", values.reconfirm_message(),
                ids_of(check.pack().messages()));
}

void check_policy(Check const& check) {
    if (!check.pack().has_policy()) {
        check.lacks("no policy", "write policy { ... }");
        return;
    }
    auto const policy = check.at("policy");
    auto const& values = check.pack().policy();
    check.range(policy.at("confirm_hold_s"), "confirm_hold_s", values.confirm_hold_s(), 0, 15);
    check.range(policy.at("duplicate_window_s"), "duplicate_window_s", values.duplicate_window_s(),
                0, 24 * hour_s);
    // Zero would hold every chase back after the shortest outage.
    check.range(policy.at("overdue_limit_s"), "overdue_limit_s", values.overdue_limit_s(), 300,
                week_s);
    check_promises(check);
}

}  // namespace

void check_head(Check const& check) {
    auto const& pack = check.pack();
    if (pack.name().empty()) {
        check.lacks("the pack has no name", "write name: \"...\"");
    } else if (!is_id(pack.name())) {
        check.fault(check.at("name"), "\"" + pack.name() + "\" cannot be the name of a pack",
                    "a name is 1 to 64 of a-z, 0-9, _ and -");
    }
    if (pack.version().empty()) {
        check.lacks("the pack has no version",
                    "write version: \"...\", e.g. the year and a number");
    }
    if (!pack.has_title()) {
        check.lacks("the pack has no title", "write title { sv: \"...\" }");
    } else {
        check.present(check.at("title").at("sv"), "title in Swedish", pack.title().sv());
    }
    check_policy(check);
}

}  // namespace larm::rules
