// What people write to us over Rakel: a code and a number, as over any other channel. Decides
// nothing: the text becomes a command to the world, and what then stands is read back.
#pragma once

#include <larm/v1/command.pb.h>
#include <larm/v1/incident.pb.h>

#include <expected>
#include <functional>
#include <mutex>
#include <string>

#include "engine/core/rejection.hpp"
#include "engine/core/state.hpp"
#include "engine/delivery/address_book.hpp"
#include "engine/delivery/addressee.hpp"
#include "engine/delivery/answer_keys.hpp"
#include "engine/delivery/channels/rakel_terminal.hpp"
#include "engine/delivery/guess_counter.hpp"
#include "engine/delivery/said.hpp"

namespace larm::delivery {

/// The world as those who answer for people see it: LiveWorld::read and submit.
struct AnswerWorld {
    using Reply = std::expected<v1::CommandReply, core::Rejection>;
    std::function<void(std::function<void(core::State const&)>)> read;
    std::function<void(v1::Command, std::function<void(Reply)>)> submit;
};

/// Any thread. What it is given must outlive it, and it the world's last callback.
class RakelAnswers {
public:
    /// `reply` sends a text to an ISSI; `now` is the time of day. `over_limit` is told, once, of an
    /// officer whose radio has sent too many wrong texts within an hour.
    RakelAnswers(AddressBook const& book, AnswerKeys const& keys, AnswerWorld world,
                 std::function<void(std::string to, std::string text)> reply,
                 std::function<core::Instant()> now,
                 std::function<void(std::string const& officer)> over_limit = {})
        : book_{book},
          keys_{keys},
          world_{std::move(world)},
          reply_{std::move(reply)},
          now_{std::move(now)},
          over_limit_{std::move(over_limit)} {}

    /// A text from a number that is nobody's is not answered, nor a wrong one from a radio that has
    /// sent too many of them within an hour. A right code is always taken.
    void take(RakelHeard const& heard);

private:
    struct Question {
        std::string from;
        std::string said_id;
        std::vector<std::string> officers;
        CodedSaid said;
        int tried = 0;  ///< Somebody else may answer at the same time.
        bool has_taken_back = false;
    };
    /// Whether a wrong text is still replied to; one more of that radio.
    [[nodiscard]] bool may_reply(GuessCounter& counter, std::string const& from,
                                 std::string const& said_id, int limit);
    void decide(core::State const& state, Question question);
    void read_back_to(std::string const& to, Addressee const& who);

    AddressBook const& book_;
    AnswerKeys const& keys_;
    AnswerWorld world_;
    std::function<void(std::string, std::string)> reply_;
    std::function<core::Instant()> now_;
    std::function<void(std::string const&)> over_limit_;
    std::mutex mutex_;      ///< Over the counters.
    GuessCounter guesses_;  ///< Wrong codes.
    GuessCounter idle_;     ///< Texts that are no guess.
};

}  // namespace larm::delivery
