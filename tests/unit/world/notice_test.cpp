// What the reply to a command says beside that it was taken: what a human must know, in Swedish.
#include "engine/world/notice.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/cooperation.hpp"
#include "tests/support/transfers.hpp"
#include "tests/unit/world/support.hpp"

namespace larm::world::test {
namespace {

using larm::test::accept_moves;
using larm::test::actor;
using larm::test::casualties;
using larm::test::commit;
using larm::test::confirm;
using larm::test::cooperation_pack;
using larm::test::depart_move;
using larm::test::next_uuid;
using larm::test::offer_support;
using larm::test::own_move;
using larm::test::report;
using larm::test::report_all;
using larm::test::report_supply;
using larm::test::request_support;
using larm::test::revoke;
using larm::test::stand_down;
using larm::test::transfer_pack;
using larm::test::undo_move;

/// Six severely injured, whom rules with transfers could move; what is said is on disk at once.
struct PatientsToMove {
    PatientsToMove() {
        v1::Command rules;
        rules.mutable_activate_rule_pack()->set_hash(std::string(32, 't'));
        rules.mutable_activate_rule_pack()->set_pack(transfer_pack().SerializeAsString());
        Told ignored;
        manual.give(rules, ignored);
        manual.durable();
        say(from_client(confirm("uppsala")));
        id = told.reply().incident_id();
        say(from_client(casualties(id, "uppsala", {6, 0, 0}, {})));
    }

    void say(v1::Command const& command) {
        Told each;
        manual.give(command, each);
        manual.durable();
        REQUIRE(each.reply().seq() > 0);
        told = each;
    }

    Manual manual;
    Told told;  ///< by the last that was said
    std::string id;
};

/// Rules with support and supplies; what is said is on disk at once.
struct Cooperating {
    Cooperating() {
        v1::Command rules;
        rules.mutable_activate_rule_pack()->set_hash(std::string(32, 's'));
        rules.mutable_activate_rule_pack()->set_pack(cooperation_pack().SerializeAsString());
        notice_of(rules);
    }

    std::string notice_of(v1::Command const& command) {
        Told each;
        manual.give(command, each);
        manual.durable();
        told = each;
        return each.reply().notice();
    }

    Manual manual;
    Told told;  ///< by the last that was said
};

}  // namespace

TEST_CASE("whoever calls the alarm off is told of patients who are on the road, or were to be",
          "[world][transfers]") {
    PatientsToMove night;
    night.say(from_client(own_move(night.id, "uppsala", "A", v1::SEVERITY_SEVERE, 2)));
    night.say(from_client(own_move(night.id, "uppsala", "A", v1::SEVERITY_SEVERE, 1)));
    night.say(from_client(depart_move(night.id, "uppsala", "M1")));
    auto const over = from_client(stand_down(night.id, "uppsala"));
    night.say(over);
    auto const notice = night.told.reply().notice();
    CHECK(notice.find("2 patienter är på väg (M1)") == 0);
    CHECK(notice.find("1 patient är mottagen och har inte åkt (M2)") != std::string::npos);
    Told again;
    night.manual.give(over, again);  // the same is heard
    CHECK(again.reply().notice() == notice);
}

TEST_CASE(
    "a site far from every hospital is counted, and whoever reports it is asked whether it is",
    "[world][casualties]") {
    PatientsToMove night;
    auto far = casualties(night.id, "uppsala", {1, 0, 0}, {});
    auto& place = *far.mutable_report_casualties()->mutable_place();
    place.clear_near_hospital_id();
    place.set_latitude_e5(6'780'000);
    place.set_longitude_e5(2'020'000);
    auto const sent = from_client(far);
    night.say(sent);
    auto const notice = night.told.reply().notice();
    CHECK(notice.find("km från närmaste sjukhus") != std::string::npos);
    Told again;
    night.manual.give(sent, again);
    CHECK(again.reply().notice() == notice);
    place.set_latitude_e5(6'010'000);
    place.set_longitude_e5(1'520'000);
    far.mutable_report_casualties()->set_command_id(next_uuid());
    night.say(from_client(far));
    CHECK(night.told.reply().notice().empty());
}

TEST_CASE("a second site may be a misspelt first one, and whoever reports it hears so",
          "[world][casualties]") {
    PatientsToMove night;
    CHECK(night.told.reply().notice().empty());
    auto other = casualties(night.id, "uppsala", {2, 0, 0}, {});
    other.mutable_report_casualties()->set_site_id("l");
    auto const sent = from_client(other);
    night.say(sent);
    auto const notice = night.told.reply().notice();
    CHECK(notice.find("\"l\" är en egen skadeplats och räknas vid sidan av \"1\" (6 skadade)") ==
          0);
    Told again;
    night.manual.give(sent, again);  // the same is heard
    CHECK(again.reply().notice() == notice);
    other.mutable_report_casualties()->set_command_id(next_uuid());
    night.say(from_client(other));  // it is known now
    CHECK(night.told.reply().notice().empty());
    other.mutable_report_casualties()->set_command_id(next_uuid());
    other.mutable_report_casualties()->set_site_id("3");
    other.mutable_report_casualties()->clear_place();
    night.say(from_client(other));
    CHECK(night.told.reply().notice().find("inga flyttar därifrån kan föreslås") !=
          std::string::npos);
}

TEST_CASE("a kind of vehicle that the rules do not have is promised, and told of", "[world]") {
    PatientsToMove night;
    auto const notice_of = [&](std::string const& kind) {
        auto promise = commit(night.id, "uppsala", 1);
        promise.mutable_commit_transports()->set_kind(kind);
        night.say(from_client(promise));
        return night.told.reply().notice();
    };
    CHECK(notice_of("2 ambulans, bemannade").empty());
    CHECK(notice_of("intensivvårdsambulans").empty());  // which the console suggests
    CHECK(notice_of("helikopter").empty());
    CHECK(notice_of("").empty());
    CHECK(notice_of("ambulanss") ==
          "Slaget \"ambulanss\" finns inte i reglerna (helicopter, bus, ambulance): löftet räknas, "
          "men planeras som ambulance.");
}

TEST_CASE("more vehicles than all regions are asked for count, and are asked about", "[world]") {
    PatientsToMove night;
    auto const asked = 5 * transfer_pack().regions_size();
    auto const notice_of = [&](int count) {
        night.say(from_client(commit(night.id, "dalarna", count)));
        return night.told.reply().notice();
    };
    CHECK(notice_of(asked).empty());
    CHECK(notice_of(asked + 1).find("fler än vad alla regioner tillsammans tillfrågas om (" +
                                    std::to_string(asked) + "): stämmer antalet?") !=
          std::string::npos);
}

TEST_CASE("a figure beyond the hospital's most counts, and is told of", "[world][capacity]") {
    PatientsToMove night;
    auto const notice_of = [&](int free) {
        night.say(
            from_client(report("A", {{v1::CARE_STAGE_INTENSIVE, v1::PLUS_DIMENSION_STAFF, free}})));
        return night.told.reply().notice();
    };
    CHECK(notice_of(1).empty());
    CHECK(notice_of(7'000).find("personal 7000 (högst ") != std::string::npos);
}

TEST_CASE("who takes back a vehicle hears which of the named ones stand", "[world][transports]") {
    PatientsToMove night;
    auto promise = commit(night.id, "uppsala", 3);
    for (auto const* const name : {"3-9110", "3-9120"}) {
        promise.mutable_commit_transports()->add_resource_ids(name);
    }
    night.say(from_client(promise));
    auto const taken = from_client(revoke(night.id, "uppsala", 1));
    night.say(taken);
    CHECK(night.told.reply().notice().find(
              "Namngivna fordon som ännu är utlovade, också de som har åkt: 3-9110, 3-9120. ") ==
          0);
    v1::Command release;
    auto& released = *release.mutable_release_transports();
    released.set_command_id(next_uuid());
    released.set_incident_id(night.id);
    released.set_region_id("uppsala");
    released.set_commitment_id("uppsala-1");
    released.set_count(1);
    *release.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    night.say(from_client(release));
    auto const notice = night.told.reply().notice();
    CHECK(notice.find("har åkt: 3-9110. Fria är: 3-9120.") != std::string::npos);
    Told again;
    night.manual.give(taken, again);  // as it stands now
    CHECK(again.reply().notice() ==
          notice +
              " Är det andra som utgår: lova på nytt de som är kvar, och ta tillbaka de andra vid "
              "namn.");
    night.say(from_client(revoke(night.id, "uppsala", 1)));
    CHECK(night.told.reply().notice() ==
          "Inget namngivet fordon är utlovat längre (3-9110, 3-9120 är fria).");
}

TEST_CASE("a supply that nobody has reported before is told of, once", "[world][supply]") {
    Cooperating night;
    auto const supply = [](std::string const& item) {
        return from_client(report_supply(v1::ROLE_TIB, "dalarna", "dalarna", item, 30));
    };
    CHECK(night.notice_of(supply("infusion")).empty());
    auto const first = supply("handskar");
    auto const notice = night.notice_of(first);
    CHECK(notice.find("\"handskar\" är ny: ") == 0);
    Told again;
    night.manual.give(first, again);
    CHECK(again.reply().notice() == notice);
    CHECK(night.notice_of(supply("Handskar")).empty());
}

TEST_CASE("the same support offered twice is told of with the id of the first",
          "[world][support]") {
    Cooperating night;
    night.notice_of(from_client(confirm("uppsala")));
    auto const id = night.told.reply().incident_id();
    night.notice_of(from_client(request_support(id, "uppsala", 3)));
    auto const first = from_client(offer_support(id, "dalarna", "S1", 1, 1));
    CHECK(night.notice_of(first).empty());
    Told again;
    night.manual.give(first, again);
    CHECK(again.reply().notice().empty());
    CHECK(night.notice_of(from_client(offer_support(id, "gavleborg", "S1", 1, 1))).empty());
    CHECK(night.notice_of(from_client(offer_support(id, "dalarna", "S1", 1, 1)))
              .find("redan erbjudit 1 på samma rad (S1-dalarna-1)") != std::string::npos);
}

TEST_CASE("whoever undoes a departure to a hospital that has closed hears that it is called off",
          "[world][transfers]") {
    PatientsToMove night;
    night.say(from_client(own_move(night.id, "uppsala", "A", v1::SEVERITY_SEVERE, 2)));
    night.say(from_client(depart_move(night.id, "uppsala", "M1")));
    auto closed = report("A", {});
    closed.mutable_report_capacity()->set_facility(v1::FACILITY_STATUS_CLOSED);
    night.say(from_client(closed));
    auto const undo =
        from_client(undo_move(night.id, "uppsala", "M1", v1::TRANSFER_STATE_UNDER_WAY));
    night.say(undo);
    auto const notice = night.told.reply().notice();
    CHECK(notice.find("Ångrat, men M1 är INSTÄLLD: A tar inte emot.") == 0);
    Told again;
    night.manual.give(undo, again);  // the same is heard
    CHECK(again.reply().notice() == notice);
}

TEST_CASE("whoever takes all that is proposed hears of those for whom there is no place any more",
          "[world][transfers]") {
    PatientsToMove night;
    night.say(from_client(report_all("C", 40, 40, 15, 4)));
    night.say(from_client(own_move(night.id, "uppsala", "C", v1::SEVERITY_SEVERE, 2)));
    night.say(from_client(own_move(night.id, "uppsala", "C", v1::SEVERITY_SEVERE, 2)));
    night.say(from_client(report_all("C", 40, 40, 15, 3)));
    auto const all = from_client(accept_moves(night.id, "dalarna"));
    night.say(all);
    auto const notice = night.told.reply().notice();
    CHECK(notice.find("3 av 4 patienter är mottagna. För 1 (M2.1) finns inte plats") == 0);
    Told again;
    night.manual.give(all, again);  // the same is heard
    CHECK(again.reply().notice() == notice);
}

}  // namespace larm::world::test
