// What concerns all watchers: batches, passes, snapshots, heartbeats, laggards, the end.
#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "engine/core/exercise.hpp"
#include "engine/core/view.hpp"
#include "engine/server/watch/hub.hpp"

namespace larm::server {
namespace {

namespace asio = boost::asio;

constexpr std::size_t slice_watchers = 256;  // about 2 ms of sending

}  // namespace

void WatchHub::start(HubSources sources) {
    sources_ = std::move(sources);
    ask_for_snapshot();
}

void WatchHub::publish(std::shared_ptr<world::PublishedBatch const> batch) {
    asio::post(io_, [this, held = under_way_, batch = std::move(batch)] { on_batch(*batch); });
}

void WatchHub::on_batch(world::PublishedBatch const& batch) {
    log_.append(batch);
    metrics_.events.Increment(static_cast<double>(batch.events.size()));
    metrics_.batch_events.Observe(static_cast<double>(batch.events.size()));
    metrics_.last_seq.Set(static_cast<double>(log_.last_seq()));
    begin_pass();
}

void WatchHub::begin_pass() {
    to_visit_ =
        slots_.size();  // in mid-pass: once round from here, so that nobody waits for two passes
    if (!is_passing_ && count_ > 0) {
        is_passing_ = true;
        run_slice();
    }
}

void WatchHub::run_slice() {
    for (auto left = std::min(slice_watchers, to_visit_); left > 0; --left, --to_visit_) {
        next_slot_ = next_slot_ + 1 < slots_.size() ? next_slot_ + 1 : 0;
        if (slots_[next_slot_].watcher) {
            send({next_slot_, slots_[next_slot_].generation});
        }
    }
    is_passing_ = to_visit_ > 0;
    if (is_passing_) {
        asio::post(io_, [this, held = under_way_] { run_slice(); });
    }
}

/// For a watcher whose events the log does not have: a snapshot first.
void WatchHub::start_watcher(Key key) {
    // After a restart everyone comes at once: while nothing happens they all get the same one.
    if (snapshot_.message && snapshot_.seq == log_.last_seq()) {
        auto* const watcher = find(key);
        watcher->start(log_, {log_.end(), 0}, snapshot_now(*watcher), heartbeat_.number);
        return;
    }
    waiting_for_snapshot_.push_back(key);
    ask_for_snapshot();
}

void WatchHub::ask_for_snapshot() {
    if (std::exchange(has_asked_for_snapshot_, true)) {
        return;
    }
    sources_.read([this, held = under_way_](core::State const& state, v1::Durability) {
        // What was published before this read was posted before it, so that the log then reaches up
        // to it.
        asio::post(
            io_, [this, held, seq = state.seq(), message = core::watch_snapshot(state)]() mutable {
                on_snapshot(seq, std::move(message));
            });
    });
}

void WatchHub::on_snapshot(std::int64_t seq, v1::WatchSnapshot message) {
    has_asked_for_snapshot_ = false;
    log_.start_at(seq);
    snapshot_ = {seq, std::move(message), nullptr, nullptr};
    auto const waiting = std::exchange(waiting_for_snapshot_, {});
    for (auto const key : waiting) {
        auto* const watcher = find(key);
        if (watcher == nullptr || watcher->is_closing()) {
            continue;
        }
        auto const position = log_.after(snapshot_.seq);
        if (!position) {  // the log has run away from it already
            waiting_for_snapshot_.push_back(key);
            continue;
        }
        watcher->start(log_, *position, snapshot_now(*watcher), heartbeat_.number);
        send(key);
    }
    if (!waiting_for_snapshot_.empty()) {
        ask_for_snapshot();
    }
}

/// Made once and shared is what takes long to make; the time and the durability are the watcher's.
SplitFrame WatchHub::snapshot_now(Watcher const& watcher) {
    auto const encoding = watcher.encoding();
    if (snapshot_.message->has_exercise() && core::is_player(watcher.viewer().actor.role())) {
        auto own = *snapshot_.message;
        core::keep_told_to(watcher.viewer().actor, *own.mutable_exercise());
        return snapshot_frame(frame_now(snapshot_.seq), snapshot_tail(own, encoding), encoding);
    }
    auto& tail = encoding == FeedEncoding::json ? snapshot_.json : snapshot_.proto;
    if (!tail) {
        tail = snapshot_tail(*snapshot_.message, encoding);
    }
    return snapshot_frame(frame_now(snapshot_.seq), tail, encoding);
}

void WatchHub::run_timer() {
    if (!std::exchange(has_timer_, true)) {
        next_beat_ = std::chrono::steady_clock::now() + limits_.heartbeat_every;
        on_timer();
    }
}

void WatchHub::on_timer() {
    auto const now = std::chrono::steady_clock::now();
    if (count_ == 0) {
        has_timer_ = false;  // an idle daemon sleeps
        return;
    }
    check_laggards(now);
    if (now >= next_beat_) {
        next_beat_ = std::max(next_beat_ + limits_.heartbeat_every, now);
        check_tokens();
        beat();
    }
    timer_.expires_at(std::min(next_beat_, now + limits_.sweep_every));
    timer_.async_wait([this, held = under_way_](boost::system::error_code error) {
        if (!error) {
            on_timer();
        }
    });
}

void WatchHub::beat() {
    auto message = frame_now(log_.last_seq());
    message.mutable_heartbeat()->set_notice(sources_.notice);
    ++heartbeat_.number;
    heartbeat_.json = std::make_shared<std::string const>(feed_frame(message, FeedEncoding::json));
    heartbeat_.proto =
        std::make_shared<std::string const>(feed_frame(message, FeedEncoding::proto));
    begin_pass();
}

void WatchHub::check_laggards(SteadyTime now) {
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        auto const* const watcher = slots_[i].watcher.get();
        if (watcher == nullptr) {
            continue;
        }
        Key const key{i, slots_[i].generation};
        if (watcher->is_overdue(now)) {
            remove(key);
            continue;
        }
        auto const blocked = watcher->blocked_since();
        auto const is_stuck = blocked && now - *blocked >= limits_.watch_stall_max;
        auto const is_behind = blocked && watcher->has_caught_up() &&
                               log_.bytes_from(watcher->place()) > limits_.watch_lag_bytes_max;
        if (!watcher->is_closing() && (is_stuck || is_behind)) {
            cut(key, CloseCode::try_again_later, "too slow");
        }
    }
}

void WatchHub::check_tokens() {
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        auto const& slot = slots_[i];
        if (slot.watcher && !sources_.is_token_valid(slot.watcher->viewer().holder)) {
            cut({i, slot.generation}, CloseCode::policy, "the token is no longer valid");
        }
    }
}

void WatchHub::drain() {
    is_draining_ = true;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        if (slots_[i].watcher) {
            cut({i, slots_[i].generation}, CloseCode::going_away, "draining");
        }
    }
}

void WatchHub::abandon() {
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        if (slots_[i].watcher) {
            remove({i, slots_[i].generation});
        }
    }
}

}  // namespace larm::server
