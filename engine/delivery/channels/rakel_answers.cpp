#include "engine/delivery/channels/rakel_answers.hpp"

#include <optional>
#include <ranges>
#include <utility>

namespace larm::delivery {
namespace {

constexpr auto not_read = "Förstod inte. Skriv koden och antal, bara siffror. 0 är nej.";
constexpr auto no_such_code =
    "Koden gäller inte. Inget är registrerat. Ring den drabbade regionens TiB.";
constexpr auto refused = "Inte registrerat. Ring den drabbade regionens TiB.";

struct Told {
    std::string incident_id;
    Speaker speaker;
};

/// Whose code it is, among those who have been told; the newest incident first.
std::optional<Told> told_with(core::State const& state, AnswerKeys const& keys,
                              std::vector<std::string> const& officers, std::string_view code) {
    for (auto const& incident : state.incidents() | std::views::reverse) {
        if (incident.is_closed()) {
            continue;
        }
        for (auto const& party : incident.alerted) {
            for (auto const& officer : officers) {
                if (same_secret(keys.code({incident.id, party, officer}), code)) {
                    return Told{incident.id, {officer, party, v1::VIA_RAKEL, {}}};
                }
            }
        }
    }
    return std::nullopt;
}

}  // namespace

void RakelAnswers::take(RakelHeard const& heard) {
    auto officers = book_.owners(v1::CHANNEL_RAKEL, heard.from);
    if (officers.empty()) {
        return;
    }
    auto said = read_text(heard.text);
    if (!said) {
        return reply_(heard.from, not_read);
    }
    Question question{heard.from, heard.said_id, std::move(officers), std::move(*said)};
    world_.read([this, question = std::move(question)](core::State const& state) {
        decide(state, question);
    });
}

void RakelAnswers::decide(core::State const& state, Question question) {
    auto told = told_with(state, keys_, question.officers, question.said.code);
    if (!told) {
        return reply_(question.from, no_such_code);
    }
    told->speaker.said_id = question.said_id;
    auto command = command_of(state, told->incident_id, told->speaker, question.said.said);
    if (!command) {
        return reply_(question.from, command.error());
    }
    auto on_reply = [this, told = std::move(*told),
                     question = std::move(question)](AnswerWorld::Reply const& reply) mutable {
        if (!reply && reply.error().code == core::Code::aborted && --question.tries_left > 0) {
            return world_.read(
                [this, question](core::State const& then) { decide(then, question); });
        }
        if (!reply && reply.error().code != core::Code::already_exists) {
            return reply_(question.from, refused);
        }
        read_back_to(question.from, told.incident_id, told.speaker.party);
    };
    world_.submit(std::move(*command), std::move(on_reply));
}

void RakelAnswers::read_back_to(std::string const& to, std::string const& incident_id,
                                std::string const& party) {
    world_.read([this, to, incident_id, party](core::State const& state) {
        reply_(to, read_back(state, incident_id, party));
    });
}

}  // namespace larm::delivery
