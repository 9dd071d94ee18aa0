// What happens in a night: people, results, crashes, disks, clocks. Each happening puts the next of
// its kind on the agenda.
#include <fmt/format.h>

#include "engine/core/check.hpp"
#include "engine/core/local_time.hpp"
#include "engine/rules/as_commands.hpp"
#include "simulators/player/stage.hpp"
#include "simulators/swarm/chain_check.hpp"
#include "simulators/swarm/night.hpp"

namespace larm::swarm {
namespace {

constexpr core::Duration tended_every = core::seconds(10);
constexpr std::int64_t millionths = 1'000'000;
constexpr std::size_t happenings_kept = 20;

/// Without what only the machine needs.
std::string text_of(v1::Command command) {
    command.clear_fingerprint();
    command.clear_fresh_id();
    if (command.has_actor()) {
        command.mutable_actor()->clear_token_id();
    }
    return command.ShortDebugString();
}

}  // namespace

Night::Night(Rules const& rules, std::uint64_t seed, int minutes, Kept const* kept)
    : rules_{rules},
      seed_{seed},
      minutes_{minutes},
      odds_{odds_of(seed)},
      chance_{seed, "night"},
      kept_{kept},
      now_{begins},
      ledger_{disk_, tally_},
      clients_{tally_},
      crowd_{rules, seed, odds_},
      wire_{seed, odds_, tally_,
            [this](core::Duration after, std::function<void()> happening) {
                agenda_.put(now_ + after, std::move(happening));
            }},
      mail_{seed,
            wire_,
            tally_,
            {[this] { return now_; },
             [this](v1::Command result) { own_.push_back(std::move(result)); },
             [this](std::int64_t seq) {
                 if (process_->world().durability() == v1::DURABILITY_LOCAL &&
                     !disk_.is_journaled(seq)) {
                     fail(1, fmt::format("event {} is acted upon and is not in the journal", seq));
                 }
             }}} {}

void Night::set_up() {
    start();
    keep_tending();
    every(odds_.act_every_s, "act", [this](std::int64_t number) { act(number); });
    every(odds_.crash_every_min * 60, "crash", [this](std::int64_t) {
        if (between(0, 1) == 0) {
            crash();
        } else {
            is_doomed_ = true;
        }
    });
    every(odds_.disk_every_min * 60, "disks fail", [this](std::int64_t) { break_disks(); });
    every(odds_.clock_every_min * 60, "clock jumps", [this](std::int64_t) { jump_clock(); });
    every(odds_.reload_every_min * 60, "rules anew", [this](std::int64_t) { reload(); });
    every(odds_.drill_every_min * 60, "exercise opens",
          [this](std::int64_t number) { open_exercise(number); });
    every(odds_.act_every_s, "play", [this](std::int64_t number) {
        if (drill_ != nullptr) {
            drill_->act(number);
        }
    });
}

void Night::later(core::Duration after, std::string what, std::function<void()> happening) {
    agenda_.put(now_ + after, [this, what = std::move(what), happening = std::move(happening)] {
        note(what);
        happening();
    });
}

/// Until all is calm. Each is drawn by a chance of its own, so that a night of which some are left
/// out is the same in the rest, as far as that goes.
void Night::every(int seconds_on_average, std::string const& what, Happening happening,
                  std::int64_t number) {
    auto const name = fmt::format("{} {}", what, number);
    player::Chance chance{seed_, "when " + name};
    auto const range =
        static_cast<std::uint64_t>(2'000) * static_cast<std::uint64_t>(seconds_on_average);
    auto const after = core::milliseconds(1 + static_cast<std::int64_t>(chance.below(range)));
    agenda_.put(now_ + after, [this, seconds_on_average, what, happening, number, name] {
        if (is_calm_) {
            return;
        }
        if (kept_ == nullptr || kept_->contains(name)) {
            chance_ = player::Chance{seed_, name};
            played_.push_back(name);
            note(name);
            happening(number);
        }
        every(seconds_on_average, what, happening, number + 1);
    });
}

void Night::act(std::int64_t number) {
    if (chance_.percent(odds_.repeat_percent)) {
        if (auto const told = clients_.any_told(chance_.next()); told) {
            send(chance_.percent(70) ? *told : clients_.write_reusing(*told));
            return;
        }
    }
    give(crowd_.next(ledger_.folded(), number));
}

/// Somebody puts another version of the pack into the folder, and has it read.
void Night::reload() {
    is_later_pack_ = !is_later_pack_;
    if (process_ != nullptr) {
        ++tally_.reloads;
        own_.push_back(rules::activation(is_later_pack_ ? rules_.later : rules_.pack));
    }
}

void Night::open_exercise(std::int64_t number) {
    if (process_ == nullptr) {
        return;
    }
    drill_ = std::make_unique<Drill>(
        Drill::Surroundings{.rules = rules_,
                            .seed = seed_ * 1'000 + static_cast<std::uint64_t>(number),
                            .odds = odds_,
                            .tally = tally_,
                            .coverage = coverage_,
                            .wire = wire_,
                            .steady = [this] { return now_; }});
}

/// Lanes and exercises have times of their own that no event tells; and the watch looks.
void Night::keep_tending() {
    agenda_.put(now_ + tended_every, [this] {
        if (drill_ != nullptr) {
            drill_->turn();
        }
        if (process_ != nullptr) {
            process_->world().read([this](core::State const& state, v1::Durability) {
                must(mail_.look(state, process_->now()));
            });
        }
        keep_tending();
    });
}

void Night::give(v1::Command command) {
    send(clients_.write(std::move(command), fresh_id(), fresh_id()));
}

void Night::send(ClientCommand which) {
    note_sent(which);
    if (process_ == nullptr) {
        later(core::seconds(between(1, 10)), "nobody answered", [this, which] { send(which); });
        return;
    }
    clients_.send(which);
    queued_.push_back(which);
}

void Night::start() {
    auto start = disk_.start();
    LARM_CHECK(start.has_value());  // this disk can always be read
    must(comparison_.the_log_is_the_state(start->state, ledger_.folded()));
    tally_.starts_from_snapshot += start->snapshot_seq > 0 ? 1 : 0;
    tally_.degraded_starts += disk_.mode() == v1::DURABILITY_LOCAL ? 0 : 1;
    mail_.restart();
    process_ = std::make_unique<Process>(
        *std::move(start), Process::Ports{ledger_, static_cast<world::FeedPort&>(*this), mail_},
        clocks(), disk_.mode(), odds_.snapshot_events, tally_);
    must(the_log_is_whole(disk_.journaled(), noted_));
    own_.push_back(rules::activation(is_later_pack_ ? rules_.later : rules_.pack));
    own_.push_back(rules::seeding(rules_.contacts));
}

void Night::crash() {
    is_doomed_ = false;
    if (process_ == nullptr) {
        return;
    }
    ++life_;
    ++tally_.crashes;
    auto const is_power_loss = chance_.percent(odds_.power_percent);
    tally_.power_losses += is_power_loss ? 1 : 0;
    process_.reset();
    drill_.reset();
    own_.clear();
    queued_.clear();
    is_disk_at_work_ = false;
    is_tended_ = false;
    disk_.crash(is_power_loss, chance_.percent(50));
    if (chance_.percent(20) && disk_.damage_snapshot()) {
        ++tally_.damaged_snapshots;
    }
    auto const before = ledger_.books().events();
    ledger_.rebuild();
    checked_seq_ = 0;
    tally_.lost_events += before - ledger_.books().events();
    auto down = core::seconds(between(1, 30));
    if (chance_.percent(odds_.outage_percent)) {
        ++tally_.long_outages;  // the others' hours are not played: the wall clock has gone on
        wall_ahead_us_ += core::seconds(3600 * between(7, 12)).us;
    }
    later(down, "starts again", [this] { start(); });
    auto const again = clients_.crash(disk_);
    if (!again) {
        fail(again.error().invariant, again.error().what);
        return;
    }
    for (auto const which : *again) {
        later(down + core::milliseconds(between(1, 20'000)), "asks again",
              [this, which] { send(which); });
    }
}

/// For a while; while it lasts the other may fail and come back.
void Night::break_disks() {
    disk_.set_health({.journal = false, .spill = chance_.percent(60)});
    if (chance_.percent(30)) {
        later(core::seconds(between(1, 120)), "the spill fails or comes back", [this] {
            disk_.set_health({.journal = is_calm_, .spill = is_calm_ || chance_.percent(50)});
        });
    }
    later(core::seconds(between(5, 300)), "the disks are well again",
          [this] { disk_.set_health({}); });
}

void Night::jump_clock() {
    if (between(0, 1) == 0) {
        ++tally_.clock_back;
        wall_ahead_us_ -= core::seconds(between(1, 3600)).us;
    } else {
        ++tally_.clock_forward;
        wall_ahead_us_ += core::seconds(between(1, chance_.percent(10) ? 30'000 : 3600)).us;
    }
}

void Night::begin_disk_work() {
    if (is_disk_at_work_ || disk_.waiting() == 0) {
        return;
    }
    is_disk_at_work_ = true;
    auto const is_late = !is_calm_ && chance_.percent(odds_.late_percent);
    auto const after = core::milliseconds(is_late ? between(200, 6'000) : between(2, 30));
    if (std::exchange(is_doomed_, false) && !is_calm_) {
        later(core::Duration{after.us / 2}, "crash over a batch", [this] { crash(); });
    }
    later(after, "the disk answers", [this, life = life_] {
        if (life != life_) {
            return;
        }
        is_disk_at_work_ = false;
        auto const durability = disk_.finish();
        tally_.spilled += durability == v1::DURABILITY_SPILL ? 1 : 0;
        tally_.unsaved += durability == v1::DURABILITY_NONE ? 1 : 0;
        process_->on_log_answer(durability);
    });
}

void Night::tend_disk() {
    if (is_tended_ || disk_.mode() == v1::DURABILITY_LOCAL) {
        return;
    }
    is_tended_ = true;
    later(core::seconds(5), "the log tries to come home", [this, life = life_] {
        if (life != life_) {
            return;
        }
        is_tended_ = false;
        if (disk_.waiting() > 0) {
            return;  // one thread does both: the batch first
        }
        auto const before = disk_.mode();
        auto const mode = disk_.try_return();
        tally_.returns += mode == v1::DURABILITY_LOCAL ? 1 : 0;
        if (mode != before) {
            process_->on_log_mode(mode);
        }
    });
}

void Night::note(std::string what) {
    last_.push_back({now_, std::move(what), std::nullopt});
    if (kept_ == nullptr && last_.size() > happenings_kept) {
        last_.pop_front();
    }
}

void Night::note_sent(ClientCommand which) {
    note({});
    last_.back().sent = which;
}

std::vector<std::string> Night::last_in_words() const {
    std::vector<std::string> words;
    for (auto const& [at, what, sent] : last_) {
        words.push_back(fmt::format("{}.{:03} {}", core::clock_text(core::local_time(at)),
                                    at.us / 1000 % 1000,
                                    sent ? text_of(clients_.command(*sent)) : what));
    }
    return words;
}

std::string Night::fresh_id() {
    return player::uuid_at(now_, player::Chance{chance_.next(), "id"});
}

std::int64_t Night::between(std::int64_t low, std::int64_t high) {
    return low +
           static_cast<std::int64_t>(chance_.below(static_cast<std::uint64_t>(high - low) + 1));
}

world::ClockReading Night::clocks() const {
    auto const drifted = (now_ - begins).us * odds_.drift_ppm / millionths;
    return {.wall_us = now_.us + wall_ahead_us_ + drifted, .steady_us = now_.us};
}

}  // namespace larm::swarm
