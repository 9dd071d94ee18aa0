// Why a message did not arrive, as duty officers read it.
#include "engine/report/failure_text.hpp"

#include "tests/support/catch.hpp"

namespace larm::report {

TEST_CASE("what a channel says of a failure is told in Swedish", "[report]") {
    auto const swedish = [](auto why) { return failure_text(why, Language::swedish); };
    CHECK(swedish("the receiver answered 401") == "mottagaren svarade 401");
    CHECK(swedish("no answer from the receiver (tried 4 times)") ==
          "mottagaren svarade inte (försökt 4 gånger)");
    CHECK(swedish("https://push.example answered 410: the subscription is gone, and has been "
                  "dropped; https://push.example answered 403: it does not accept who we say we "
                  "are (VAPID)") ==
          "https://push.example svarade 410: enheten tar inte längre emot och är borttagen; "
          "https://push.example svarade 403: godtar inte vår nyckel (VAPID)");
    CHECK(swedish("not tried: SMS counts as broken (the provider answered 503)") ==
          "inte försökt: SMS räknas som trasig (leverantören svarade 503)");
    CHECK(swedish("not tried: nothing gets through over voice calls (the provider answered 503)") ==
          "inte försökt: ingenting kommer fram över samtal (leverantören svarade 503)");
    CHECK(swedish("anna has no sms in the roster") == "adress saknas");
    CHECK(swedish("550 mailbox unavailable") == "550 mailbox unavailable");
    CHECK(failure_text("the receiver answered 401", Language::english) ==
          "the receiver answered 401");
}

}  // namespace larm::report
