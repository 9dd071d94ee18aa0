// A night in which the stricken region's blood centre alarms the country: one centre offers, one
// says no by SMS, one is silent and is chased, and the end reaches all of them.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>
#include <string>
#include <vector>

#include "tests/e2e/night/night.hpp"
#include "tests/support/catch.hpp"

namespace larm::e2e {
namespace {

namespace json = boost::json;

json::object blood(Night& night, std::string const& who, std::string const& method,
                   std::string const& id, std::string const& fields) {
    return night.must(who, "BloodService/" + method,
                      fmt::format(R"({{"commandId":"{}","incidentId":"{}","party":"{}",{}}})",
                                  new_id(), id, who, fields));
}

std::string state_of(Night& night, std::string const& id, std::string const& party,
                     std::string const& step) {
    auto const view = night.party(id, party, step);
    auto const* const state = view.if_contains("state");
    return state == nullptr ? std::string{} : json::value_to<std::string>(*state);
}

int texts_to(Night& night, std::string const& officer) {
    int count = 0;
    for (auto const& text : night.elks.texts()) {
        count += text.to == night.number(officer) ? 1 : 0;
    }
    return count;
}

/// All but Skåne's telephones are off; Skåne's says no to what it is asked.
void leave_on_skanes_phone_alone(Night& night) {
    for (auto const& officer : night.contacts().officers()) {
        auto const is_skane = officer.id() == "skane-blood-1";
        night.elks.phone(
            night.number(officer.id()),
            gateways::Phone{
                .is_off = !is_skane, .keys = {}, .texts_back = is_skane ? "{code} 0" : ""});
    }
}

/// What an officer's browser is shown. What has come meanwhile is kept: who does not answer, who
/// offers and who says no come in no order.
class Screen {
public:
    Screen(Night& night, std::string const& officer)
        : night_{night}, browser_{night.subscribe(officer)} {}

    /// It is shown that, now or before.
    void shows(std::string const& text) {
        night_.wait_until("a push that says " + text, [&] {
            if (auto next = browser_.next(std::chrono::seconds{1})) {
                shown_.push_back(std::move(*next));
            }
            return std::ranges::any_of(
                shown_, [&](auto const& each) { return each.find(text) != std::string::npos; });
        });
    }

private:
    Night& night_;
    gateways::PushBrowser& browser_;
    std::vector<std::string> shown_;
};

}  // namespace

TEST_CASE("a blood centre alarms the country, and everybody who was alarmed hears of the end",
          "[e2e][night]") {
    Night night;
    night.start();
    leave_on_skanes_phone_alone(night);
    Screen asker{night, "uppsala-blood-1"};
    auto& stockholm = night.subscribe("stockholm-blood-1");
    auto const id = night.confirm();
    blood(night, "blood@uppsala", "ReportStock", id,
          R"("lines":[{"group":"BLOOD_GROUP_O_NEGATIVE","units":4}])");
    CHECK(state_of(night, id, "blood@uppsala", "blood_alarm") == "PARTY_STATE_ACKNOWLEDGED");
    blood(
        night, "blood@uppsala", "AlarmCountry", id,
        R"("reason":"lagret räcker en timme","asks":[{"group":"BLOOD_GROUP_O_NEGATIVE","units":40}])");

    auto const pushed = stockholm.next(std::chrono::seconds{10});
    REQUIRE(pushed.has_value());
    CHECK(pushed->find("Blodlarm från Blodcentralen Uppsala: 40 O-") != std::string::npos);
    blood(night, "blood@stockholm", "Offer", id,
          R"("units":[{"group":"BLOOD_GROUP_O_NEGATIVE","units":6}],"readyInMinutes":15)");
    CHECK(state_of(night, id, "blood@stockholm", "blood_country") == "PARTY_STATE_ANSWERED");
    asker.shows("Erbjudet blod: 6 O- från Blodcentralen Stockholm");
    blood(night, "blood@stockholm", "WithdrawBloodOffer", id,
          R"("offerId":"stockholm-1","reason":"3, inte 6")");
    asker.shows("TAGET TILLBAKA, blod: 6 O- från Blodcentralen Stockholm");
    blood(night, "blood@stockholm", "Offer", id,
          R"("units":[{"group":"BLOOD_GROUP_O_NEGATIVE","units":3}],"readyInMinutes":15)");

    night.wait_until("Skåne to say no", [&] {
        return state_of(night, id, "blood@skane", "blood_country") == "PARTY_STATE_ANSWERED";
    });
    auto const texts = night.elks.texts();
    CHECK(std::ranges::any_of(texts, [&](auto const& text) {
        return text.to == night.number("skane-blood-1") &&
               text.message.find("BLODLARM Blodcentralen Uppsala") != std::string::npos &&
               text.message.find("Behövs: 40 O-") != std::string::npos;
    }));
    auto const no = night.party(id, "blood@skane", "blood_country");
    CHECK(no.at("answer").as_string().find("decline") == 0);
    CHECK(no.at("via").as_string() == "VIA_SMS");

    night.wait_until("Jönköping to be chased and shown as not reached", [&] {
        return state_of(night, id, "blood@jonkoping", "blood_country") == "PARTY_STATE_UNREACHABLE";
    });
    CHECK(texts_to(night, "jonkoping-blood-1") >= 2);
    asker.shows("Inget svar");

    auto const view = night.must("blood@uppsala", "BloodService/GetBlood",
                                 fmt::format(R"({{"incidentId":"{}"}})", id));
    auto const& seen = view.at("blood").as_object();
    CAPTURE(json::serialize(view));
    REQUIRE(seen.at("offers").as_array().size() == 2);
    CHECK(seen.at("offers").at(0).at("state").as_string() == "BLOOD_OFFER_STATE_WITHDRAWN");
    CHECK(seen.at("alarms").at(0).at("offered").at(0).at("units").as_int64() == 3);
    CHECK(seen.at("asked").as_array().size() == 20);

    night.elks.phone(night.number("skane-blood-1"), {.keys = {}, .texts_back = "{code}"});
    night.must(
        "tib@uppsala", "IncidentService/StandDown",
        fmt::format(R"({{"commandId":"{}","incidentId":"{}","reason":"över"}})", new_id(), id));
    for (auto const* const party : {"blood@uppsala", "blood@stockholm", "blood@skane"}) {
        CAPTURE(party);
        CHECK_FALSE(state_of(night, id, party, "stand_down").empty());
    }
    night.wait_until("Skåne to see the end", [&] {
        return state_of(night, id, "blood@skane", "stand_down") == "PARTY_STATE_ACKNOWLEDGED";
    });
    CHECK(night.stop() == 0);
}

}  // namespace larm::e2e
