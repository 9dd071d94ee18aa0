// A channel inside the process that keeps what it is given and behaves as it is told: for tests,
// where a provider's ways must be had at will.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "engine/delivery/channel.hpp"

namespace larm::delivery {

/// What becomes of a message.
enum class Answer {
    received,   ///< Accepted, then received on the device.
    silence,    ///< Taken, and never heard of.
    failure,    ///< Will not arrive.
    duplicate,  ///< As received, each result told twice.
    accepted,   ///< Taken by the provider, and no more is known.
    trouble,    ///< May work if it is tried again.
};

template <Kind K>
class MemoryChannel final : public Channel<K> {
public:
    // All from any thread.
    void answer_with(Answer answer);
    /// The same for one recipient, whatever becomes of the others.
    void answer_to(std::string const& recipient, Answer answer);
    /// Each message takes this long to hand over; those behind it wait.
    void take_time(std::chrono::milliseconds time);
    /// Nothing is handed over until let_through(): a peer that hangs.
    void hang();
    void let_through();

    [[nodiscard]] std::vector<Letter> letters() const;
    /// Waits until `count` messages have been kept; false if it takes longer than `patience`.
    [[nodiscard]] bool wait_for(std::size_t count, std::chrono::milliseconds patience) const;
    /// The report of each of them, for a peer that speaks up later.
    [[nodiscard]] Report report_of(std::size_t index) const;
    /// Waits until a message hangs or takes its time.
    [[nodiscard]] bool wait_until_busy(std::chrono::milliseconds patience) const;

    void stop() override;

private:
    void transmit(Message<K> const& message, Report report) override;
    void answer(Report const& report, Answer answer) const;

    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::vector<Letter> letters_;
    std::vector<Report> reports_;
    Answer answer_ = Answer::received;
    std::map<std::string, Answer> answers_;
    std::chrono::milliseconds time_{0};
    bool hangs_ = false;
    bool busy_ = false;
    bool stopped_ = false;
};

}  // namespace larm::delivery
