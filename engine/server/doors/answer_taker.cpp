#include "engine/server/doors/answer_taker.hpp"

#include <utility>

namespace larm::server {
namespace {

namespace asio = boost::asio;

constexpr std::string_view not_in_time =
    "Svaret är INTE bekräftat, systemet svarar inte. Svara igen om en minut.";

constexpr std::string_view no_officer_of_it =
    "Larmet är inte längre ditt att svara på. Inget är registrerat.";

Taken not_taken(std::string text) {
    Taken taken;
    taken.stands = text;
    taken.read_back = std::move(text);
    return taken;
}

/// Tells the fingerprint of one kind of request from another's.
std::string request_name(v1::Command const& command) {
    auto const* const field =
        v1::Command::descriptor()->FindFieldByNumber(static_cast<int>(command.request_case()));
    return field->name();
}

std::string request_bytes(v1::Command const& command) {
    auto request = command;
    request.clear_actor();
    return request.SerializeAsString();
}

}  // namespace

asio::awaitable<Taken> AnswerTaker::take(std::string incident_id, delivery::Speaker speaker,
                                         delivery::Said said) {
    auto durability = v1::DURABILITY_UNSPECIFIED;
    auto has_taken_back = false;
    auto tries = 0;  // each time somebody else has been quicker
    for (int tried = 0; tries <= 0 || tried < tries; ++tried) {
        auto made = co_await amount_of(incident_id, speaker, said);
        if (!made) {
            break;
        }
        tries = made->policy.tries();
        if (!made->command) {
            co_return not_taken(std::move(made->stands));
        }
        auto const has_more = delivery::has_more(*made->command, said) && !has_taken_back;
        auto reply = co_await submit(std::move(*made->command));
        if (!reply) {
            break;
        }
        auto is_done = false;
        if (*reply) {
            durability = (*reply)->durability();
            has_taken_back = has_more;
            is_done = !has_more;
        } else if (reply->error().code == core::Code::already_exists) {
            is_done = true;  // the same answer once more
        } else if (reply->error().code != core::Code::aborted) {
            co_return co_await refused(incident_id, speaker, said.moves, reply->error());
        }
        if (is_done) {
            co_return co_await registered(incident_id, speaker, said.moves, durability);
        }
    }
    co_return not_taken(std::string{not_in_time});
}

asio::awaitable<std::optional<AnswerTaker::Read>> AnswerTaker::amount_of(
    std::string const& incident_id, delivery::Speaker const& speaker, delivery::Said const& said) {
    // The reading may run when we have given up waiting: it owns what it needs.
    Reading reading = [incident_id, speaker, said](core::State const& state) {
        Read made;
        made.policy = delivery::answer_policy(state);
        if (!delivery::is_officer_of(state, speaker.party, speaker.officer_id)) {
            made.stands = no_officer_of_it;
            return made;
        }
        auto command = delivery::command_of(state, incident_id, speaker, said);
        if (command) {
            made.command = std::move(*command);
        } else {
            made.stands = std::move(command.error());
        }
        return made;
    };
    co_return co_await read(std::move(reading));
}

asio::awaitable<Taken> AnswerTaker::registered(std::string const& incident_id,
                                               delivery::Speaker const& speaker,
                                               std::vector<std::string> const& moves,
                                               v1::Durability durability) {
    Reading reading = [incident_id, speaker, moves](core::State const& state) {
        Read made;
        made.stands = delivery::what_stands_of(state, incident_id, speaker, moves);
        made.read_back = delivery::read_back(state, incident_id, speaker.party, speaker.step);
        return made;
    };
    auto const made = co_await read(std::move(reading));
    Taken taken;
    taken.is_registered = true;
    taken.stands = made ? made->stands : "Svaret är registrerat.";
    taken.read_back = made ? made->read_back : taken.stands;
    if (durability == v1::DURABILITY_NONE) {
        taken.read_back += " Skriv ner detta.";
    }
    co_return taken;
}

asio::awaitable<Taken> AnswerTaker::refused(std::string const& incident_id,
                                            delivery::Speaker const& speaker,
                                            std::vector<std::string> const& moves,
                                            core::Rejection const& rejection) {
    Reading reading = [incident_id, speaker, moves, rejection](core::State const& state) {
        Read made;
        made.stands = delivery::refusal_in_words(state, incident_id, speaker, moves, rejection);
        return made;
    };
    auto made = co_await read(std::move(reading));
    co_return not_taken(made ? std::move(made->stands) : delivery::refusal_in_words(rejection));
}

asio::awaitable<AnswerTaker::Looked> AnswerTaker::look(Look look) {
    Reading reading = [look = std::move(look)](core::State const& state) {
        Read made;
        made.found = look(state);
        return made;
    };
    auto made = co_await read(std::move(reading));
    Looked looked;
    looked.is_late = !made;
    if (made) {
        looked.found = std::move(made->found);
    }
    co_return looked;
}

asio::awaitable<std::optional<v1::AnswerPolicy>> AnswerTaker::policy() {
    Reading reading = [](core::State const& state) {
        Read made;
        made.policy = delivery::answer_policy(state);
        return made;
    };
    auto made = co_await read(std::move(reading));
    std::optional<v1::AnswerPolicy> policy;
    if (made) {
        policy = std::move(made->policy);
    }
    co_return policy;
}

asio::awaitable<std::optional<AnswerTaker::Read>> AnswerTaker::read(Reading reading) {
    Answers<Read>::Asker asker{reads_};
    auto reader = [this, number = asker.number(), reading = std::move(reading)](
                      core::State const& state, v1::Durability) mutable {
        reads_.deliver(number, reading(state));
    };
    world_.read(std::move(reader));
    co_return co_await asker.wait(answer_max_);
}

asio::awaitable<std::optional<world::Reply>> AnswerTaker::submit(v1::Command command) {
    command.set_fingerprint(
        fingerprint(command.actor().token_id(), request_name(command), request_bytes(command)));
    command.set_fresh_id(ids_.next(clock_()));
    Answers<world::Reply>::Asker asker{replies_};
    auto reply_to = [this, number = asker.number()](world::Reply reply) {
        replies_.deliver(number, std::move(reply));
    };
    world_.submit(std::move(command), std::move(reply_to));
    co_return co_await asker.wait(answer_max_);
}

}  // namespace larm::server
