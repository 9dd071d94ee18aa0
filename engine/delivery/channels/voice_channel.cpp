#include "engine/delivery/channels/voice_channel.hpp"

#include <fmt/format.h>

#include "engine/delivery/channels/elks_ticket.hpp"
#include "engine/delivery/channels/spoken_text.hpp"

namespace larm::delivery {
namespace {

// How long it rings before the call counts as not answered. Shorter than most voicemails take.
constexpr auto ring_s = "30";

}  // namespace

template <ReachesPeople K>
void VoiceChannel<K>::transmit(Message<K> const& message, Report report) {
    auto const& letter = message.letter();
    auto const& account = client_.account();
    auto const numbers = book_.addresses(letter.envelope.officer_id, v1::CHANNEL_VOICE);
    if (numbers.empty()) {
        return report(v1::DELIVERY_OUTCOME_FAILED,
                      fmt::format("{} has no number to call", letter.envelope.officer_id));
    }
    auto ticket = ticket_of(letter, static_cast<int>(numbers.size()));
    ticket.audio_id = speech_.say(spoken_message(letter, K::mark));
    auto const sealed = seal(ticket, account.ticket_key);
    std::vector<FormFields> forms;
    for (auto const& number : numbers) {
        forms.push_back(
            {{"from", account.voice_from},
             {"to", number},
             {"voice_start", fmt::format("{}/voice/start?t={}", account.hook_url, sealed)},
             {"whenhangup", fmt::format("{}/voice/hangup?t={}", account.hook_url, sealed)},
             {"timeout", ring_s}});
    }
    client_.post("/calls", forms, {}, std::move(report));
}

template class VoiceChannel<Live>;
template class VoiceChannel<RollCall>;
template class VoiceChannel<DutyOffer>;

}  // namespace larm::delivery
