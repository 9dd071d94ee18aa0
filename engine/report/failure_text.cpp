#include "engine/report/failure_text.hpp"

#include <array>

#include "engine/core/log_only.hpp"

namespace larm::report {
namespace {

/// What the outbox says is known whole, by how it begins or ends.
struct Whole {
    std::string_view begins;
    std::string_view ends;
    std::string_view swedish;
    std::string_view english;
};

constexpr std::array wholes{
    Whole{core::only_logged, "", "bara i loggen", "in the log only"},
    Whole{"", " in the roster", "adress saknas", "no address"},
    Whole{"nobody is on duty", "", "ingen är i tjänst", "nobody is on duty"},
    Whole{"there is no channel", "", "kanalen är inte inkopplad", "the channel is not connected"},
    Whole{"the queue of channel", "", "kanalens kö är full", "the channel's queue is full"}};

/// What channels say is put together of these, and of figures and others' words.
struct Part {
    std::string_view english;
    std::string_view swedish;
};

constexpr std::array parts{
    Part{"no answer from the receiver", "mottagaren svarade inte"},
    Part{"the receiver answered", "mottagaren svarade"},
    Part{"the call was not answered: failed", "ingen svarade på samtalet: det kunde inte kopplas"},
    Part{"the call was not answered: busy", "ingen svarade på samtalet: upptaget"},
    Part{"the call was not answered", "ingen svarade på samtalet"},
    Part{"the provider answered", "leverantören svarade"},
    Part{"the provider has failed it as", "leverantören gick bet på det:"},
    Part{"the operator could not deliver it", "operatören kunde inte leverera"},
    Part{"the mail server answered", "e-postservern svarade"},
    Part{"the mail server:", "e-postservern:"},
    Part{": the subscription is gone, and has been dropped",
         ": enheten tar inte längre emot och är borttagen"},
    Part{"it does not accept who we say we are (VAPID)", "godtar inte vår nyckel (VAPID)"},
    Part{"no device has subscribed", "ingen enhet är anmäld"},
    Part{"the terminal did not answer in time", "terminalen svarade inte i tid"},
    Part{"the terminal cannot be used", "terminalen kan inte användas"},
    Part{"the network did not take it", "nätet tog inte emot det"},
    Part{"the address book has no mail address", "e-postadress saknas"},
    Part{"the address book has no Rakel number", "Rakelnummer saknas"},
    Part{"no address that is an ISSI", "inget giltigt Rakelnummer"},
    Part{"the officer has no webhook", "webhook saknas"},
    Part{"the webhook's address is neither https nor on this machine",
         "webhookens adress är inte https"},
    Part{"no answer in time", "inget svar i tid"},
    Part{"cannot be reached:", "kan inte nås:"},
    Part{"Connection refused", "anslutningen avvisades"},
    Part{"Connection reset by peer", "anslutningen bröts"},
    Part{"No route to host", "ingen väg dit"},
    Part{"Network is unreachable", "nätet är nere"},
    Part{"Host not found", "namnet finns inte"},
    Part{"has no number to call", "saknar nummer att ringa"},
    Part{"has no number for SMS", "saknar nummer för sms"},
    Part{"does not answer to a message", "svarar inte på ett meddelande"},
    Part{"does not answer", "svarar inte"},
    Part{"has been taken away", "är bortkopplad"},
    Part{"cannot be opened", "kan inte öppnas"},
    Part{"it waited", "det väntade"},
    Part{"in line and did not leave", "i kö och kom aldrig iväg"},
    Part{"not tried:", "inte försökt:"},
    Part{"counts as broken", "räknas som trasig"},  // in logs from before
    Part{"nothing gets through over", "ingenting kommer fram över"},
    Part{"voice calls", "samtal"},
    Part{"webhooks", "webhook"},
    Part{"did not answer within", "svarade inte inom"},
    Part{" answered ", " svarade "},
    Part{"(tried ", "(försökt "},
    Part{" times)", " gånger)"}};

void replace(std::string& text, Part const& part) {
    for (auto at = text.find(part.english); at != std::string::npos;
         at = text.find(part.english, at + part.swedish.size())) {
        text.replace(at, part.english.size(), part.swedish);
    }
}

}  // namespace

std::string failure_text(std::string_view why, Language language) {
    for (auto const& whole : wholes) {
        if (why.starts_with(whole.begins) && why.ends_with(whole.ends)) {
            return std::string{language == Language::swedish ? whole.swedish : whole.english};
        }
    }
    std::string text{why};
    if (language == Language::swedish) {
        for (auto const& part : parts) {
            replace(text, part);
        }
    }
    return text;
}

}  // namespace larm::report
