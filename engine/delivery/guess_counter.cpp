#include "engine/delivery/guess_counter.hpp"

#include <algorithm>

namespace larm::delivery {

void GuessCounter::forget_old(Guesses& guesses, core::Instant now) const {
    while (!guesses.empty() && now - guesses.front().at > window_) {
        guesses.pop_front();
    }
}

bool GuessCounter::is_blocked(std::string_view sender, core::Instant now, int limit) {
    auto const found = senders_.find(sender);
    if (limit <= 0 || found == senders_.end()) {
        return false;
    }
    forget_old(found->second, now);
    if (found->second.empty()) {
        senders_.erase(found);
        return false;
    }
    return found->second.size() >= static_cast<std::size_t>(limit);
}

bool GuessCounter::count(std::string_view sender, std::string_view message_id, core::Instant now,
                         int limit) {
    if (limit <= 0) {
        return false;
    }
    auto found = senders_.find(sender);
    if (found == senders_.end()) {
        make_room();
        found = senders_.emplace(std::string{sender}, Guesses{}).first;
    }
    auto& guesses = found->second;
    auto const is_known = std::ranges::any_of(guesses, [message_id](auto const& guess) {
        return !message_id.empty() && guess.message_id == message_id;
    });
    if (is_known) {
        return false;
    }
    forget_old(guesses, now);
    guesses.push_back({now, std::string{message_id.substr(0, 64)}});
    auto const most = static_cast<std::size_t>(limit);
    auto const is_last = guesses.size() == most;
    while (guesses.size() > most) {
        guesses.pop_front();
    }
    return is_last;
}

void GuessCounter::make_room() {
    if (senders_.size() >= senders_max) {
        senders_.erase(std::ranges::min_element(senders_, {}, [](auto const& sender) {
            return sender.second.empty() ? core::Instant{} : sender.second.back().at;
        }));
    }
}

}  // namespace larm::delivery
