// A warning of capacity leaves as any message does: to the TiB of the hospital's region, in words,
// once.
#include <set>

#include "engine/delivery/outbox.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/transfers.hpp"
#include "tests/unit/delivery/support.hpp"

namespace larm::test {
namespace {

/// The test chain with hospitals and the real pack's messages.
v1::RulePack warning_pack() {
    auto pack = capacity_pack();
    *pack.mutable_messages() = talking_pack().messages();
    return pack;
}

/// A shortfall at hospital A, foreseen within the same second.
std::string fall_short(Story& story) {
    story.must(report_all("A", 40, 5, 15, 12));
    auto command = confirm("dalarna");
    command.mutable_confirm_incident()->set_level(v1::READINESS_LEVEL_STAB);
    story.must(command);
    auto const id = story.state().incidents().back().id;
    story.must(casualties(id, "dalarna", {16, 0, 0}, {}));
    REQUIRE(warnings(story).size() == 1);
    return id;
}

std::vector<delivery::Letter> about_hospitals(std::vector<delivery::Letter> const& letters) {
    std::vector<delivery::Letter> found;
    for (auto const& letter : letters) {
        if (letter.envelope.party == "hospital@A") {
            found.push_back(letter);
        }
    }
    return found;
}

}  // namespace

TEST_CASE("a warning names the hospital, what lacks and from when, and asks nothing",
          "[delivery][capacity]") {
    Night night{warning_pack()};
    auto const id = fall_short(night.story);
    night.feed();
    auto const letters = about_hospitals(night.letters_at_end(v1::CHANNEL_SMS));
    REQUIRE(letters.size() == 1);
    auto const& letter = letters[0];
    CHECK(letter.envelope.recipient == "tib@uppsala");
    CHECK(letter.envelope.incident_id == id);
    CHECK(letter.texts.title_sv.find("Sjukhuset A") != std::string::npos);
    CHECK(letter.texts.body_sv.find("Akuten saknar 4 platser från ") != std::string::npos);
    CHECK(letter.texts.short_sv.find("Akuten saknar 4 platser") != std::string::npos);
}

TEST_CASE(
    "what becomes of a warning is on record, and after a restart only what left nobody knows "
    "of goes again",
    "[delivery][capacity]") {
    Night night{warning_pack()};
    auto const id = fall_short(night.story);
    night.feed();
    auto const first = about_hospitals(night.letters_at_end(v1::CHANNEL_SMS));
    REQUIRE(first.size() == 1);
    CHECK(night.record() > 0);
    auto const& notices = night.story.incident(id).capacity_notices;
    REQUIRE(notices.size() == 1);
    for (auto const& delivery : notices[0].deliveries) {
        CHECK(delivery.has_outcome());
    }
    // As if the daemon had died before anything was recorded: the same message under the same id.
    Night again{warning_pack()};
    (void)fall_short(again.story);
    again.outbox->resume(again.story.state(), again.story.now());
    auto const resent = about_hospitals(again.letters_at_end(v1::CHANNEL_SMS));
    REQUIRE(resent.size() == 1);
    CHECK(resent[0].texts.body_sv == first[0].texts.body_sv);
}

TEST_CASE("that a hospital takes nobody is told with who is on the way and who must go elsewhere",
          "[delivery][capacity][transfers]") {
    auto pack = transfer_pack();
    *pack.mutable_messages() = talking_pack().messages();
    Night night{pack};
    night.story.must(report_all("C", 40, 40, 15, 10));
    auto const id = confirm_quietly(night.story);
    night.story.must(casualties(id, "uppsala", {6, 0, 0}, {}));
    for (auto const count : {1, 2}) {
        night.story.must(own_move(id, "uppsala", "C", v1::SEVERITY_SEVERE, count));
    }
    night.story.must(accept_moves(id, "dalarna", {"M1", "M2"}));
    night.story.must(depart_move(id, "uppsala", "M1"));
    night.feed();
    auto closed = report("C", {});
    closed.mutable_report_capacity()->set_facility(v1::FACILITY_STATUS_CLOSED);
    night.story.must(closed);
    night.feed();
    std::set<std::string> recipients;
    for (auto const& letter : night.letters_at_end(v1::CHANNEL_SMS)) {
        if (letter.texts.body_sv.find("tar inte emot; 1 på väg dit (M1); 2 inställda (M2)") !=
            std::string::npos) {
            recipients.insert(letter.envelope.recipient);
            CHECK(letter.envelope.party == "hospital@C");
            CHECK(letter.texts.short_sv.find("tar inte emot; 1 på väg dit") != std::string::npos);
        }
    }
    // Also where another warning of the hospital has taken its place before it left.
    CHECK(recipients == std::set<std::string>{"tib@dalarna", "tib@uppsala"});
}

TEST_CASE("that accepted patients do not come is told with who they are and why",
          "[delivery][transfers]") {
    auto pack = transfer_pack();
    *pack.mutable_messages() = talking_pack().messages();
    auto& words = *pack.add_messages();
    words.set_id("transfers_called_off");
    words.mutable_body()->set_sv("{party}: {answer}.");
    words.set_short_sv("{answer} ({party})");
    Night night{pack};
    night.story.must(report_all("C", 40, 40, 15, 10));
    auto const id = confirm_quietly(night.story);
    night.story.must(casualties(id, "uppsala", {6, 0, 0}, {}));
    night.story.must(commit(id, "gavleborg", 3));
    for (int const count : {2, 1}) {
        auto move = own_move(id, "uppsala", "C", v1::SEVERITY_SEVERE, count);
        move.mutable_propose_move()->set_commitment_id("gavleborg-1");
        night.story.must(move);
    }
    night.story.must(accept_moves(id, "dalarna", {"M1", "M2"}));
    night.story.must(revoke(id, "gavleborg", 3));
    night.feed();
    std::set<std::string> recipients;
    for (auto const& letter : night.letters_at_end(v1::CHANNEL_SMS)) {
        // Why stands before the rest of the list, which a short text has no room for.
        if (letter.texts.body_sv.find("INSTÄLLT: 2 svårt till C (M1); fordonen är inte längre "
                                      "utlovade; INSTÄLLT: 1 svårt till C (M2).") !=
            std::string::npos) {
            recipients.insert(letter.envelope.recipient);
            CHECK_THAT(letter.texts.short_sv,
                       Catch::StartsWith(
                           "INSTÄLLT: 2 svårt till C (M1); fordonen är inte längre utlovade"));
            CHECK_THAT(letter.texts.short_sv, Catch::EndsWith("... (TiB Dalarna)"));
        }
    }
    CHECK(recipients == std::set<std::string>{"tib@dalarna", "tib@uppsala"});
}

TEST_CASE("that a secondary transport turns back is told as that", "[delivery][transfers]") {
    auto pack = transfer_pack();
    *pack.mutable_messages() = talking_pack().messages();
    auto& words = *pack.add_messages();
    words.set_id("transfers_called_off");
    words.mutable_body()->set_sv("{party}: {answer}.");
    words.set_short_sv("{answer} ({party})");
    Night night{pack};
    night.story.must(report_all("C", 40, 40, 15, 10));
    auto const id = confirm_quietly(night.story);
    night.story.must(arrivals(id, "A", {2, 0, 0}));
    auto move = own_move(id, "uppsala", "C", v1::SEVERITY_SEVERE, 2);
    move.mutable_propose_move()->clear_from_site_id();
    move.mutable_propose_move()->set_from_hospital_id("A");
    move.mutable_propose_move()->set_vehicle_words("buss");
    night.story.must(move);
    night.story.must(accept_moves(id, "dalarna", {"M1"}));
    night.story.must(depart_move(id, "uppsala", "M1"));
    night.story.must(divert_move(id, "uppsala", "M1", "A"));
    night.feed();
    std::set<std::string> recipients;
    for (auto const& letter : night.letters_at_end(v1::CHANNEL_SMS)) {
        if (letter.texts.short_sv == "VÄNDER OM till A, inte C: 2 svårt (M1) (TiB Dalarna)") {
            recipients.insert(letter.envelope.recipient);
        }
    }
    CHECK(recipients == std::set<std::string>{"tib@dalarna"});  // who leads has said it
}

}  // namespace larm::test
