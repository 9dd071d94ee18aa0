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
    /// Of one sender in an hour: wrong codes, and texts that are none, that are replied to.
    static constexpr std::size_t codes_max = 10;
    /// Replies in an hour to numbers that are nobody's, all together: each costs.
    static constexpr std::size_t strangers_max = 30;

    explicit GuessCounter(std::size_t guesses_max = codes_max,
                          core::Duration window = core::seconds(3600))
        : guesses_max_{guesses_max}, window_{window} {}

    [[nodiscard]] bool is_blocked(std::string_view sender, core::Instant now);
    /// The same message again, by its id, does not count again. Whether that was the last that
    /// was free: from now on the sender is blocked.
    bool count(std::string_view sender, std::string_view message_id, core::Instant now);
    [[nodiscard]] std::size_t senders() const { return senders_.size(); }

private:
    struct Guess {
        core::Instant at;
        std::string message_id;
    };
    using Guesses = std::deque<Guess>;

    void forget_old(Guesses& guesses, core::Instant now) const;
    void make_room();

    std::size_t guesses_max_;
    core::Duration window_;
    std::map<std::string, Guesses, std::less<>> senders_;
};

}  // namespace larm::delivery
