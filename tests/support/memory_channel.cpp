#include "tests/support/memory_channel.hpp"

namespace larm::delivery {

template <Kind K>
void MemoryChannel<K>::answer_with(Answer answer) {
    std::lock_guard const lock{mutex_};
    answer_ = answer;
}

template <Kind K>
void MemoryChannel<K>::answer_to(std::string const& recipient, Answer answer) {
    std::lock_guard const lock{mutex_};
    answers_[recipient] = answer;
}

template <Kind K>
void MemoryChannel<K>::take_time(std::chrono::milliseconds time) {
    std::lock_guard const lock{mutex_};
    time_ = time;
}

template <Kind K>
void MemoryChannel<K>::hang() {
    std::lock_guard const lock{mutex_};
    hangs_ = true;
}

template <Kind K>
void MemoryChannel<K>::let_through() {
    {
        std::lock_guard const lock{mutex_};
        hangs_ = false;
    }
    changed_.notify_all();
}

template <Kind K>
std::vector<Letter> MemoryChannel<K>::letters() const {
    std::lock_guard const lock{mutex_};
    return letters_;
}

template <Kind K>
Report MemoryChannel<K>::report_of(std::size_t index) const {
    std::lock_guard const lock{mutex_};
    return reports_.at(index);
}

template <Kind K>
bool MemoryChannel<K>::wait_for(std::size_t count, std::chrono::milliseconds patience) const {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, patience, [&] { return letters_.size() >= count; });
}

template <Kind K>
bool MemoryChannel<K>::wait_until_busy(std::chrono::milliseconds patience) const {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, patience, [&] { return busy_; });
}

template <Kind K>
void MemoryChannel<K>::stop() {
    {
        std::lock_guard const lock{mutex_};
        stopped_ = true;
    }
    changed_.notify_all();
}

template <Kind K>
void MemoryChannel<K>::transmit(Message<K> const& message, Report report) {
    auto answer = Answer::silence;
    {
        std::unique_lock lock{mutex_};
        busy_ = true;
        changed_.notify_all();
        if (time_.count() > 0) {
            changed_.wait_for(lock, time_, [this] { return stopped_; });
        }
        changed_.wait(lock, [this] { return !hangs_ || stopped_; });
        busy_ = false;
        if (stopped_) {
            return;  // as a provider that was never reached: there is no result
        }
        letters_.push_back(message.letter());
        reports_.push_back(report);
        auto const own = answers_.find(message.letter().envelope.recipient);
        answer = own == answers_.end() ? answer_ : own->second;
    }
    this->answer(report, answer);
    changed_.notify_all();
}

template <Kind K>
void MemoryChannel<K>::answer(Report const& report, Answer answer) const {
    switch (answer) {
        case Answer::silence: return;
        case Answer::failure: return report(v1::DELIVERY_OUTCOME_FAILED, "told to fail");
        case Answer::accepted: return report(v1::DELIVERY_OUTCOME_ACCEPTED, {});
        case Answer::trouble: return report.retry("told to try again");
        case Answer::received:
        case Answer::duplicate: break;
    }
    for (auto const outcome : {v1::DELIVERY_OUTCOME_ACCEPTED, v1::DELIVERY_OUTCOME_RECEIVED}) {
        report(outcome, {});
        if (answer == Answer::duplicate) {
            report(outcome, {});
        }
    }
}

template class MemoryChannel<Live>;
template class MemoryChannel<Exercise>;
template class MemoryChannel<RollCall>;
template class MemoryChannel<DutyOffer>;

}  // namespace larm::delivery
