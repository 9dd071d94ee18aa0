#include "engine/delivery/lane.hpp"

#include <fmt/format.h>
#include <pthread.h>

#include <algorithm>
#include <utility>

#include "engine/core/check.hpp"

namespace larm::delivery {
namespace {

using std::chrono::milliseconds;

bool is_news_for_good(v1::DeliveryOutcome outcome) {
    return outcome != v1::DELIVERY_OUTCOME_UNSPECIFIED &&
           outcome != v1::DELIVERY_OUTCOME_HANDED_OVER;
}

}  // namespace

template <Kind K>
Lane<K>::Lane(v1::Channel which, std::unique_ptr<Channel<K>> channel, RecordTo const& record_to,
              LaneOptions options)
    : which_{which},
      channel_{std::move(channel)},
      record_to_{record_to},
      options_{std::move(options)} {
    LARM_CHECK(channel_ != nullptr);
    if (options_.is_driven) {
        ended_ = true;  // there is no worker to wait for
        return;
    }
    worker_ = std::thread{[this] { run(); }};
    // A name is for whoever looks at the process; the kernel takes 15 characters.
    pthread_setname_np(worker_.native_handle(),
                       fmt::format("larm-{}", channel_word(which)).substr(0, 15).c_str());
}

template <Kind K>
Lane<K>::~Lane() {
    close();
    finish(std::chrono::steady_clock::now());
    channel_.reset();  // its last reports still find the lane whole
}

template <Kind K>
Pushed Lane<K>::push(Work work) {
    Records records;
    auto pushed = Pushed::queued;
    {
        std::lock_guard const lock{mutex_};
        if (!closed_ && flights_.size() >= options_.capacity) {
            records = sweep();
        }
        if (closed_) {
            pushed = Pushed::closed;
        } else if (flights_.size() >= options_.capacity) {
            pushed = Pushed::full;
        } else {
            auto const ticket = next_ticket_++;
            Flight flight;
            flight.work = std::move(work);
            flight.policy = policy_of(flight.work);
            if (flight.policy != nullptr && flight.policy->attempt_within_s() > 0) {
                flight.give_up_at =
                    options_.now() + std::chrono::seconds{flight.policy->attempt_within_s()};
                looks_.emplace(*flight.give_up_at, ticket);
            }
            flights_.emplace(ticket, std::move(flight));
            queue_.push_back(ticket);
        }
    }
    record(std::move(records));
    changed_.notify_all();
    return pushed;
}

template <Kind K>
void Lane<K>::tend() {
    Records records;
    {
        std::lock_guard const lock{mutex_};
        records = sweep();
    }
    record(std::move(records));
    if (options_.is_driven) {
        send_all();
    }
    changed_.notify_all();
}

template <Kind K>
void Lane<K>::send_all() {
    std::unique_lock lock{mutex_};
    while (!queue_.empty()) {
        send_next(lock);
    }
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
std::size_t Lane<K>::finish(SteadyTime until) {
    std::size_t abandoned = 0;
    {
        std::unique_lock lock{mutex_};
        changed_.wait_until(lock, until, [this] { return ended_; });
        abandoned = static_cast<std::size_t>(
            std::ranges::count_if(flights_, [](typename Flights::value_type const& each) {
                return each.second.stage != Stage::under_way && !each.second.is_given_up;
            }));
        std::erase_if(flights_,
                      [](auto const& each) { return each.second.stage != Stage::under_way; });
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
    auto counts = counts_;
    for (auto const& [ticket, flight] : flights_) {
        switch (flight.stage) {
            case Stage::waits: ++counts.queued; break;
            case Stage::under_way: ++counts.under_way; break;
            case Stage::waits_to_try_again: ++counts.to_try_again; break;
        }
    }
    counts.under_way += to_record_;
    if (breaker_.is_broken()) {
        counts.broken_because = breaker_.why();
        counts.broken_at = breaker_.shut_at();
    }
    return counts;
}

template <Kind K>
void Lane<K>::run() {
    std::unique_lock lock{mutex_};
    while (!closed_ || !queue_.empty()) {
        auto const now = options_.now();
        if (auto records = look(now); !records.empty()) {
            lock.unlock();
            record(std::move(records));
            lock.lock();
        } else if (!queue_.empty()) {
            send_next(lock);
        } else if (looks_.empty()) {
            changed_.wait(lock);
        } else {
            changed_.wait_for(lock, looks_.top().first - now);
        }
    }
    ended_ = true;
    changed_.notify_all();
}

template <Kind K>
void Lane<K>::send_next(std::unique_lock<std::mutex>& lock) {
    auto const ticket = queue_.front();
    queue_.pop_front();
    auto const found = flights_.find(ticket);
    if (found == flights_.end() || let_go_if_needless(found)) {
        return;
    }
    auto& flight = found->second;
    auto const now = options_.now();
    if (!breaker_.lets_through(ticket, now)) {
        Records records;
        wait_for_channel(found, now, records);
        lock.unlock();
        record(std::move(records));
        lock.lock();
        return;
    }
    flight.stage = Stage::under_way;
    flight.left_at = now;
    auto const is_first = flight.tries++ == 0;
    ++(is_first ? counts_.sent : counts_.retried);
    auto const work = flight.work;  // the flight may be given up meanwhile
    lock.unlock();
    hand_over(ticket, work, is_first);
    lock.lock();
}

template <Kind K>
void Lane<K>::hand_over(std::uint64_t ticket, Work const& work, bool is_first) {
    Report report{record_of(work), *this, ticket};
    auto const message = message_of<K>(work, options_.answers.get(), renderer_);
    if (!message) {
        {
            std::lock_guard const lock{mutex_};
            --counts_.sent;
            ++counts_.failed;
        }
        report(v1::DELIVERY_OUTCOME_FAILED,
               fmt::format("the rule pack has no message '{}'", work.message));
        return;
    }
    // Before the channel is called: a crash from here on shows, and sends the same id again.
    if (is_first) {
        report(v1::DELIVERY_OUTCOME_HANDED_OVER, {});
    }
    channel_->send(*message, std::move(report));
}

template <Kind K>
void Lane<K>::on_outcome(std::uint64_t ticket, v1::RecordDelivery result) {
    auto const outcome = result.outcome();
    record_to_(std::move(result));  // first, so that the delivery is held until it has been told
    if (!is_news_for_good(outcome)) {
        return;
    }
    {
        std::lock_guard const lock{mutex_};
        auto const was_broken = breaker_.is_broken();
        if (outcome == v1::DELIVERY_OUTCOME_FAILED) {
            breaker_.on_refusal(ticket);
        } else {
            breaker_.on_success();
            counts_.worked_at = options_.now();
        }
        if (auto const flight = flights_.find(ticket); flight != flights_.end()) {
            end(flight);
        }
        if (was_broken && !breaker_.is_broken()) {
            send_what_waited();
        }
    }
    changed_.notify_all();
}

template <Kind K>
void Lane<K>::on_trouble(std::uint64_t ticket, v1::RecordDelivery failure, Again again) {
    Records records;
    {
        std::lock_guard const lock{mutex_};
        auto const found = flights_.find(ticket);
        if (found == flights_.end() || closed_ || let_go_if_needless(found)) {
            return;  // given up before, or nobody waits; after close() it is the next start's
        }
        auto& flight = found->second;
        if (flight.stage != Stage::under_way) {
            return;  // said twice
        }
        auto const now = options_.now();
        flight.trouble = failure.detail();
        auto is_shut = false;
        if (again.is_overrun || again.at_least > milliseconds{0}) {
            breaker_.on_refusal(ticket);  // whoever says when to come back is there
        } else if (flight.policy != nullptr) {
            is_shut =
                breaker_.on_trouble({ticket, flight.work.recipient, flight.trouble, flight.left_at},
                                    *flight.policy, now);
        }
        auto const tries = flight.policy != nullptr && flight.policy->backoff_first_ms() > 0;
        if (tries) {
            auto const pause = pause_after(flight.tries, *flight.policy, options_.chance);
            auto const overrun =
                milliseconds{again.is_overrun ? flight.policy->overrun_pause_ms() : 0};
            flight.again_at = now + std::max({pause, again.at_least, overrun});
        }
        auto const is_too_late = flight.give_up_at && flight.again_at >= *flight.give_up_at;
        if (breaker_.is_broken() && tries) {
            wait_for_channel(found, now, records);
        } else if (!tries || is_too_late) {
            give_up(found, flight.trouble, records);
        } else {
            flight.stage = Stage::waits_to_try_again;
            looks_.emplace(flight.again_at, ticket);
        }
        if (is_shut) {
            auto more = let_all_wait_for_channel(now);
            records.insert(records.end(), more.begin(), more.end());
        }
    }
    record(std::move(records));
    changed_.notify_all();
}

template <Kind K>
typename Lane<K>::Records Lane<K>::sweep() {
    auto records = look(options_.now());
    for (auto flight = flights_.begin(); flight != flights_.end();) {
        auto const each = flight++;
        static_cast<void>(let_go_if_needless(each));
    }
    return records;
}

template <Kind K>
typename Lane<K>::Records Lane<K>::look(SteadyTime now) {
    Records records;
    while (!looks_.empty() && looks_.top().first <= now) {
        auto const ticket = looks_.top().second;
        looks_.pop();
        auto const found = flights_.find(ticket);
        if (found == flights_.end() || let_go_if_needless(found)) {
            continue;
        }
        auto& flight = found->second;
        if (flight.give_up_at && *flight.give_up_at <= now) {
            auto const is_channels = flight.stage == Stage::under_way;
            auto detail = !flight.trouble.empty() ? flight.trouble
                          : is_channels           ? fmt::format("{} did not answer within {} s",
                                                                channel_in_words(which_),
                                                                flight.policy->attempt_within_s())
                                        : fmt::format("it waited {} s in line and did not leave",
                                                      flight.policy->attempt_within_s());
            auto const is_shut = is_channels && breaker_.on_trouble({ticket, flight.work.recipient,
                                                                     detail, flight.left_at},
                                                                    *flight.policy, now);
            give_up(found, std::move(detail), records);
            if (is_shut) {
                auto more = let_all_wait_for_channel(now);
                records.insert(records.end(), more.begin(), more.end());
            }
        } else if (!closed_ && flight.stage == Stage::waits_to_try_again &&
                   flight.again_at <= now) {
            flight.stage = Stage::waits;
            queue_.push_back(ticket);
        }
    }
    return records;
}

template <Kind K>
bool Lane<K>::let_go_if_needless(typename Flights::iterator flight) {
    if (flight->second.work.may_leave()) {
        return false;
    }
    // What is with the channel has left; its outcome is recorded all the same.
    counts_.cancelled += flight->second.stage == Stage::under_way ? 0 : 1;
    end(flight);
    return true;
}

template <Kind K>
void Lane<K>::end(typename Flights::iterator flight) {
    flight->second.work.leave->let_go(flight->second.work.ask->attempt);
    breaker_.forget(flight->first);
    flights_.erase(flight);
}

template <Kind K>
std::string Lane<K>::broken() const {
    return fmt::format("not tried: nothing gets through over {} ({})", channel_in_words(which_),
                       breaker_.why());
}

template <Kind K>
void Lane<K>::record(Records records) {
    if (records.empty()) {
        return;
    }
    auto const count = static_cast<std::int64_t>(records.size());
    for (auto& each : records) {
        record_to_(std::move(each));
    }
    std::lock_guard const lock{mutex_};
    to_record_ -= count;
}

template class Lane<Live>;
template class Lane<Exercise>;
template class Lane<RollCall>;
template class Lane<DutyOffer>;

}  // namespace larm::delivery
