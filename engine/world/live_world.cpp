#include "engine/world/live_world.hpp"

#include <pthread.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <utility>

namespace larm::world {
namespace {

namespace asio = boost::asio;

/// A timer runs by the steady clock, deadlines by engine time: without a look at both now and then,
/// a clock that was set would go unnoticed until the next deadline.
constexpr core::Duration sleep_max = core::seconds(1);
constexpr std::int64_t silence_us_max = 10'000'000;
/// Making a snapshot stops the engine; all of them together may take this part of its time.
constexpr std::int64_t snapshot_share = 50;

core::Rejection full() {
    return core::refusal(core::Code::resource_exhausted, "",
                         "too many commands are waiting to be decided; try again with the same "
                         "command id");
}

core::Rejection draining() {
    return core::refusal(core::Code::unavailable, "",
                         "the daemon is stopping; try again with the same command id");
}

}  // namespace

journal::Result<std::unique_ptr<LiveWorld>> LiveWorld::open(LiveWorldOptions options,
                                                            FeedPort& feed, OutboxPort& outbox) {
    auto log = journal::DurableLog::open(options.log, {options.clocks().wall_us});
    if (!log) {
        return std::unexpected{std::move(log.error())};
    }
    // A backup knows nothing of what was answered, or ended, after it was made, nor does a journal
    // that has lost events, also where a person takes the loss as it is.
    auto const& owner = (*log)->instance_id();
    auto const is_anothers =
        options.adopt && !owner.empty() && owner != options.log.fresh.instance_id;
    auto const holds_open = is_anothers || (*log)->status().has_lost_events;
    auto start = restore(**log);
    if (!start && !options.log.checks_all) {
        // Its snapshots cannot be used, as after an upgrade: then all that comes before them
        // counts.
        options.log.checks_all = true;
        log->reset();  // lets go of the lock
        return open(std::move(options), feed, outbox);
    }
    if (!start) {
        return std::unexpected{std::move(start.error())};
    }
    return std::unique_ptr<LiveWorld>{new LiveWorld{std::move(options), std::move(*log),
                                                    std::move(*start), feed, outbox, holds_open}};
}

LiveWorld::LiveWorld(LiveWorldOptions options, std::unique_ptr<journal::DurableLog> log,
                     Start start, FeedPort& feed, OutboxPort& outbox, bool holds_open)
    : options_{std::move(options)},
      instance_id_{log->instance_id()},
      log_{std::move(log),
           start.segment_seq,
           options_.clocks,
           {[this](v1::Durability durability) {
                asio::post(engine_, [this, durability] { on_log_answer(durability); });
            },
            [this](v1::Durability durability) {
                asio::post(engine_, [this, durability] {
                    if (given_up_ == 0) {
                        world_.on_log_mode(durability);
                    }
                });
            }}},
      clock_{start.state.at(), options_.clocks()},
      outbox_{outbox},
      snapshot_seq_{start.snapshot_seq},
      segment_commands_{start.segment_commands},
      world_{std::move(start), log_, feed, outbox},
      timer_{engine_},
      last_audit_steady_us_{options_.clocks().steady_us},
      last_turn_steady_us_{options_.clocks().steady_us} {
    world_.on_log_mode(log_.health().durability);
    if (holds_open) {
        world_.hold_open_incidents(advance(options_.clocks()));
    }
    held_incidents_ = world_.staged().held();  // /readyz may ask before the first turn
    if (options_.adopt) {
        // In this order: a journal that is ours and holds nothing would alarm at the next start.
        world_.flush();
        instance_id_ = log_.adopt();
    }
    thread_ = std::thread{[this] { run(); }};
}

LiveWorld::~LiveWorld() {
    drain();
}

void LiveWorld::run() {
    ::pthread_setname_np(::pthread_self(), "larm-engine");
    auto const work = asio::make_work_guard(engine_);
    schedule_turn();
    engine_.run();
}

void LiveWorld::submit(v1::Command command, ReplyTo reply_to) {
    // The engine's own are bounded by what causes them, and are not refused.
    auto const is_own = core::command_is_own(command);
    if (has_finished_ || (is_draining_ && !is_own)) {
        reply_to(std::unexpected{draining()});
        return;
    }
    if (waiting_.fetch_add(1) >= options_.commands_max && !is_own) {
        waiting_.fetch_sub(1);
        reply_to(std::unexpected{full()});
        return;
    }
    asio::post(engine_, [this, queued = Queued{std::move(command), std::move(reply_to)}]() mutable {
        commands_.push_back(std::move(queued));
        schedule_turn();
    });
}

void LiveWorld::begin_delivery() {
    // As a reader: what is not durable yet comes to the outbox with its batch.
    read([this](core::State const& state, v1::Durability) {
        outbox_.resume(state, advance(options_.clocks()));
    });
}

void LiveWorld::say_in_replies(std::string notice) {
    asio::post(engine_, [this, notice = std::move(notice)]() mutable {
        world_.set_standing_notice(std::move(notice));
    });
}

void LiveWorld::read(Reader reader) {
    asio::post(engine_, [this, reader = std::move(reader)]() mutable {
        readers_.push_back(std::move(reader));
        schedule_turn();
    });
}

std::optional<core::Rejection> LiveWorld::stopped() const {
    return has_finished_ ? std::optional{draining()} : std::nullopt;
}

bool LiveWorld::is_alive() const {
    return options_.clocks().steady_us - last_turn_steady_us_ < silence_us_max;
}

/// At the end of the queue, so that a turn takes all that has come meanwhile: one batch, one fsync.
void LiveWorld::schedule_turn() {
    if (!std::exchange(is_turn_scheduled_, true)) {
        asio::post(engine_, [this] { turn(); });
    }
}

core::Instant LiveWorld::advance(ClockReading const& reading) {
    return clock_.advance(reading, world_.next_deadline().has_value());
}

void LiveWorld::turn() {
    is_turn_scheduled_ = false;
    auto const reading = options_.clocks();
    last_turn_steady_us_ = reading.steady_us;
    auto const now = advance(reading);
    engine_less_steady_us_ = now.us - reading.steady_us;
    clock_skew_us_ = reading.wall_us - now.us;
    if (world_.is_accepting()) {
        decide(now);
    }
    // All readers of a turn wait for the same batch; commands go on when they have been served.
    for (auto& reader : std::exchange(readers_, {})) {
        world_.read(std::move(reader));
    }
    world_.flush();
    give_up_hung_batch();
    consider_snapshot();
    consider_audit();
    events_waiting_ = world_.events_waiting();
    held_incidents_ = world_.staged().held();
    arm_timer(now);
    finish_if_drained();
}

void LiveWorld::on_log_answer(v1::Durability durability) {
    // It answers: what is in flight now waits its turn, behind what was given up, and is as safe as
    // its own answer says. A busy world would else be in memory alone until it is at rest.
    is_hung_ = false;
    batch_since_steady_us_ = 0;
    if (given_up_ == 0) {
        world_.on_durable(durability);
    } else if (given_up_.fetch_sub(1) == 1) {
        spdlog::warn("event=disk_answers_again durability={}", v1::Durability_Name(durability));
        world_.on_log_mode(durability);  // what was given up stands in the log now
    }
    schedule_turn();
}

/// A disk can hang without failing, for minutes; an alarm cannot wait for it. The log goes on with
/// what it was given, in order, so nothing that comes back is lost or doubled.
void LiveWorld::give_up_hung_batch() {
    if (!world_.has_batch_in_flight()) {
        batch_since_steady_us_ = 0;
        return;
    }
    if (batch_since_steady_us_ == 0) {
        batch_since_steady_us_ = last_turn_steady_us_;
    }
    while (world_.has_batch_in_flight() &&
           (is_hung_ || last_turn_steady_us_ - batch_since_steady_us_ >= options_.hang_max.us)) {
        is_hung_ = true;
        if (given_up_.fetch_add(1) == 0) {  // once until all of it is safe, however it stutters
            spdlog::critical("event=disk_hangs durability=DURABILITY_NONE");
        }
        world_.on_durable(v1::DURABILITY_NONE);
    }
}

LogHealth LiveWorld::log_health() const {
    auto health = log_.health();
    if (given_up_ > 0) {
        health.durability = v1::DURABILITY_NONE;
        health.trouble =
            "the disk does not answer: what is accepted now is in memory alone until it does; "
            "skriv ner detta";
    }
    return health;
}

core::Instant LiveWorld::now() const {
    return {options_.clocks().steady_us + engine_less_steady_us_};
}

WorldFigures LiveWorld::figures() const {
    return {waiting_,         events_waiting_,
            given_up_,        held_incidents_,
            clock_skew_us_,   {options_.clocks().steady_us - last_audit_steady_us_},
            world_.lateness()};
}

void LiveWorld::decide(core::Instant now) {
    if (auto const skew = clock_.take_skew(); skew) {
        spdlog::warn("event=clock_skew skew_us={}", *skew);
        v1::Command notice;
        notice.mutable_notice_clock_skew()->set_skew_us(*skew);
        world_.submit(notice, now);
    }
    for (auto& [command, reply_to] : std::exchange(commands_, {})) {
        world_.submit(command, now, std::move(reply_to));
        waiting_.fetch_sub(1);
    }
    world_.run_due(now);
    // What is awaited outside incidents holds no clock still, so it is no deadline.
    if (auto const due = world_.staged().next_tending(); due.is_set() && due <= now) {
        v1::Command tend;
        tend.mutable_tend_duty();
        world_.submit(tend, now);
    }
}

void LiveWorld::arm_timer(core::Instant now) {
    auto wait = sleep_max;
    if (auto const due = world_.next_deadline(); due) {
        wait = std::clamp(due->at - now, core::Duration{0}, sleep_max);
    }
    if (!world_.is_accepting()) {
        wait = sleep_max;  // the next turn comes with the batch
    }
    if (world_.has_batch_in_flight()) {
        wait = std::min(wait, options_.hang_max);
    }
    auto const now_us = last_turn_steady_us_.load();
    auto const until_us = now_us + wait.us;
    if (timer_steady_us_ > now_us && timer_steady_us_ <= until_us) {
        return;  // a turn too early costs less than setting the timer in every turn of a burst
    }
    timer_steady_us_ = until_us;
    timer_.expires_after(std::chrono::microseconds{wait.us});
    timer_.async_wait([this](boost::system::error_code error) {
        if (!error) {
            timer_steady_us_ = 0;
            schedule_turn();
        }
    });
}

void LiveWorld::consider_snapshot() {
    auto const age = world_.staged().seq() - snapshot_seq_;
    if (is_snapshot_asked_ || age < options_.snapshot_events || !world_.is_accepting() ||
        last_turn_steady_us_ < next_snapshot_steady_us_ ||
        world_.durability() != v1::DURABILITY_LOCAL) {
        return;
    }
    is_snapshot_asked_ = true;
    world_.read([this](core::State const& state, v1::Durability) {
        is_snapshot_asked_ = false;
        take_snapshot(state);
    });
}

/// As a reader, so that the outbox has been given all that the state shows.
void LiveWorld::consider_audit() {
    if (is_audit_asked_ || !world_.is_accepting() ||
        last_turn_steady_us_ - last_audit_steady_us_ < options_.audit_every.us) {
        return;
    }
    is_audit_asked_ = true;
    world_.read([this](core::State const& state, v1::Durability) {
        is_audit_asked_ = false;
        auto const reading = options_.clocks();
        outbox_.audit(state, advance(reading));
        last_audit_steady_us_ = reading.steady_us;
    });
}

void LiveWorld::take_snapshot(core::State const& state) {
    auto const before_us = options_.clocks().steady_us;
    snapshot_seq_ = state.seq();
    auto segment = world_.memory().segment(segment_commands_);
    segment_commands_ = world_.memory().size();
    log_.write_snapshot(state.seq(), snapshot_bytes(state), std::move(segment));
    auto const after_us = options_.clocks().steady_us;
    next_snapshot_steady_us_ = after_us + (after_us - before_us) * snapshot_share;
}

void LiveWorld::finish_if_drained() {
    if (!is_draining_ || has_finished_ || !commands_.empty() || !world_.is_accepting() ||
        !world_.is_idle()) {
        return;
    }
    has_finished_ = true;
    if (world_.staged().seq() > snapshot_seq_ && world_.durability() == v1::DURABILITY_LOCAL) {
        take_snapshot(world_.staged());
    }
    drained_.set_value();
}

void LiveWorld::drain() {
    if (is_draining_.exchange(true)) {
        return;
    }
    asio::post(engine_, [this] { schedule_turn(); });
    drained_.get_future().wait();
    engine_.stop();
    thread_.join();
    log_.stop();
}

}  // namespace larm::world
