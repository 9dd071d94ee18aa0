// The course of a night: steps, turns, what must hold after each, and the calm at its end.
#include "simulators/swarm/night.hpp"

#include <fmt/format.h>

#include "engine/core/check.hpp"
#include "engine/core/command_memory.hpp"
#include "engine/world/alarm_path.hpp"
#include "simulators/swarm/chain_check.hpp"
#include "simulators/swarm/rights.hpp"

namespace larm::swarm {
namespace {

constexpr std::int64_t chain_every = 4096;  ///< Steps; hashing all of the log again and again.
constexpr std::int64_t compared_every_steps = 64;  ///< Steps; comparing all bytes is dear, too.
constexpr std::int64_t steps_max = 1'000'000;
constexpr std::size_t trace_max = 200;
constexpr auto results_after = core::milliseconds(1);
constexpr auto delivered_within = core::seconds(300);
constexpr auto chased_within = core::seconds(3600);

}  // namespace

NightResult Night::play() {
    set_up();
    run_until(now_ + core::seconds(std::int64_t{60} * minutes_));
    settle();
    NightResult result{.tally = tally_,
                       .coverage = coverage_,
                       .failure = std::move(failure_),
                       .state_hash = {},
                       .played_us = (now_ - begins).us};
    if (process_ != nullptr) {
        result.state_hash = journal::hex(world::state_hash(process_->world().staged()));
    }
    return result;
}

void Night::run_until(core::Instant end) {
    while (!failure_ && step(end)) {
        if (++tally_.steps > steps_max) {
            fail(2, "the night does not come to an end");
        }
    }
    now_ = std::max(now_, end);
}

bool Night::step(core::Instant end) {
    auto const next = agenda_.next();
    auto const wakes_first = wake_ && (!next || *wake_ < *next);
    auto const at = wakes_first ? wake_ : next;
    if (!at || *at > end) {
        return false;
    }
    now_ = std::max(now_, *at);
    if (!wakes_first) {
        agenda_.run_next();
    }
    turn();
    check();
    return true;
}

void Night::turn() {
    wake_.reset();
    if (process_ == nullptr) {
        return;
    }
    process_->turn(clocks(), [this](core::Instant now) { decide(now); });
    mail_.tend();
    begin_disk_work();
    tend_disk();
    if (auto const after = process_->wakes_after(); after) {
        wake_ = now_ + *after;
    }
    if (!own_.empty()) {
        wake_ = std::min(wake_.value_or(now_ + results_after), now_ + results_after);
    }
}

void Night::decide(core::Instant now) {
    for (auto const& command : std::exchange(own_, {})) {
        process_->world().submit(command, now);
    }
    for (auto const which : std::exchange(queued_, {})) {
        decide(which, now);
    }
}

void Night::decide(ClientCommand which, core::Instant now) {
    auto& world = process_->world();
    auto const& command = clients_.command(which);
    auto const before = world.staged().seq();
    auto const is_right = has_right(world.staged(), command);
    auto const id = core::parse_uuid(core::command_id(command));
    auto const is_known = id && world.memory().find(*id) != nullptr;
    refused_.reset();
    world.submit(command, now, [this, which](world::Reply const& reply) {
        if (!reply) {
            refused_ = which;
            note(fmt::format("refused: {}", reply.error().message));
        }
        must(clients_.answer(which, reply, disk_));
        if (!reply && reply.error().code == core::Code::unavailable && !is_calm_) {
            later(core::seconds(between(5, 60)), "tries again", [this, which] { send(which); });
        }
    });
    auto const is_refused = refused_ == which;
    tally_.refused_by_right += is_refused && !is_right ? 1 : 0;
    if (!is_known) {
        coverage_.note(command, !is_refused);
    }
    if (!is_right && !is_refused && !is_known) {
        fail(8, "accepted from somebody without the right: " + command.ShortDebugString());
    }
    if (is_refused && world.staged().seq() != before) {
        fail(8, "refused, and something changed: " + command.ShortDebugString());
    }
}

void Night::publish(std::shared_ptr<world::PublishedBatch const> batch) {
    if (world::is_safe(batch->durability) && !disk_.is_journaled(batch->events.back().seq)) {
        fail(1, fmt::format("event {} is shown as LOCAL and is not in the journal",
                            batch->events.back().seq));
    }
    for (auto const& [seq, event] : batch->events) {
        coverage_.note(event);
        if (kept_ != nullptr) {  // a short night is told in full
            note(fmt::format("event {}: {}", seq, event.ShortDebugString()).substr(0, trace_max));
        }
        if (event.has_incident_confirmed() && drill_ != nullptr) {
            drill_->freeze();  // as the daemon's: whoever hears of a live alarm first
        }
    }
}

void Night::check() {
    if (process_ == nullptr || failure_) {
        return;
    }
    must(wire_.clean());
    if (drill_ != nullptr) {
        must(drill_->held());
    }
    if (tally_.steps % chain_every == 0) {
        check_chain();
    }
    auto const& state = process_->world().staged();
    // Else something waits behind a batch in flight; it is looked at when that is done.
    if (!process_->is_up_to_date() || ledger_.books().events() != state.seq()) {
        must(ledger_.books().clean());
        return;
    }
    if (std::exchange(checked_seq_, state.seq()) == state.seq()) {  // time alone has gone on
        must(nobody_is_forgotten(state, process_->now()));
        must(nothing_is_overdue(state, process_->now()));
        return;
    }
    must(all_hold(state, ledger_.books(), process_->now()));
    std::set<core::Pack const*> packs;
    for (auto const* const incident : state.open_incidents()) {
        packs.insert(incident->pack);
    }
    packs.erase(nullptr);
    tally_.packs_beside += packs.size() > 1 ? 1 : 0;
    if (tally_.steps - compared_step_ >= compared_every_steps) {
        compared_step_ = tally_.steps;
        compare_with_log();
    }
}

/// What stands in the journal, and a head of it that was noted some while ago.
void Night::check_chain() {
    auto const log = disk_.journaled();
    must(the_log_is_whole(log, noted_));
    if (log.size() < 2 || failure_) {
        return;
    }
    player::Chance chance{seed_, fmt::format("tampers {}", tally_.steps)};
    must(tampering_shows(log, chance));
    must(a_prefix_is_a_log(log.first(1 + chance.below(log.size()))));
    ++tally_.tampered_logs;
    noted_ = journal::Head{log.back().seq, log.back().hash};
}

/// Time enough has passed for all that went out; what waits for a human has been let go.
void Night::expect_nothing_owed() {
    if (failure_ || process_ == nullptr) {
        return;
    }
    auto const key =
        ledger_.owed().first([this](std::string const& which) { return wire_.has_shown(which); },
                             process_->now() - delivered_within);
    if (!key.empty()) {
        fail(9, "nobody has been shown, and nothing says why: " + key);
    }
}

void Night::compare_with_log() {
    must(comparison_.the_log_is_the_state(process_->world().staged(), ledger_.folded()));
}

void Night::must(Held const& held) {
    if (!held) {
        fail(held.error().invariant, held.error().what);
    }
}

void Night::fail(int invariant, std::string what) {
    if (!failure_) {
        failure_ = Failure{.seed = seed_,
                           .minutes = minutes_,
                           .step = tally_.steps,
                           .after_us = (now_ - begins).us,
                           .broken = {invariant, std::move(what)},
                           .last = last_in_words(),
                           .happenings = played_};
    }
}

/// Faults stop; then everything must come to rest, and people can bring it to an end.
void Night::settle() {
    is_calm_ = true;
    wire_.be_calm();
    drill_.reset();
    disk_.set_health({});
    note("all is calm");
    run_until(now_ + core::seconds(600));
    expect_settled();
    if (failure_) {
        return;
    }
    give_all(resume_what_is_held(process_->world().staged()));
    run_until(now_ + core::seconds(1200));  // nobody answers: the chases must go on
    for (auto const& incident : process_->world().staged().incidents()) {
        for (auto const& chase : incident.chases) {
            if (!failure_ && chase.next_due > process_->now() + chased_within) {
                fail(2, chase.party + " is chased by a deadline that is hours away");
            }
        }
    }
    expect_nothing_owed();
    answer_until_nothing_is_asked();
    give_all(stand_everything_down(process_->world().staged()));
    answer_until_nothing_is_asked();
    give_all(bring_everybody_in(process_->world().staged()));
    run_until(now_ + core::seconds(400));
    expect_nothing_owed();
    give_all(close_everything(process_->world().staged()));
    if (failure_) {
        return;
    }
    expect_settled();
    compare_with_log();
    check_chain();
    if (process_->world().next_deadline()) {
        fail(5, "everything is closed and a timer is left");
    }
}

void Night::expect_settled() {
    if (failure_) {
        return;
    }
    auto const end = now_ + core::seconds(10);
    while (process_ != nullptr && !process_->world().is_idle() && !failure_ && step(end)) {
        ++tally_.steps;  // the batch of this very moment
    }
    if (failure_) {
        return;
    }
    if (process_ == nullptr || !process_->world().is_idle() || !process_->world().is_accepting()) {
        fail(2, "nothing goes wrong any more, and the world does not come to rest");
    } else if (process_->world().durability() != v1::DURABILITY_LOCAL ||
               !disk_.is_journaled(process_->world().staged().seq())) {
        fail(1, "the disks are well again, and not everything is in the journal");
    } else if (clients_.waiting() != 0) {
        fail(1, fmt::format("{} commands are never answered", clients_.waiting()));
    }
}

void Night::answer_until_nothing_is_asked() {
    constexpr int rounds_max = 30;
    for (int round = 0; round < rounds_max && !failure_; ++round) {
        auto commands = do_what_is_asked(process_->world().staged());
        if (commands.empty()) {
            return;
        }
        give_all(std::move(commands));
    }
    if (!failure_) {
        fail(2, "everybody does what is asked, and the chain goes on asking");
    }
}

void Night::give_all(std::vector<v1::Command> commands) {
    for (auto& command : commands) {
        give(std::move(command));
    }
    turn();
    check();
    run_until(now_ + core::seconds(60));
}

}  // namespace larm::swarm
