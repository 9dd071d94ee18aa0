#include "engine/delivery/lane.hpp"

#include <fmt/format.h>
#include <pthread.h>

#include <algorithm>
#include <utility>

#include "engine/core/check.hpp"
#include "engine/delivery/delivery_id.hpp"

namespace larm::delivery {
namespace {

bool may_leave(Work const& work) {
    return work.live_attempt->load(std::memory_order_acquire) == work.ask->attempt;
}

Envelope envelope_of(Work const& work) {
    auto const& ask = *work.ask;
    return {.delivery_id = delivery_id({.incident_id = ask.facts->incident_id,
                                        .step = ask.asked.step,
                                        .party = ask.asked.party,
                                        .attempt = ask.attempt,
                                        .recipient = work.recipient,
                                        .channel = work.channel}),
            .incident_id = ask.facts->incident_id,
            .step = ask.asked.step,
            .party = ask.asked.party,
            .attempt = ask.attempt,
            .recipient = work.recipient,
            .officer_id = work.officer_id,
            .channel = work.channel};
}

}  // namespace

v1::RecordDelivery record_of(Work const& work) {
    v1::RecordDelivery record;
    record.set_incident_id(work.ask->facts->incident_id);
    record.set_step(work.ask->asked.step);
    record.set_party(work.ask->asked.party);
    record.set_attempt(work.ask->attempt);
    record.set_recipient(work.recipient);
    record.set_channel(work.channel);
    return record;
}

template <Kind K>
Lane<K>::Lane(v1::Channel which, std::unique_ptr<Channel<K>> channel, RecordTo const& record_to,
              std::size_t capacity)
    : channel_{std::move(channel)}, record_to_{record_to}, capacity_{capacity} {
    LARM_CHECK(channel_ != nullptr);
    worker_ = std::thread{[this] { run(); }};
    // A name is for whoever looks at the process; the kernel takes 15 characters.
    pthread_setname_np(worker_.native_handle(),
                       fmt::format("larm-{}", channel_word(which)).substr(0, 15).c_str());
}

template <Kind K>
Lane<K>::~Lane() {
    close();
    finish(std::chrono::steady_clock::now());
}

template <Kind K>
Pushed Lane<K>::push(Work work) {
    {
        std::lock_guard const lock{mutex_};
        if (closed_) {
            return Pushed::closed;
        }
        if (queue_.size() >= capacity_) {
            return Pushed::full;
        }
        queue_.push_back(std::move(work));
        ++counts_.queued;
    }
    changed_.notify_all();
    return Pushed::queued;
}

template <Kind K>
void Lane<K>::close() {
    {
        std::lock_guard const lock{mutex_};
        closed_ = true;
    }
    changed_.notify_all();
}

template <Kind K>
std::size_t Lane<K>::finish(std::chrono::steady_clock::time_point until) {
    std::size_t abandoned = 0;
    {
        std::unique_lock lock{mutex_};
        changed_.wait_until(lock, until, [this] { return ended_; });
        abandoned = queue_.size();
        counts_.queued -= static_cast<std::int64_t>(abandoned);
        queue_.clear();
    }
    channel_->stop();
    if (worker_.joinable()) {
        worker_.join();
    }
    return abandoned;
}

template <Kind K>
LaneCounts Lane<K>::counts() const {
    std::lock_guard const lock{mutex_};
    return counts_;
}

template <Kind K>
void Lane<K>::run() {
    std::unique_lock lock{mutex_};
    for (;;) {
        changed_.wait(lock, [this] { return closed_ || !queue_.empty(); });
        if (queue_.empty()) {
            break;
        }
        auto const work = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        auto const count = deliver(work);
        lock.lock();
        ++(counts_.*count);
        --counts_.queued;
    }
    ended_ = true;
    changed_.notify_all();
}

template <Kind K>
std::int64_t LaneCounts::* Lane<K>::deliver(Work const& work) {
    if (!may_leave(work)) {
        return &LaneCounts::cancelled;
    }
    auto const& ask = *work.ask;
    Report report{record_of(work), record_to_};
    auto const& forms = ask.facts->pack->rules.messages();
    auto const form =
        std::ranges::find_if(forms, [&](auto const& each) { return each.id() == work.message; });
    if (form == forms.end()) {
        report(v1::DELIVERY_OUTCOME_FAILED,
               fmt::format("the rule pack has no message '{}'", work.message));
        return &LaneCounts::failed;
    }
    Message<K> const message{envelope_of(work), render(*form, *ask.facts, ask.asked)};
    channel_->send(message, std::move(report));
    return &LaneCounts::sent;
}

template class Lane<Live>;
template class Lane<Exercise>;
template class Lane<RollCall>;

}  // namespace larm::delivery
