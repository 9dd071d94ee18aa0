// The calls of ContactService, over real sockets, with a real book and a real journal.
#include <fmt/format.h>

#include <future>

#include "tests/support/catch.hpp"
#include "tests/unit/server/client.hpp"
#include "tests/unit/server/test_daemon.hpp"

namespace larm::server::test {
namespace {

namespace json = boost::json;

constexpr char const* maja = R"(officers {
  id: "dalarna-tib-1" party: "tib@dalarna" name: "Maja Lövgren" on_duty: true
  addresses { channel: CHANNEL_SMS value: "+4670174060NUMBER" } })";

std::string contacts(std::string const& last_digit) {
    std::string text{maja};
    return text.replace(text.find("NUMBER"), 6, last_digit);
}

std::string request(std::string const& fields, int id) {
    return fmt::format(R"({{"commandId":"0193e000-0000-7000-8000-{:012x}",{}}})", id, fields);
}

std::string import(std::string const& text, int id) {
    json::object body;
    body["commandId"] = fmt::format("0193e000-0000-7000-8000-{:012x}", id);
    body["contacts"] = text;
    return json::serialize(body);
}

Reply call(TestDaemon& daemon, std::string const& token, std::string const& method,
           std::string const& body) {
    Client client{daemon.port(), token};
    return client.call("ContactService/" + method, body);
}

/// The first of a proposal's or history's texts of everything journaled so far.
std::string all_events(TestDaemon& daemon) {
    std::promise<std::string> snapshot;
    daemon.world().read([&](core::State const& state, v1::Durability) {
        snapshot.set_value(state.snapshot().SerializeAsString());
    });
    return snapshot.get_future().get();
}

std::vector<std::string> sms_of(TestDaemon& daemon) {
    return daemon.book().addresses("dalarna-tib-1", v1::CHANNEL_SMS);
}

}  // namespace

TEST_CASE("contacts are imported by one, approved by another, and rolled back",
          "[server][contacts]") {
    TestDaemon daemon;
    auto const admin = daemon.token(v1::ROLE_ADMIN);
    auto const other = daemon.token(v1::ROLE_ADMIN);
    auto const diff =
        call(daemon, admin, "DiffContacts", import(contacts("5"), 1).replace(2, 9, "unused_id"));
    CHECK(diff.status == 400);  // a difference has no command id

    auto const proposed = call(daemon, admin, "ImportContacts", import(contacts("5"), 1));
    INFO(proposed.body);
    REQUIRE(proposed.status == 200);
    CHECK(proposed.json().at("number").as_string() == "1");
    CHECK(proposed.json().at("needsSecondPerson").as_bool());
    CHECK(call(daemon, admin, "ImportContacts", import(contacts("5"), 1)).body == proposed.body);
    CHECK(sms_of(daemon).empty());

    auto const alone = call(daemon, admin, "ApproveContacts", request(R"("number":"1")", 2));
    CHECK(alone.code() == "permission_denied");
    CHECK(alone.message().find("another person") != std::string::npos);
    CHECK(sms_of(daemon).empty());
    auto const approved = call(daemon, other, "ApproveContacts", request(R"("number":"1")", 3));
    INFO(approved.body);
    REQUIRE(approved.status == 200);
    CHECK(approved.json().at("durability").as_string() == "DURABILITY_LOCAL");
    auto const journaled = all_events(daemon);
    auto const late = call(daemon, admin, "WithdrawContacts", request(R"("number":"1")", 31));
    CHECK(late.code() == "failed_precondition");
    CHECK(late.message().find("larm contacts rollback 1") != std::string::npos);
    CHECK(call(daemon, other, "ApproveContacts", request(R"("number":"1")", 32)).status == 400);
    CHECK(all_events(daemon) == journaled);
    CHECK(sms_of(daemon) == std::vector<std::string>{"+46701740605"});
    // Said again, the same answer; by another command, no.
    CHECK(call(daemon, other, "ApproveContacts", request(R"("number":"1")", 3)).body ==
          approved.body);
    CHECK(call(daemon, admin, "ApproveContacts", request(R"("number":"1")", 4)).code() ==
          "failed_precondition");

    CHECK(call(daemon, admin, "RollBackContacts", request(R"("number":"1")", 5)).code() ==
          "permission_denied");  // who proposed it does not take it back alone
    CHECK_FALSE(sms_of(daemon).empty());
    CHECK(call(daemon, other, "RollBackContacts", request(R"("number":"1")", 5)).status == 200);
    CHECK(sms_of(daemon).empty());
    CHECK(call(daemon, admin, "ApproveContacts", request(R"("number":"9")", 6)).code() ==
          "not_found");
}

TEST_CASE("no name and no number of an approved change stands in the journal's state",
          "[server][contacts]") {
    TestDaemon daemon;
    auto const admin = daemon.token(v1::ROLE_ADMIN);
    CHECK(call(daemon, admin, "ImportContacts", import(contacts("5"), 1)).status == 200);
    CHECK(call(daemon, daemon.tib("dalarna"), "ApproveContacts", request(R"("number":"1")", 2))
              .status == 200);
    auto const state = all_events(daemon);
    CHECK(state.find("dalarna-tib-1") != std::string::npos);
    CHECK(state.find("4670174") == std::string::npos);
    CHECK(state.find("Maja") == std::string::npos);
}

TEST_CASE("an import with faults is refused with file, line and column", "[server][contacts]") {
    TestDaemon daemon;
    auto const refused =
        call(daemon, daemon.token(v1::ROLE_ADMIN), "ImportContacts", import(contacts("5x"), 1));
    CHECK(refused.code() == "invalid_argument");
    CHECK(refused.field() == "contacts");
    CHECK(refused.message().find("contacts:3:") != std::string::npos);
}

TEST_CASE("a region proposes and sees what is its own", "[server][contacts]") {
    TestDaemon daemon;
    auto const uppsala = daemon.tib("uppsala");
    CHECK(call(daemon, uppsala, "ImportContacts", import(contacts("5"), 1)).code() ==
          "failed_precondition");
    CHECK(call(daemon, daemon.tib("dalarna"), "ImportContacts", import(contacts("5"), 2)).status ==
          200);
    CHECK(call(daemon, uppsala, "ApproveContacts", request(R"("number":"1")", 3)).code() ==
          "permission_denied");
    auto const seen = call(daemon, uppsala, "ContactsHistory", "{}");
    CHECK(seen.status == 200);
    CHECK(seen.body.find("Maja") == std::string::npos);
    auto const own = call(daemon, daemon.tib("dalarna"), "ContactsHistory", "{}");
    CHECK(own.body.find("Maja") != std::string::npos);
    CHECK(call(daemon, daemon.token(v1::ROLE_OBSERVER), "ContactsHistory", "{}").code() ==
          "permission_denied");
}

TEST_CASE("entries of others that a file would change are named, and what they are",
          "[server][contacts]") {
    TestDaemon daemon;
    auto const both = contacts("5") + R"( officers {
  id: "uppsala-tib-1" party: "tib@uppsala" name: "Nils Ek"
  addresses { channel: CHANNEL_SMS value: "+46701740609" } })";
    auto const dalarna = daemon.tib("dalarna");
    for (auto const* const method : {"ImportContacts", "DiffContacts"}) {
        auto text = json::parse(import(both, 1)).as_object();
        if (std::string_view{method} == "DiffContacts") {
            text.erase("commandId");
        }
        auto const reply = call(daemon, dalarna, method, json::serialize(text));
        INFO(reply.body);
        REQUIRE(reply.status == 200);
        auto const told = reply.json();
        CHECK(told.at("changes").as_array().size() == 1);
        CHECK(told.at("passedOverCount").to_number<int>() == 1);
        auto const& passed = told.at("passedOver").at(0);
        CHECK(passed.at("officerId").as_string() == "uppsala-tib-1");
        CHECK(passed.at("party").as_string() == "tib@uppsala");
    }
    auto const only_others =
        call(daemon, daemon.tib("gavleborg"), "ImportContacts", import(both, 2));
    CHECK(only_others.code() == "failed_precondition");
    CHECK(only_others.message().find("uppsala-tib-1 (tib@uppsala)") != std::string::npos);
    auto const admin = daemon.token(v1::ROLE_ADMIN);
    auto const all = call(daemon, admin, "ImportContacts", import(both, 3));
    CHECK(all.json().at("passedOver").as_array().empty());
    // What the book says of others is not to be guessed: they are named whether it says the same.
    REQUIRE(call(daemon, dalarna, "ApproveContacts", request(R"("number":"2")", 4)).code() ==
            "permission_denied");
    REQUIRE(
        call(daemon, daemon.token(v1::ROLE_ADMIN), "ApproveContacts", request(R"("number":"2")", 5))
            .status == 200);
    auto same = json::parse(import(both, 6)).as_object();
    same.erase("commandId");
    auto const diff = call(daemon, dalarna, "DiffContacts", json::serialize(same));
    CHECK(diff.json().at("changes").as_array().empty());
    CHECK(diff.json().at("passedOverCount").to_number<int>() == 1);
}

TEST_CASE("a proposal is withdrawn by its proposer or who may approve it, and stays withdrawn",
          "[server][contacts]") {
    TestDaemon daemon;
    auto const dalarna = daemon.tib("dalarna");
    auto const admin = daemon.token(v1::ROLE_ADMIN);
    REQUIRE(call(daemon, dalarna, "ImportContacts", import(contacts("5"), 1)).status == 200);
    auto const first = R"("number":"1")";
    CHECK(call(daemon, daemon.tib("uppsala"), "WithdrawContacts", request(first, 2)).code() ==
          "permission_denied");
    auto const withdrawn = call(daemon, dalarna, "WithdrawContacts", request(first, 3));
    INFO(withdrawn.body);
    REQUIRE(withdrawn.status == 200);
    auto const journaled = all_events(daemon);
    CHECK(call(daemon, dalarna, "WithdrawContacts", request(first, 3)).body == withdrawn.body);
    auto const again = call(daemon, dalarna, "WithdrawContacts", request(first, 33));
    CHECK(again.code() == "failed_precondition");
    CHECK(all_events(daemon) == journaled);  // once
    CHECK(call(daemon, admin, "WithdrawContacts", request(first, 4)).code() ==
          "failed_precondition");
    auto const approved = call(daemon, admin, "ApproveContacts", request(first, 5));
    CHECK(approved.code() == "failed_precondition");
    CHECK(approved.message().find("withdrawn") != std::string::npos);
    CHECK(sms_of(daemon).empty());
    auto const history = call(daemon, dalarna, "ContactsHistory", "{}").json();
    CHECK(history.at("proposals").at(0).at("state").as_string() == "PROPOSAL_STATE_WITHDRAWN");
    CHECK_FALSE(history.at("proposals").at(0).at("decidedBy").as_string().empty());

    REQUIRE(call(daemon, dalarna, "ImportContacts", import(contacts("6"), 6)).status == 200);
    CHECK(call(daemon, admin, "WithdrawContacts", request(R"("number":"2")", 7)).status == 200);
    CHECK(call(daemon, admin, "WithdrawContacts", request(R"("number":"9")", 8)).code() ==
          "not_found");
}

TEST_CASE("a withdrawal that was journaled and not written before a crash is written at the start",
          "[server][contacts]") {
    TestDaemon daemon;
    auto const dalarna = daemon.tib("dalarna");
    REQUIRE(call(daemon, dalarna, "ImportContacts", import(contacts("5"), 1)).status == 200);
    auto const proposal = daemon.book().proposal(1);
    REQUIRE(proposal.has_value());
    v1::Command withdraw;
    withdraw.mutable_actor()->set_role(v1::ROLE_ADMIN);
    withdraw.mutable_actor()->set_token_id("tok_other");
    auto& change = *withdraw.mutable_change_contacts();
    change = contacts::for_core({proposal->changes().begin(), proposal->changes().end()});
    change.set_command_id("0193e000-0000-7000-8000-000000000002");
    change.set_number(1);
    change.set_withdraws(true);
    REQUIRE(daemon.world().submit_and_wait(withdraw).has_value());
    CHECK(daemon.book().proposal(1)->state() == v1::PROPOSAL_STATE_OPEN);
    Clock const clock = [] { return core::Instant{1'800'000'000'000'000}; };
    DeskContext const desk{daemon.world(), daemon.book(), clock, {}, {}, {}};
    CHECK(settle(desk).empty());
    CHECK(daemon.book().proposal(1)->state() == v1::PROPOSAL_STATE_WITHDRAWN);
    CHECK(daemon.book().proposal(1)->decided_by() == "tok_other");  // and no machine
    CHECK(sms_of(daemon).empty());
    CHECK(settle(desk).empty());
}

TEST_CASE("a caller without an organisation has nobody's contacts", "[server][contacts]") {
    TestDaemon daemon;
    REQUIRE(
        call(daemon, daemon.tib("dalarna"), "ImportContacts", import(contacts("5"), 1)).status ==
        200);
    Clock const clock = [] { return core::Instant{1'800'000'000'000'000}; };
    DeskContext const desk{daemon.world(), daemon.book(), clock, {}, {}, {}};
    auto const ask = [&desk](v1::Role role, std::unique_ptr<google::protobuf::Message> request) {
        DeskCall call;
        call.envelope.mutable_actor()->set_role(role);
        auto const method = ContactDesk::find(std::string{request->GetDescriptor()->full_name()});
        call.request = std::move(request);
        return method(desk, call);
    };
    auto const history = [&ask](v1::Role role) {
        auto const reply = ask(role, std::make_unique<v1::ContactsHistory>());
        REQUIRE(reply.has_value());
        return (*reply)->DebugString();
    };
    CHECK(history(v1::ROLE_ADMIN).find("dalarna") != std::string::npos);
    CHECK(history(v1::ROLE_TIB).find("dalarna") == std::string::npos);
    auto wanted = std::make_unique<v1::DiffContacts>();
    wanted->set_contacts(contacts("6"));
    auto const difference = ask(v1::ROLE_TIB, std::move(wanted));
    REQUIRE(difference.has_value());
    auto const text = (*difference)->DebugString();
    CHECK(text.find("changes") == std::string::npos);
    CHECK(text.find("passed_over_count: 1") != std::string::npos);  // whom the file itself names
    CHECK(text.find("Maja") == std::string::npos);
}

TEST_CASE("a person is erased by the administrator, and not while on duty", "[server][contacts]") {
    TestDaemon daemon;
    auto const admin = daemon.token(v1::ROLE_ADMIN);
    CHECK(call(daemon, admin, "ImportContacts", import(contacts("5"), 1)).status == 200);
    CHECK(call(daemon, daemon.tib("dalarna"), "ApproveContacts", request(R"("number":"1")", 2))
              .status == 200);
    v1::Command seed;
    auto& officer = *seed.mutable_seed_duty()->add_officers();
    officer.set_party("tib@dalarna");
    officer.set_officer_id("dalarna-tib-2");
    officer.set_on_duty(true);
    officer.add_channels(v1::CHANNEL_SMS);
    REQUIRE(daemon.world().submit_and_wait(seed).has_value());
    auto const erase = R"("officerId":"dalarna-tib-1")";
    CHECK(call(daemon, daemon.tib("dalarna"), "EraseOfficer", request(erase, 3)).code() ==
          "permission_denied");
    CHECK(call(daemon, admin, "EraseOfficer", request(erase, 4)).status == 200);
    CHECK(sms_of(daemon).empty());
    CHECK(all_events(daemon).find("dalarna-tib-2") != std::string::npos);
    CHECK(call(daemon, admin, "EraseOfficer", request(erase, 4)).status == 200);  // said again
}

TEST_CASE("whom the book has never known cannot be erased, and nothing is journaled of it",
          "[server][contacts]") {
    TestDaemon daemon;
    auto const admin = daemon.token(v1::ROLE_ADMIN);
    auto const before = all_events(daemon);
    auto const unknown =
        call(daemon, admin, "EraseOfficer", request(R"("officerId":"dalarna-tib-1")", 1));
    CHECK(unknown.code() == "not_found");
    CHECK(unknown.field() == "officerId");
    CHECK(all_events(daemon) == before);
    // A proposal has a name and a number of theirs, though they are not in use.
    REQUIRE(call(daemon, admin, "ImportContacts", import(contacts("5"), 2)).status == 200);
    CHECK(
        call(daemon, admin, "EraseOfficer", request(R"("officerId":"dalarna-tib-1")", 3)).status ==
        200);
    CHECK(call(daemon, admin, "ContactsHistory", "{}").body.find("Maja") == std::string::npos);
}

TEST_CASE("the roster and the preflight are read over the wire", "[server][contacts]") {
    TestDaemon daemon;
    v1::Command seed;
    auto& officer = *seed.mutable_seed_duty()->add_officers();
    officer.set_party("tib@dalarna");
    officer.set_officer_id("dalarna-tib-1");
    officer.set_on_duty(true);
    officer.add_channels(v1::CHANNEL_SMS);
    REQUIRE(daemon.world().submit_and_wait(seed).has_value());
    auto const planned =
        call(daemon, daemon.tib("dalarna"), "PlanDuty",
             request(R"("party":"tib@dalarna","shifts":[{"officerId":"dalarna-tib-1",)"
                     R"("fromLocal":"2099-01-01 08:00","untilLocal":"2099-01-02 08:00"}])",
                     1));
    INFO(planned.body);
    REQUIRE(planned.status == 200);
    auto const roster = call(daemon, daemon.tib("uppsala"), "ListRoster", "{}").json();
    auto const& view = roster.at("rosters").at(0);
    CHECK(view.at("nextOfficerId").as_string() == "dalarna-tib-1");
    CHECK(view.at("shifts").at(0).at("zone").as_string() == "Europe/Stockholm");

    auto const findings = call(daemon, daemon.tib("uppsala"), "Preflight", "{}").body;
    CHECK(findings.find("PREFLIGHT_REASON_NOBODY_ON_DUTY") != std::string::npos);
    CHECK(findings.find("tib@gavleborg") != std::string::npos);
    CHECK(call(daemon, daemon.tib("uppsala"), "GetRollCall", "{}").status == 200);
}

TEST_CASE("what was approved and not written before a crash is written at the start",
          "[server][contacts]") {
    TestDaemon daemon;
    auto const admin = daemon.token(v1::ROLE_ADMIN);
    CHECK(call(daemon, admin, "ImportContacts", import(contacts("5"), 1)).status == 200);
    // The journal has it; the book has not.
    auto const proposal = daemon.book().proposal(1);
    REQUIRE(proposal.has_value());
    v1::Command approve;
    auto& actor = *approve.mutable_actor();
    actor.set_role(v1::ROLE_ADMIN);
    actor.set_token_id("tok_other");
    auto& change = *approve.mutable_change_contacts();
    change = contacts::for_core({proposal->changes().begin(), proposal->changes().end()});
    change.set_command_id("0193e000-0000-7000-8000-000000000002");
    change.set_number(1);
    REQUIRE(daemon.world().submit_and_wait(approve).has_value());
    CHECK(sms_of(daemon).empty());

    Clock const clock = [] { return core::Instant{1'800'000'000'000'000}; };
    DeskContext const desk{daemon.world(), daemon.book(), clock, {}, {}, {}};
    CHECK(settle(desk).empty());
    CHECK(sms_of(daemon) == std::vector<std::string>{"+46701740605"});
    CHECK(settle(desk).empty());
    auto const stranger = contacts::ContactBook::in_memory();
    CHECK(settle({daemon.world(), *stranger, clock, {}, {}, {}}).find("change 1") !=
          std::string::npos);
}

}  // namespace larm::server::test
