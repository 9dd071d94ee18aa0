#include "engine/delivery/channels/rakel_answers.hpp"

#include <utility>

namespace larm::delivery {
namespace {

constexpr auto not_read = "Förstod inte. Skriv koden och antal, bara siffror. 0 är nej.";
constexpr auto no_such_code =
    "Koden gäller inte. Inget är registrerat. Ring den drabbade regionens TiB.";
constexpr auto refused = "Inte registrerat. Ring den drabbade regionens TiB.";

}  // namespace

void RakelAnswers::take(RakelHeard const& heard) {
    auto officers = book_.owners(v1::CHANNEL_RAKEL, heard.from);
    if (officers.empty()) {
        return;
    }
    auto said = read_text(heard.text);
    if (!said) {
        return world_.read([this, heard](core::State const& state) {
            auto const limit = answer_policy(state).wrong_replies_per_hour();
            if (may_reply(idle_, heard.from, heard.said_id, limit)) {
                reply_(heard.from, not_read);
            }
        });
    }
    Question question{heard.from, heard.said_id, std::move(officers), std::move(*said)};
    world_.read([this, question = std::move(question)](core::State const& state) {
        decide(state, question);
    });
}

void RakelAnswers::decide(core::State const& state, Question question) {
    auto const who = whose_code(state, keys_, question.officers, question.said.code);
    auto const& policy = answer_policy(state);
    if ((!who || who->is_over) && !may_reply(who ? idle_ : guesses_, question.from,
                                             question.said_id, policy.wrong_replies_per_hour())) {
        return;
    }
    if (!who) {
        return reply_(question.from, no_such_code);
    }
    Speaker const speaker{.officer_id = who->officer_id,
                          .party = who->party,
                          .via = v1::VIA_RAKEL,
                          .said_id = question.said_id,
                          .step = who->question};
    auto command = command_of(state, who->incident_id, speaker, question.said.said);
    if (!command) {
        return reply_(question.from, command.error());
    }
    auto const goes_on = has_more(*command, question.said.said) && !question.has_taken_back;
    auto const may_try_again = policy.tries() <= 0 || ++question.tried < policy.tries();
    auto on_reply = [this, goes_on, may_try_again, who = *who,
                     question = std::move(question)](AnswerWorld::Reply const& reply) mutable {
        auto const was_late = !reply && reply.error().code == core::Code::aborted;
        if ((was_late && may_try_again) || (reply && goes_on)) {
            question.has_taken_back = reply.has_value();
            return world_.read(
                [this, question](core::State const& then) { decide(then, question); });
        }
        if (!reply && reply.error().code != core::Code::already_exists) {
            return reply_(question.from, refused);
        }
        read_back_to(question.from, who);
    };
    world_.submit(std::move(*command), std::move(on_reply));
}

bool RakelAnswers::may_reply(GuessCounter& counter, std::string const& from,
                             std::string const& said_id, int limit) {
    auto has_reached_limit = false;
    auto is_blocked = false;
    {
        std::lock_guard const lock{mutex_};
        is_blocked = counter.is_blocked(from, now_(), limit);
        has_reached_limit = counter.count(from, said_id, now_(), limit);
    }
    if (has_reached_limit && over_limit_) {
        auto const officers = book_.owners(v1::CHANNEL_RAKEL, from);
        over_limit_(officers.empty() ? std::string{} : officers.front());
    }
    return !is_blocked;
}

void RakelAnswers::read_back_to(std::string const& to, Addressee const& who) {
    world_.read([this, to, who](core::State const& state) {
        reply_(to, read_back(state, who.incident_id, who.party, who.question));
    });
}

}  // namespace larm::delivery
