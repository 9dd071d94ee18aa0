#include "engine/delivery/work.hpp"

#include <type_traits>

#include "engine/core/mutation.hpp"
#include "engine/core/party.hpp"
#include "engine/delivery/delivery_id.hpp"

namespace larm::delivery {
namespace {

/// Whether it asks the recipient something.
bool is_asked(Work const& work) {
    auto const& party = work.ask->asked.party;
    auto const is_in_its_place =
        core::role_of(work.recipient) == v1::ROLE_DEPUTY &&
        core::organisation_of(work.recipient) == core::organisation_of(party);
    auto const is_told_only = work.ask->asked.step.empty();
    return !is_told_only && (work.recipient == party || is_in_its_place);
}

template <Kind K>
Envelope envelope_of(Work const& work) {
    auto const& ask = *work.ask;
    // A roll-call asks every officer, also several of one party, and a duty is offered to one; a
    // chase asks whoever is on duty.
    constexpr bool is_to_officer = std::is_same_v<K, RollCall> || std::is_same_v<K, DutyOffer>;
    std::string_view const step =
        is_to_officer ? std::string_view{work.officer_id} : std::string_view{ask.asked.step};
    return {.delivery_id = delivery_id(
                {.incident_id = ask.facts->incident_id,
                 .step = step,
                 .party = ask.asked.party,
                 .attempt = mutated(Mutation::same_id_for_all_attempts) ? 1 : ask.attempt,
                 .recipient = work.recipient,
                 .channel = work.channel}),
            .incident_id = ask.facts->incident_id,
            .step = ask.asked.step,
            .party = ask.asked.party,
            .attempt = ask.attempt,
            .recipient = work.recipient,
            .officer_id = work.officer_id,
            .channel = work.channel};
}

}  // namespace

v1::RecordDelivery record_of(Work const& work) {
    v1::RecordDelivery record;
    record.set_incident_id(work.ask->facts->incident_id);
    record.set_step(work.ask->asked.step);
    record.set_party(work.ask->asked.party);
    record.set_attempt(work.ask->attempt);
    record.set_recipient(work.recipient);
    record.set_channel(work.channel);
    record.set_officer_id(work.officer_id);
    return record;
}

v1::ChannelPolicy const* policy_of(Work const& work) {
    return work.ask->facts->pack->channel_policy(work.channel);
}

AnswerWays answer_ways(Work const& work, AnswerSide const* side) {
    AnswerWays ways;
    if (!is_asked(work)) {
        return ways;
    }
    ways.asks_for_number = work.ask->asked.owes_transports;
    ways.takes_no = work.ask->asked.takes_no;
    if (side == nullptr) {
        return ways;
    }
    AnswerKey const key{.incident_id = work.ask->facts->incident_id,
                        .party = work.recipient,
                        .officer_id = work.officer_id,
                        .question = work.ask->asked.question};
    ways.code = side->keys.code(key);
    if (!side->public_url.empty() && AnswerKeys::carries_links(work.channel)) {
        ways.url = side->public_url + side->path + side->keys.link(key, work.channel);
    }
    return ways;
}

template <Kind K>
std::optional<Message<K>> message_of(Work const& work, AnswerSide const* side, Renderer& renderer) {
    auto const* const texts = renderer.texts(work.ask->facts, work.ask->asked, work.message);
    if (texts == nullptr) {
        return std::nullopt;
    }
    return Message<K>{envelope_of<K>(work), *texts, answer_ways(work, side)};
}

template std::optional<Message<Live>> message_of(Work const&, AnswerSide const*, Renderer&);
template std::optional<Message<Exercise>> message_of(Work const&, AnswerSide const*, Renderer&);
template std::optional<Message<RollCall>> message_of(Work const&, AnswerSide const*, Renderer&);
template std::optional<Message<DutyOffer>> message_of(Work const&, AnswerSide const*, Renderer&);

}  // namespace larm::delivery
