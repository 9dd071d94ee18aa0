// Blood over the wire, on the shipped pack: a stock in one press, the alarm to the country, offers,
// and all of it in one view and on the feed.
#include <fmt/format.h>

#include "engine/server/fresh_id.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/server/client.hpp"
#include "tests/unit/server/test_daemon.hpp"

namespace larm::server::test {
namespace {

struct Night {
    Night() {
        Client client{daemon.port(), daemon.tib("uppsala")};
        id = confirm(client, "uppsala");
    }
    Reply call(v1::Role role, std::string const& organisation, std::string const& method,
               std::string const& fields) {
        Client client{daemon.port(), daemon.token(role, organisation)};
        return client.call(
            "BloodService/" + method,
            fmt::format(R"({{"commandId":"{}","incidentId":"{}",{}}})", fresh_uuid(), id, fields));
    }
    Reply blood(std::string const& organisation, std::string const& method,
                std::string const& fields) {
        return call(v1::ROLE_BLOOD, organisation, method,
                    fmt::format(R"("party":"blood@{}",{})", organisation, fields));
    }
    boost::json::object view() {
        Client client{daemon.port(), daemon.token(v1::ROLE_OBSERVER)};
        auto const reply =
            client.call("BloodService/GetBlood", fmt::format(R"({{"incidentId":"{}"}})", id));
        INFO(reply.body);
        REQUIRE(reply.status == 200);
        return reply.json().at("blood").as_object();
    }

    TestDaemon daemon;
    std::string id;
};

constexpr auto stock =
    R"("lines":[{"group":"BLOOD_GROUP_O_NEGATIVE","units":12,"perHour":2},{"product":"BLOOD_PRODUCT_PLASMA","units":30}])";
constexpr auto asks = R"("asks":[{"group":"BLOOD_GROUP_O_NEGATIVE","units":40}])";

}  // namespace

TEST_CASE("one press tells the stock and acknowledges, and the country's answers are seen by all",
          "[server][blood]") {
    Night night;
    auto const counted = night.blood("uppsala", "ReportStock", stock);
    INFO(counted.body);
    REQUIRE(counted.status == 200);
    auto seen = night.view();
    CHECK(seen.at("hasRules").as_bool());
    CHECK(seen.at("centres").as_array().size() == 7);
    auto const& own = seen.at("centres").at(3);
    CHECK(own.at("party").as_string() == "blood@uppsala");
    CHECK(own.at("isKnown").as_bool());
    CHECK(own.at("lines").at(0).at("perHour").as_int64() == 2);

    auto const alarm = night.blood("uppsala", "AlarmCountry",
                                   fmt::format(R"("reason":"lagret räcker en timme",{})", asks));
    INFO(alarm.body);
    REQUIRE(alarm.status == 200);
    CHECK(night.view().at("asked").as_array().size() == 6 + 14);
    CHECK(alarm.json().at("asked").as_int64() == 6 + 14);
    CHECK(alarm.json().find("notice") == alarm.json().end());

    REQUIRE(
        night
            .blood("stockholm", "Offer",
                   R"("units":[{"group":"BLOOD_GROUP_O_NEGATIVE","units":6}],"readyInMinutes":15)")
            .status == 200);
    REQUIRE(night.blood("uppsala", "AcceptBlood", R"("offerId":"stockholm-1")").status == 200);
    REQUIRE(
        night
            .blood(
                "uppsala", "ReportBloodTransport",
                R"("offerId":"stockholm-1","state":"BLOOD_OFFER_STATE_UNDER_WAY","arrivesInMinutes":50)")
            .status == 200);
    seen = night.view();
    CHECK(seen.at("offers").at(0).at("state").as_string() == "BLOOD_OFFER_STATE_UNDER_WAY");
    CHECK(seen.at("alarms").at(0).at("accepted").at(0).at("units").as_int64() == 6);

    Feed feed{night.daemon.port(), night.daemon.token(v1::ROLE_OBSERVER), "?world=live&after=1"};
    bool is_told = false;
    for (auto frame = feed.next_news(); frame && !is_told; frame = feed.next_news()) {
        is_told = frame->has_event() && frame->event().has_blood_offered();
    }
    CHECK(is_told);
}

TEST_CASE("whoever has no right to it is refused, and a fault names its field", "[server][blood]") {
    Night night;
    auto const alarm = fmt::format(R"("party":"blood@uppsala","reason":"x",{})", asks);
    CHECK(night.call(v1::ROLE_BLOOD, "dalarna", "AlarmCountry", alarm).code() ==
          "permission_denied");
    for (auto const role : {v1::ROLE_TIB, v1::ROLE_OBSERVER, v1::ROLE_ADMIN}) {
        CHECK(
            night.call(role, role == v1::ROLE_TIB ? "uppsala" : "", "AlarmCountry", alarm).code() ==
            "permission_denied");
    }
    CHECK(night.blood("uppsala", "AlarmCountry", asks).field() == "reason");
    CHECK(night.blood("uppsala", "AlarmCountry", R"("reason":"x")").field() == "asks");
    auto const negative = night.blood("uppsala", "ReportStock",
                                      R"("lines":[{"group":"BLOOD_GROUP_O_NEGATIVE","units":-1}])");
    CHECK(negative.code() == "invalid_argument");
    CHECK(night
              .blood("uppsala", "ReportStock",
                     R"("observedAt":"99999999999999999","lines":[{"group":1,"units":1}])")
              .field() == "observedAt");
    Client client{night.daemon.port(), night.daemon.token(v1::ROLE_OBSERVER)};
    CHECK(
        client.call("BloodService/GetBlood", fmt::format(R"({{"incidentId":"{}"}})", fresh_uuid()))
            .code() == "not_found");
}

TEST_CASE(
    "a double press alarms nobody twice, and says so; more that is asked for is no double press",
    "[server][blood]") {
    Night night;
    auto const again = fmt::format(R"("reason":"lagret räcker en timme",{})", asks);
    REQUIRE(night.blood("uppsala", "AlarmCountry", again).status == 200);
    auto const pressed = night.blood("uppsala", "AlarmCountry", again);
    INFO(pressed.body);
    REQUIRE(pressed.status == 200);
    CHECK(pressed.json().find("asked") == pressed.json().end());
    CHECK(pressed.body.find("Redan larmat kl ") != std::string::npos);
    auto const more =
        night.blood("uppsala", "AlarmCountry",
                    R"("reason":"x","asks":[{"group":"BLOOD_GROUP_O_NEGATIVE","units":50}])");
    INFO(more.body);
    CHECK(more.json().at("asked").as_int64() == 6 + 14);
}

TEST_CASE("an offer is taken back over the wire, with a reason", "[server][blood]") {
    Night night;
    REQUIRE(
        night.blood("uppsala", "AlarmCountry", fmt::format(R"("reason":"x",{})", asks)).status ==
        200);
    REQUIRE(night
                .blood("stockholm", "Offer",
                       R"("units":[{"group":"BLOOD_GROUP_O_NEGATIVE","units":30}])")
                .status == 200);
    CHECK(night.blood("stockholm", "WithdrawBloodOffer", R"("offerId":"stockholm-1")").field() ==
          "reason");
    auto const fields = R"("offerId":"stockholm-1","reason":"3, inte 30")";
    CHECK(night
              .call(v1::ROLE_OBSERVER, "", "WithdrawBloodOffer",
                    fmt::format(R"("party":"blood@stockholm",{})", fields))
              .code() == "permission_denied");
    auto const withdrawn = night.blood("stockholm", "WithdrawBloodOffer", fields);
    INFO(withdrawn.body);
    CHECK(withdrawn.status == 200);
    auto const offer = night.view().at("offers").at(0).as_object();
    CHECK(offer.at("state").as_string() == "BLOOD_OFFER_STATE_WITHDRAWN");
    CHECK(offer.at("withdrawnReason").as_string() == "3, inte 30");
}

}  // namespace larm::server::test
