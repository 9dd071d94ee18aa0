// Roll-calls over the wire: several at once, one called off, and what is told of each.
#include <fmt/format.h>

#include "engine/server/fresh_id.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/server/client.hpp"
#include "tests/unit/server/test_daemon.hpp"

namespace larm::server::test {
namespace {

struct Night {
    Night() {
        v1::Command seed;
        for (auto const* const region : {"dalarna", "uppsala"}) {
            auto& officer = *seed.mutable_seed_duty()->add_officers();
            officer.set_party(fmt::format("tib@{}", region));
            officer.set_officer_id(fmt::format("{}-tib-1", region));
            officer.set_on_duty(true);
            officer.add_channels(v1::CHANNEL_SMS);
        }
        REQUIRE(daemon.world().submit_and_wait(seed).has_value());
    }
    Reply call(std::string const& token, std::string const& method,
               std::string const& fields = {}) {
        Client client{daemon.port(), token};
        return client.call("ContactService/" + method,
                           fmt::format(R"({{"commandId":"{}"{}}})", fresh_uuid(), fields));
    }

    TestDaemon daemon;
    std::string dalarna = daemon.tib("dalarna");
    std::string uppsala = daemon.tib("uppsala");
};

}  // namespace

TEST_CASE("regions hold roll-calls at once, and each calls off its own", "[server][roll_call]") {
    Night night;
    REQUIRE(night.call(night.dalarna, "StartRollCall").status == 200);
    REQUIRE(night.call(night.uppsala, "StartRollCall").status == 200);
    auto const overlap = night.call(night.daemon.token(v1::ROLE_ADMIN), "StartRollCall");
    CHECK(overlap.code() == "failed_precondition");
    CHECK(overlap.message().find("asks tib@") != std::string::npos);

    Client reader{night.daemon.port(), night.uppsala};
    auto const running = reader.call("ContactService/GetRollCall", "{}").json();
    REQUIRE(running.at("rollCalls").as_array().size() == 2);
    auto const first = running.at("rollCalls").at(1);
    auto const id =
        fmt::format(R"(,"rollCallId":"{}")", std::string_view{first.at("rollCallId").as_string()});
    CHECK(night.call(night.uppsala, "EndRollCall", id).code() == "permission_denied");
    CHECK(night.call(night.daemon.token(v1::ROLE_OBSERVER), "EndRollCall", id).code() ==
          "permission_denied");
    CHECK(night.call(night.dalarna, "EndRollCall", R"(,"rollCallId":"x")").code() ==
          "invalid_argument");
    auto const ended = night.call(night.dalarna, "EndRollCall");
    INFO(ended.body);
    REQUIRE(ended.status == 200);

    auto const after = reader.call("ContactService/GetRollCall", "{}").json();
    CHECK(after.at("rollCalls").at(0).at("endedAt").as_string() == "0");
    CHECK(after.at("rollCalls").at(1).at("endedAt").as_string() != "0");
    CHECK(after.at("rollCalls").at(1).at("endedBy").as_string() == "ROLE_TIB");
    CHECK(after.at("rollCalls").at(1).at("endedByOrganisation").as_string() == "dalarna");
    CHECK(night.call(night.dalarna, "StartRollCall").status == 200);
}

}  // namespace larm::server::test
