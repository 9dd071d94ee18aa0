#include "simulators/swarm/process.hpp"

#include <algorithm>
#include <utility>

namespace larm::swarm {
namespace {

constexpr auto hang_max = core::seconds(2);

}  // namespace

Process::Process(world::Start start, Ports ports, world::ClockReading const& reading,
                 v1::Durability mode, int snapshot_events, Tally& tally)
    : ports_{ports},
      clock_{start.state.at(), reading},
      snapshot_events_{snapshot_events},
      snapshot_seq_{start.snapshot_seq},
      segment_commands_{start.segment_commands},
      world_{std::move(start), ports.log, ports.feed, ports.outbox},
      tally_{tally} {
    world_.on_log_mode(mode);
}

void Process::turn(world::ClockReading const& reading,
                   std::function<void(core::Instant)> const& decide) {
    now_ = clock_.advance(reading, world_.next_deadline().has_value());
    steady_us_ = reading.steady_us;
    has_run_due_ = world_.is_accepting();
    if (has_run_due_) {
        if (auto const skew = clock_.take_skew(); skew) {
            v1::Command notice;
            notice.mutable_notice_clock_skew()->set_skew_us(*skew);
            world_.submit(notice, now_);
        }
        decide(now_);
        world_.run_due(now_);
        // What is awaited outside incidents holds no clock still, so it is no deadline.
        if (auto const due = world_.staged().next_tending(); due.is_set() && due <= now_) {
            v1::Command tend;
            tend.mutable_tend_duty();
            world_.submit(tend, now_);
        }
    }
    if (!std::exchange(has_begun_delivery_, true)) {
        world_.read([this](core::State const& state, v1::Durability) {
            ports_.outbox.resume(state, now_);
        });
    }
    world_.flush();
    give_up_hung_batch();
    consider_snapshot();
}

void Process::on_log_answer(v1::Durability durability) {
    if (given_up_ == 0) {
        batch_since_us_ = 0;
        world_.on_durable(durability);
    } else if (--given_up_ == 0) {
        world_.on_log_mode(durability);  // what was given up stands in the log now
    }
}

void Process::on_log_mode(v1::Durability durability) {
    if (given_up_ == 0) {
        world_.on_log_mode(durability);
    }
}

void Process::give_up_hung_batch() {
    if (!world_.has_batch_in_flight()) {
        batch_since_us_ = 0;
        return;
    }
    if (batch_since_us_ == 0) {
        batch_since_us_ = steady_us_;
    }
    while (world_.has_batch_in_flight() &&
           (given_up_ > 0 || steady_us_ - batch_since_us_ >= hang_max.us)) {
        ++given_up_;
        ++tally_.hung;
        world_.on_durable(v1::DURABILITY_NONE);
    }
}

void Process::consider_snapshot() {
    auto const age = world_.staged().seq() - snapshot_seq_;
    if (is_snapshot_asked_ || age < snapshot_events_ || !world_.is_accepting() ||
        world_.durability() != v1::DURABILITY_LOCAL) {
        return;
    }
    is_snapshot_asked_ = true;
    world_.read([this](core::State const& state, v1::Durability) {
        is_snapshot_asked_ = false;
        snapshot_seq_ = state.seq();
        auto segment = world_.memory().segment(segment_commands_);
        segment_commands_ = world_.memory().size();
        ports_.log.write_snapshot(state.seq(), world::snapshot_bytes(state), std::move(segment));
    });
}

std::optional<core::Duration> Process::wakes_after() const {
    std::optional<core::Duration> wait;
    if (auto const due = world_.next_deadline(); due && world_.is_accepting()) {
        wait = std::max(core::Duration{0}, due->at - now_);
    }
    if (world_.has_batch_in_flight()) {
        auto const hang = core::Duration{batch_since_us_ + hang_max.us - steady_us_};
        wait = std::min(wait.value_or(hang), std::max(hang, core::Duration{0}));
    }
    return wait;
}

}  // namespace larm::swarm
