#include "simulators/swarm/wire.hpp"

#include <fmt/format.h>

#include <utility>

namespace larm::swarm {
namespace {

template <delivery::Kind K>
class WireChannel final : public delivery::Channel<K> {
public:
    WireChannel(Wire& wire, Line line) : wire_{wire}, line_{line} {}
    void stop() override {}

private:
    void transmit(delivery::Message<K> const& message, delivery::Report report) override {
        wire_.carry(line_, K::word, message.letter(), std::move(report));
    }

    Wire& wire_;
    Line line_;
};

bool is_of_incident(delivery::Letter const& letter) {
    return letter.kind == delivery::Live::word || letter.kind == delivery::Exercise::word;
}

/// Roll-calls and offers go to officers, several of whom may stand in for one party.
std::string letter_key(delivery::Letter const& letter) {
    auto const& on = letter.envelope;
    auto key = key_of(on.incident_id, on.step, on.party, on.attempt, on.recipient, on.channel);
    return is_of_incident(letter) ? key : fmt::format("{} {} {}", letter.kind, on.officer_id, key);
}

bool bears(delivery::Letter const& letter, std::string_view mark) {
    auto const& texts = letter.texts;
    return texts.title_sv.starts_with(mark) && texts.title_sv.ends_with(mark) &&
           texts.short_sv.starts_with(mark) && texts.short_sv.ends_with(mark) &&
           texts.body_sv.starts_with(mark) && texts.body_sv.ends_with(mark) &&
           texts.title_en.starts_with(mark) && texts.body_en.starts_with(mark);
}

}  // namespace

std::string key_of(std::string_view incident, std::string_view step, std::string_view party,
                   int attempt, std::string_view recipient, int channel) {
    return fmt::format("{} {} {} {} to {} over {}", incident, step, party, attempt, recipient,
                       channel);
}

template <delivery::Kind K>
delivery::Channels<K> channels_to(Wire& wire, Line line) {
    delivery::Channels<K> channels;
    for (int which = v1::CHANNEL_UNSPECIFIED + 1; which < v1::Channel_ARRAYSIZE; ++which) {
        if (v1::Channel_IsValid(which)) {
            channels.emplace(static_cast<v1::Channel>(which),
                             std::make_unique<WireChannel<K>>(wire, line));
        }
    }
    return channels;
}

template delivery::Channels<delivery::Live> channels_to(Wire&, Line);
template delivery::Channels<delivery::Exercise> channels_to(Wire&, Line);
template delivery::Channels<delivery::RollCall> channels_to(Wire&, Line);
template delivery::Channels<delivery::DutyOffer> channels_to(Wire&, Line);

Wire::Wire(std::uint64_t seed, Odds const& odds, Tally& tally, Later later)
    : seed_{seed}, odds_{odds}, tally_{tally}, later_{std::move(later)} {}

Line Wire::open() {
    open_.insert(++last_line_);
    return last_line_;
}

void Wire::carry(Line line, std::string_view kind, delivery::Letter const& letter,
                 delivery::Report report) {
    ++tally_.messages;
    tally_.exercise_messages += kind == delivery::Exercise::word ? 1 : 0;
    look_at(kind, letter);
    if (letter.envelope.channel == v1::CHANNEL_OPERATOR) {
        // As the channel itself: a list in the program is read from the state, and loses nothing.
        return report(v1::DELIVERY_OUTCOME_ACCEPTED, {});
    }
    auto const& id = letter.envelope.delivery_id;
    auto const tried = tries_[id]++;
    tally_.tried_again += tried > 0 ? 1 : 0;
    player::Chance chance{seed_, fmt::format("{} {}", id, tried)};
    auto const soon = [&chance](std::uint64_t ms) {
        return core::milliseconds(50 + static_cast<std::int64_t>(chance.below(ms)));
    };
    auto const on_its_way = [&](core::Duration after) {
        later_(after, [this, letter] { arrive(letter); });
    };
    if (is_calm_) {
        on_its_way(core::milliseconds(10));
        return tell(line, core::milliseconds(20), report, v1::DELIVERY_OUTCOME_RECEIVED, {});
    }
    if (chance.percent(odds_.lost_percent)) {  // nothing is ever heard of it
        ++tally_.lost_messages;
        if (chance.percent(30)) {
            on_its_way(soon(200'000));
        }
        return;
    }
    if (chance.percent(odds_.failed_percent)) {
        ++tally_.failed_messages;
        if (chance.percent(50)) {
            return tell(line, soon(20'000), report, v1::DELIVERY_OUTCOME_FAILED, "avvisat");
        }
        later_(soon(5'000), [this, line, report] {
            if (open_.contains(line)) {
                report.retry("503");
            }
        });
        return;
    }
    on_its_way(soon(60'000));
    if (chance.percent(odds_.twice_percent)) {
        ++tally_.carried_twice;
        on_its_way(soon(120'000));
    }
    tell(line, soon(20'000), report, v1::DELIVERY_OUTCOME_ACCEPTED, {});
    if (chance.percent(odds_.twice_percent)) {
        tell(line, soon(60'000), report, v1::DELIVERY_OUTCOME_ACCEPTED, {});
    }
    if (chance.percent(50)) {  // a receipt may overtake the acceptance
        tell(line, soon(90'000), report, v1::DELIVERY_OUTCOME_RECEIVED, {});
    }
}

void Wire::look_at(std::string_view kind, delivery::Letter const& letter) {
    auto const is_exercise = kind == delivery::Exercise::word;
    if (letter.kind != kind) {
        note(4, fmt::format("a message of kind {} is in a channel of kind {}", letter.kind, kind));
    } else if (is_exercise && !bears(letter, delivery::Exercise::mark)) {
        note(4, "an exercise's message does not begin and end with its mark: " +
                    letter.texts.short_sv);
    } else if (!is_exercise && bears(letter, delivery::Exercise::mark)) {
        note(4, "a message that is no exercise's bears its mark: " + letter.texts.short_sv);
    }
    auto const key = letter_key(letter);
    auto const& id = letter.envelope.delivery_id;
    auto const of = of_id_.emplace(id, key).first->second;
    auto const known = id_of_.emplace(key, id).first->second;
    if (of != key) {
        note(9, fmt::format("{} has the id of {}: no device shows it", key, of));
    } else if (known != id) {
        note(9, fmt::format("{} goes out under two ids: it is shown twice", key));
    }
}

void Wire::arrive(delivery::Letter const& letter) {
    auto const is_new = shown_.insert(letter_key(letter)).second;
    tally_.shown += is_new ? 1 : 0;
    tally_.not_shown_again += is_new ? 0 : 1;
}

void Wire::tell(Line line, core::Duration after, delivery::Report const& report,
                v1::DeliveryOutcome outcome, std::string const& detail) {
    later_(after, [this, line, report, outcome, detail] {
        if (open_.contains(line)) {
            report(outcome, detail);
        }
    });
}

Held Wire::clean() const {
    return found_ ? Held{std::unexpected{*found_}} : Held{};
}

void Wire::refused_at_wire(std::string const& detail) {
    note(4, "the engine has made a message that no channel may take: " + detail);
}

void Wire::note(int invariant, std::string what) {
    if (!found_) {
        found_ = Broken{invariant, std::move(what)};
    }
}

}  // namespace larm::swarm
