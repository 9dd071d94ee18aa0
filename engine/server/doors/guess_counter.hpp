// How often a sender has texted something that was no right answer. A code has six digits: whoever
// may try without end finds one, and an automatic reply would answer our help for ever.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <string_view>

#include "engine/core/instant.hpp"

namespace larm::server {

/// Bounded: when there are too many senders, the one longest silent is forgotten. Single-threaded.
class GuessCounter {
public:
    static constexpr std::size_t guesses_max = 10;  ///< Within `window`.
    static constexpr std::size_t senders_max = 10'000;
    static constexpr core::Duration window = core::seconds(3600);

    [[nodiscard]] bool is_blocked(std::string_view sender, core::Instant now);
    /// The same message again, by its id, does not count again.
    void count(std::string_view sender, std::string_view message_id, core::Instant now);
    [[nodiscard]] std::size_t senders() const { return senders_.size(); }

private:
    struct Guess {
        core::Instant at;
        std::string message_id;
    };
    using Guesses = std::deque<Guess>;

    static void forget_old(Guesses& guesses, core::Instant now);
    void make_room();

    std::map<std::string, Guesses, std::less<>> senders_;
};

}  // namespace larm::server
