#include "simulators/swarm/mail.hpp"

#include <chrono>
#include <type_traits>
#include <utility>

#include "engine/core/audit.hpp"
#include "engine/world/roll_calls.hpp"

namespace larm::swarm {
namespace {

template <delivery::Kind K>
constexpr bool is_live = std::is_same_v<K, delivery::Live>;

}  // namespace

template <delivery::Kind K>
Mail<K>::Mail(std::uint64_t seed, Wire& wire, Tally& tally, Ways ways)
    : seed_{seed}, wire_{wire}, tally_{tally}, ways_{std::move(ways)} {
    open();
}

template <delivery::Kind K>
Mail<K>::~Mail() {
    close();
}

template <delivery::Kind K>
void Mail<K>::open() {
    line_ = wire_.open();
    has_begun_ = false;
    auditor_ = std::make_unique<world::Auditor>();
    auto const record_to = [this](v1::RecordDelivery result) { record(std::move(result)); };
    outbox_ =
        std::make_unique<delivery::Outbox<K>>(channels_to<K>(wire_, line_), record_to, options());
    if constexpr (is_live<K>) {
        roll_calls_ = std::make_unique<delivery::RollCallOutbox>(
            channels_to<delivery::RollCall>(wire_, line_), record_to, options());
        offers_ = std::make_unique<delivery::DutyOutbox>(
            channels_to<delivery::DutyOffer>(wire_, line_), [](v1::RecordDelivery const&) {},
            options());
    }
}

template <delivery::Kind K>
void Mail<K>::close() {
    wire_.close(line_);
    outbox_.reset();
    roll_calls_.reset();
    offers_.reset();
}

template <delivery::Kind K>
void Mail<K>::restart() {
    close();
    open();
}

template <delivery::Kind K>
delivery::LaneOptions Mail<K>::options() {
    delivery::LaneOptions options;
    options.is_driven = true;
    options.now = [this] {
        return delivery::SteadyTime{std::chrono::microseconds{ways_.now().us}};
    };
    options.chance = [chance = player::Chance{seed_, "pauses"}]() mutable {
        constexpr std::uint64_t parts = 1'000'000;
        return static_cast<double>(chance.below(parts)) / static_cast<double>(parts);
    };
    return options;
}

template <delivery::Kind K>
void Mail<K>::record(v1::RecordDelivery result) {
    if (result.detail().starts_with("refused at the wire")) {
        wire_.refused_at_wire(result.detail());
    }
    v1::Command command;
    *command.mutable_record_delivery() = std::move(result);
    ways_.report(std::move(command));
}

template <delivery::Kind K>
void Mail<K>::take(core::State const& state, v1::Event const& event, std::int64_t seq) {
    ways_.seen(seq);
    if (!has_begun_) {
        return;  // it stands in the state that resume() is given
    }
    outbox_->take(state, event);
    if constexpr (is_live<K>) {
        world::tell(*roll_calls_, *offers_, state, event, seq);
    }
}

template <delivery::Kind K>
void Mail<K>::resume(core::State const& state, core::Instant now) {
    has_begun_ = true;
    auto const before = tally_.messages;
    outbox_->resume(state, now);
    if constexpr (is_live<K>) {
        world::tell_again(*roll_calls_, state);
    }
    tend();
    tally_.resent_messages += tally_.messages - before;
}

template <delivery::Kind K>
Held Mail<K>::look(core::State const& state, core::Instant now) {
    auditor_->look(state, now,
                   [this](core::Incident const& incident, core::Chase const& chase,
                          core::Delivery const& delivery) {
                       return !has_begun_ || outbox_->knows(incident, chase, delivery);
                   });
    auto const report = auditor_->report();
    if (report.is_clean()) {
        return {};
    }
    auto const lost = report.findings[static_cast<std::size_t>(core::Neglect::lost)];
    return std::unexpected{Broken{lost > 0 ? 9 : 2, report.first}};
}

template <delivery::Kind K>
void Mail<K>::tend() {
    outbox_->tend();
    if constexpr (is_live<K>) {
        roll_calls_->tend();
        offers_->tend();
    }
}

template class Mail<delivery::Live>;
template class Mail<delivery::Exercise>;

}  // namespace larm::swarm
