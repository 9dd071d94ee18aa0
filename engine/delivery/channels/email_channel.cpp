#include "engine/delivery/channels/email_channel.hpp"

#include <array>
#include <cstdio>
#include <ctime>
#include <utility>
#include <vector>

#include "engine/delivery/channels/email_text.hpp"

namespace larm::delivery {
namespace {

/// RFC 5322's date, now, in UTC and English whatever the locale.
std::string date_now() {
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 64> text{};
    auto const size =
        std::snprintf(text.data(), text.size(), "%s, %d %s %d %02d:%02d:%02d +0000",
                      days[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                      months[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900,
                      parts.tm_hour, parts.tm_min, parts.tm_sec);
    return {text.data(), static_cast<std::size_t>(size)};
}

}  // namespace

template <ReachesPeople K>
void EmailChannel<K>::transmit(Message<K> const& message, Report report) {
    auto const& letter = message.letter();
    auto to = book_.addresses(letter.envelope.officer_id, v1::CHANNEL_EMAIL);
    std::erase_if(to, [](auto const& each) { return !is_mail_address(each); });
    if (to.empty()) {
        return report(v1::DELIVERY_OUTCOME_FAILED, "the address book has no mail address");
    }
    auto text = mail_text(letter, from_, to, date_now());
    SmtpMail mail{from_, std::move(to), std::move(text)};
    auto done = [report = std::move(report)](SmtpResult result) {
        if (result.is_accepted) {
            return report(v1::DELIVERY_OUTCOME_ACCEPTED, std::move(result.detail));
        }
        if (result.may_try_again) {
            return report.retry(std::move(result.detail));
        }
        report(v1::DELIVERY_OUTCOME_FAILED, std::move(result.detail));
    };
    // Where the outbox goes down it stays without an outcome, and is sent at the next start.
    static_cast<void>(client_.send(std::move(mail), std::move(done), stop_.get_token()));
}

template class EmailChannel<Live>;
template class EmailChannel<RollCall>;
template class EmailChannel<DutyOffer>;

}  // namespace larm::delivery
