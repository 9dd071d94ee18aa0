// A night for the outbox: a real story's events go through a real Outbox with channels in memory,
// and what the channels report goes back to the core as commands.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "engine/delivery/outbox.hpp"
#include "tests/support/memory_channel.hpp"
#include "tests/support/story.hpp"

namespace larm::test {

/// Longer than anything here takes on a busy machine; waiting ends when what is awaited happens.
constexpr std::chrono::seconds patience{30};

/// The test chain with the real pack's messages.
[[nodiscard]] v1::RulePack talking_pack();
/// rules/mellansverige, as the core holds it.
[[nodiscard]] core::Pack real_pack();
[[nodiscard]] v1::MessageTemplate const& form(core::Pack const& pack, std::string const& id);

/// An officer on duty with every channel, for parties the story does not know.
[[nodiscard]] v1::Command put_on_duty(std::string const& party);

/// Results as they come in, from any thread.
class Results {
public:
    [[nodiscard]] delivery::RecordTo taker();
    [[nodiscard]] std::vector<v1::RecordDelivery> all() const;
    [[nodiscard]] bool wait_for(std::size_t count) const;
    [[nodiscard]] std::vector<v1::RecordDelivery> with(v1::DeliveryOutcome outcome) const;

private:
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::vector<v1::RecordDelivery> results_;
};

using Memory = delivery::MemoryChannel<delivery::Live>;

class Night {
public:
    explicit Night(v1::RulePack const& pack = talking_pack(), delivery::LaneOptions options = {});

    /// Gives the outbox every event it has not seen.
    void feed();
    /// Gives the core every result it has not seen; answers with how many made an event.
    int record();
    /// Sends what is queued, then answers with what has been sent.
    std::vector<delivery::Letter> letters_at_end(v1::Channel channel);

    Story story;
    Results results;
    std::map<v1::Channel, Memory*> channels;
    std::unique_ptr<delivery::Outbox<delivery::Live>> outbox;

private:
    std::size_t fed_ = 0;
    std::size_t recorded_ = 0;
};

/// Channels in memory for every channel of the product; `channels` leads to them.
[[nodiscard]] delivery::Channels<delivery::Live> memory_channels(
    std::map<v1::Channel, Memory*>& channels);

}  // namespace larm::test
