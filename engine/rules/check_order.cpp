// When the steps start: what each waits for, whether that can come about, and whether the alarm can
// be complete.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "engine/core/step.hpp"
#include "engine/rules/check_pack.hpp"
#include "engine/rules/names.hpp"
#include "engine/rules/pack_names.hpp"

namespace larm::rules {
namespace {

bool waits(v1::Step const& step) {
    return step.start().trigger() == v1::TRIGGER_STEP_COMPLETE;
}

/// What is known of each step, by its index.
class Order {
public:
    explicit Order(v1::RulePack const& pack) : pack_{pack} {
        can_start_ = spread([this](v1::Step const& step) {
            switch (step.start().trigger()) {
                case v1::TRIGGER_ALARM:
                case v1::TRIGGER_BLOOD_ALARM:
                case v1::TRIGGER_STAND_DOWN:
                case v1::TRIGGER_RESCIND: return true;
                case v1::TRIGGER_TRANSFERS_PROPOSED:
                case v1::TRIGGER_SUPPORT_REQUESTED:
                case v1::TRIGGER_TRIAGE_RECOMMENDED:
                case v1::TRIGGER_SITUATION_SENT:
                case v1::TRIGGER_CONFERENCE_CALLED: return true;  // once there is an alarm
                case v1::TRIGGER_SHORTFALL: return asked(v1::EXPECTS_TRANSPORTS);
                case v1::TRIGGER_NATIONAL_TAKEN: return asked(v1::EXPECTS_NATIONAL_DECISION);
                case v1::TRIGGER_STEP_COMPLETE:
                case v1::TRIGGER_UNSPECIFIED:
                case v1::Trigger_INT_MIN_SENTINEL_DO_NOT_USE_:
                case v1::Trigger_INT_MAX_SENTINEL_DO_NOT_USE_: break;
            }
            return false;
        });
        always_starts_ = spread(
            [](v1::Step const& step) { return step.start().trigger() == v1::TRIGGER_ALARM; });
    }

    [[nodiscard]] bool can_start(int step) const { return can_start_[at(step)]; }
    [[nodiscard]] bool always_starts(int step) const { return always_starts_[at(step)]; }
    /// The step that `step` waits for, or -1.
    [[nodiscard]] int awaited(int step) const {
        auto const ids = ids_of(pack_.steps());
        auto const found = std::ranges::find(ids, pack_.steps(step).start().after_step());
        return !waits(pack_.steps(step)) || found == ids.end()
                   ? -1
                   : static_cast<int>(found - ids.begin());
    }
    /// From `step` along what is waited for until it comes round; empty where it does not.
    [[nodiscard]] std::vector<int> circle(int step) const {
        std::vector<int> way{step};
        while (static_cast<int>(way.size()) <= pack_.steps_size()) {
            auto const next = awaited(way.back());
            if (next < 0) {
                return {};
            }
            if (next == step) {
                return way;
            }
            way.push_back(next);
        }
        return {};
    }

private:
    static std::size_t at(int step) { return static_cast<std::size_t>(step); }

    /// Whether a step that can start asks for it.
    bool asked(v1::Expects expects) const {
        for (int index = 0; index < pack_.steps_size(); ++index) {
            if (known_[at(index)] && pack_.steps(index).expects() == expects) {
                return true;
            }
        }
        return false;
    }

    /// Steps of which `by_itself` is true, and those that wait for them, round and round until
    /// nothing is added.
    std::vector<bool> spread(std::function<bool(v1::Step const&)> const& by_itself) {
        known_.assign(at(pack_.steps_size()), false);
        for (auto grown = true; grown;) {
            grown = false;
            for (int index = 0; index < pack_.steps_size(); ++index) {
                auto const before = awaited(index);
                auto const after =
                    before >= 0 && known_[at(before)] && !core::tells_the_end(pack_.steps(before));
                if (!known_[at(index)] && (after || by_itself(pack_.steps(index)))) {
                    known_[at(index)] = grown = true;
                }
            }
        }
        return known_;
    }

    v1::RulePack const& pack_;
    std::vector<bool> known_;
    std::vector<bool> can_start_;
    std::vector<bool> always_starts_;
};

void check_start(Check const& check, Place const& place, v1::Step const& step) {
    if (step.start().trigger() == v1::TRIGGER_UNSPECIFIED) {
        check.fault(place.at("trigger"),
                    fmt::format("\"{}\" does not say when it starts", step.id()),
                    "write start { trigger: TRIGGER_ALARM }, or another trigger");
    } else if (waits(step)) {
        check.known(place.at("after_step"), "step", step.start().after_step(),
                    ids_of(check.pack().steps()));
    } else if (!step.start().after_step().empty()) {
        check.fault(place.at("after_step"), "after_step is not looked at",
                    "write trigger: TRIGGER_STEP_COMPLETE, or leave it out");
    }
    if (step.expects() == v1::EXPECTS_SHORTFALL_DECISION &&
        step.start().trigger() != v1::TRIGGER_SHORTFALL) {
        check.fault(place.at("trigger"), "a shortfall is decided on before there is one",
                    "write trigger: TRIGGER_SHORTFALL");
    }
    if (step.expects() == v1::EXPECTS_NATIONAL_DECISION &&
        step.start().trigger() == v1::TRIGGER_NATIONAL_TAKEN) {
        check.fault(place.at("trigger"), "what has been decided is asked for",
                    "write trigger: TRIGGER_ALARM");
    }
}

void check_circle(Check const& check, Order const& order, int step) {
    auto const circle = order.circle(step);
    if (circle.empty() || std::ranges::min(circle) != step) {
        return;  // said at the first of them
    }
    std::string way = "\"" + check.pack().steps(step).id() + "\"";
    for (std::size_t index = 1; index <= circle.size(); ++index) {
        way += " waits for \"" + check.pack().steps(circle[index % circle.size()]).id() + "\"";
        way += index < circle.size() ? ", which" : "";
    }
    check.fault(check.at("steps", step).at("start").at("after_step"),
                "steps wait for each other in a circle: " + way,
                "let one of them start with TRIGGER_ALARM");
}

/// Why a step can never start; empty where that is said elsewhere.
std::string obstacle(Check const& check, Order const& order, int step) {
    auto const trigger = check.pack().steps(step).start().trigger();
    if (trigger == v1::TRIGGER_SHORTFALL) {
        return "no step that comes before it asks for transports";
    }
    if (trigger == v1::TRIGGER_NATIONAL_TAKEN) {
        return "no step that comes before it asks for the national decision";
    }
    auto const awaited = order.awaited(step);
    if (awaited < 0 || !order.circle(step).empty()) {
        return {};
    }
    auto const& before = check.pack().steps(awaited);
    return fmt::format(fmt::runtime(core::tells_the_end(before)
                                        ? "\"{}\" starts when the alarm is over, and nothing "
                                          "waits for it then"
                                        : "it waits for \"{}\", which can never start"),
                       before.id());
}

void check_reached(Check const& check, Order const& order, int index) {
    auto const& step = check.pack().steps(index);
    auto const place = check.at("steps", index);
    if (!order.can_start(index)) {
        auto const why = obstacle(check, order, index);
        if (!why.empty() && check.is_whole()) {
            check.fault(place.at("start"),
                        fmt::format("\"{}\" can never start: {}", step.id(), why));
        }
        return;
    }
    if (step.required() && core::tells_the_end(step)) {
        check.fault(place.at("required"), "nothing is required once the alarm is over",
                    "leave required out: everyone alerted is told in any case");
    } else if (step.required() && waits(step) && !order.always_starts(index)) {
        check.fault(place.at("required"),
                    fmt::format("\"{}\" is required, and not every alarm starts it", step.id()),
                    "such an alarm would never be complete: leave required out, or let it wait "
                    "for a step that every alarm starts");
    }
}

template <typename Condition>
int count_steps(v1::RulePack const& pack, Condition const& condition) {
    return static_cast<int>(std::ranges::count_if(pack.steps(), condition));
}

/// Triggers that somebody must listen to, and only one.
void check_trigger(Check const& check, v1::Trigger trigger, std::string_view why) {
    v1::Step const* first = nullptr;
    for (int index = 0; index < check.pack().steps_size(); ++index) {
        auto const& step = check.pack().steps(index);
        if (step.start().trigger() != trigger) {
            continue;
        }
        if (first != nullptr) {
            check.fault(check.at("steps", index).at("start"),
                        fmt::format("everyone would be told twice: \"{}\" starts with {} too",
                                    first->id(), v1::Trigger_Name(trigger)),
                        "a pack has one such step");
        }
        first = first == nullptr ? &step : first;
    }
    if (first == nullptr) {
        check.lacks(fmt::format("no step starts with {}", v1::Trigger_Name(trigger)),
                    std::string{why});
    }
}

void check_counterparts(Check const& check) {
    auto const& pack = check.pack();
    auto const expects = [&pack](v1::Expects what) {
        return count_steps(pack, [what](auto const& step) { return step.expects() == what; }) > 0;
    };
    auto const starts = [&pack](v1::Trigger what) {
        return count_steps(pack,
                           [what](auto const& step) { return step.start().trigger() == what; }) > 0;
    };
    if (!starts(v1::TRIGGER_ALARM)) {
        check.lacks("no step starts with TRIGGER_ALARM", "the alarm would go out to nobody");
    }
    if (count_steps(pack, [](auto const& step) { return step.required(); }) == 0) {
        check.lacks("no step is required",
                    "the alarm would be complete before anyone answers: "
                    "write required: true in the steps that must be done");
    }
    if (expects(v1::EXPECTS_TRANSPORTS) && !expects(v1::EXPECTS_SHORTFALL_DECISION)) {
        check.lacks("no step with EXPECTS_SHORTFALL_DECISION",
                    "when a region declines its transports nobody would be asked to decide");
    }
    if (expects(v1::EXPECTS_NATIONAL_DECISION) && !starts(v1::TRIGGER_NATIONAL_TAKEN)) {
        check.lacks("no step starts with TRIGGER_NATIONAL_TAKEN",
                    "the national alarm would be decided on and tell nobody");
    }
    check_trigger(check, v1::TRIGGER_STAND_DOWN,
                  "those who were alerted must be told that it is over");
    check_trigger(check, v1::TRIGGER_RESCIND,
                  "those who were alerted must be told that the alarm was false");
}

}  // namespace

void check_order(Check const& check) {
    auto const& pack = check.pack();
    if (pack.steps().empty()) {
        return;  // said already
    }
    Order const order{pack};
    for (int index = 0; index < pack.steps_size(); ++index) {
        check_start(check, check.at("steps", index).at("start"), pack.steps(index));
        check_circle(check, order, index);
        check_reached(check, order, index);
    }
    check_counterparts(check);
}

}  // namespace larm::rules
