// How often a sender has sent something that was no right answer. A code has six digits: whoever
// may try without end finds one, and an automatic reply would answer our help for ever. Limits what
// is replied to only: a right code is always taken, since a number can be forged to silence who has
// it.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <string_view>

#include "engine/core/instant.hpp"

namespace larm::delivery {

/// Bounded: when there are too many senders, the one longest silent is forgotten. Single-threaded.
class GuessCounter {
public:
    static constexpr std::size_t senders_max = 10'000;

    explicit GuessCounter(core::Duration window = core::seconds(3600)) : window_{window} {}

    // `limit`: how many of one sender are free within the window, as the rule pack in use says; 0:
    // all are.
    [[nodiscard]] bool is_blocked(std::string_view sender, core::Instant now, int limit);
    /// The same message again, by its id, does not count again. Whether that was the last that
    /// was free: from now on the sender is blocked.
    bool count(std::string_view sender, std::string_view message_id, core::Instant now, int limit);
    [[nodiscard]] std::size_t senders() const { return senders_.size(); }

private:
    struct Guess {
        core::Instant at;
        std::string message_id;
    };
    using Guesses = std::deque<Guess>;

    void forget_old(Guesses& guesses, core::Instant now) const;
    void make_room();

    core::Duration window_;
    std::map<std::string, Guesses, std::less<>> senders_;
};

}  // namespace larm::delivery
