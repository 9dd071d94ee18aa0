#include "engine/delivery/channels/sms_channel.hpp"

#include <fmt/format.h>

#include "engine/delivery/channels/elks_ticket.hpp"
#include "engine/delivery/channels/sms_text.hpp"

namespace larm::delivery {

template <ReachesPeople K>
void SmsChannel<K>::transmit(Message<K> const& message, Report report) {
    auto const& letter = message.letter();
    auto const& account = client_.account();
    auto const numbers = book_.addresses(letter.envelope.officer_id, v1::CHANNEL_SMS);
    if (numbers.empty()) {
        return report(v1::DELIVERY_OUTCOME_FAILED,
                      fmt::format("{} has no number for SMS", letter.envelope.officer_id));
    }
    // A sender in letters cannot be replied to: then the text says where answers go.
    auto const can_reply = account.sms_from.starts_with('+');
    auto const text = sms_text(letter, K::mark, can_reply ? "" : account.voice_from);
    auto const ticket = ticket_of(letter, static_cast<int>(numbers.size()));
    auto const when_delivered =
        fmt::format("{}/sms/delivered?t={}", account.hook_url, seal(ticket, account.ticket_key));
    std::vector<FormFields> forms;
    for (auto const& number : numbers) {
        forms.push_back({{"from", account.sms_from},
                         {"to", number},
                         {"message", text},
                         {"whendelivered", when_delivered}});
    }
    auto const parts = sms_parts(text);
    client_.post("/sms", forms, fmt::format(", {} part{}", parts, parts == 1 ? "" : "s"),
                 std::move(report));
}

template class SmsChannel<Live>;
template class SmsChannel<RollCall>;
template class SmsChannel<DutyOffer>;

}  // namespace larm::delivery
