// One delivery on its way through a lane: what it is about, whom it is for, and whether anybody
// still waits for it.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "engine/delivery/answer_keys.hpp"
#include "engine/delivery/channel.hpp"
#include "engine/delivery/facts.hpp"
#include "engine/delivery/render.hpp"

namespace larm::delivery {

/// One recipient over one channel of a chase, between the outbox's thread and the lane's.
struct Leave {
    /// The attempt that may leave; 0 once the chase has been answered or called off. Looked at in
    /// the moment of sending.
    std::atomic<int> attempt = 0;
    /// The attempt whose outcome a lane still waits for; 0 for none.
    std::atomic<int> held = 0;

    /// An attempt has got its outcome, or is not waited for any more.
    void let_go(int which) { held.compare_exchange_strong(which, 0, std::memory_order_acq_rel); }
};

/// One party being asked in one attempt, shared by the deliveries of that attempt. Immutable.
struct Ask {
    std::shared_ptr<Facts const> facts;
    Asked asked;
    int attempt = 0;
};

/// One delivery that waits for its worker, which renders it.
struct Work {
    std::shared_ptr<Ask const> ask;
    std::string recipient;
    std::string officer_id;
    std::string message;  ///< Template of the pack.
    v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
    std::shared_ptr<Leave> leave = nullptr;  ///< Set where it is queued.

    [[nodiscard]] bool may_leave() const {
        return leave->attempt.load(std::memory_order_acquire) == ask->attempt;
    }
};

/// What people need to answer from outside.
struct AnswerSide {
    AnswerKeys keys;
    std::string public_url;    ///< "https://larm.example.se"; empty: no links.
    std::string path = "/a/";  ///< What a link's path begins with: an exercise's has another.
};

/// What to say of a delivery, still without an outcome.
[[nodiscard]] v1::RecordDelivery record_of(Work const& work);
/// How its channel is tried; nullptr where the pack does not say.
[[nodiscard]] v1::ChannelPolicy const* policy_of(Work const& work);
/// How the recipient can answer: where it is the party itself that is asked, or its deputy in its
/// place. Who is told of somebody else has nothing to answer here.
[[nodiscard]] AnswerWays answer_ways(Work const& work, AnswerSide const* side);

/// The message as it leaves, rendered; nothing where the pack has no such template.
template <Kind K>
[[nodiscard]] std::optional<Message<K>> message_of(Work const& work, AnswerSide const* side,
                                                   Renderer& renderer);

}  // namespace larm::delivery
