// Simulated people act on what has reached them, and on nothing else.
#include <map>
#include <set>

#include "engine/core/party.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/player/support.hpp"

namespace larm::player::test {
namespace {

/// Whose act an event is, as role@organisation; empty for the engine's own.
std::string by(v1::Event const& event) {
    return event.cause().has_actor() ? core::make_party(event.cause().actor().role(),
                                                        event.cause().actor().organisation())
                                     : std::string{};
}

}  // namespace

TEST_CASE("nobody answers before something has reached them", "[player][people]") {
    int answers = 0;
    for (auto const* id : {"arboga_2006", "volendam_2001", "two_silent_regions"}) {
        auto const scenario = load(shipped(id));
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            auto const player = play(scenario, seed);
            std::set<std::string> reached;
            for (auto const& [seq, event] : player->log()) {
                CAPTURE(id, seed, seq, by(event));
                if (event.delivery_recorded().outcome() == v1::DELIVERY_OUTCOME_RECEIVED) {
                    reached.insert(event.delivery_recorded().recipient());
                }
                if (event.has_incident_confirmed()) {
                    reached.insert(by(event));
                }
                if (!event.party_acknowledged().taken_by().empty()) {
                    reached.insert(
                        event.party_acknowledged().party());  // by hand, over the telephone
                }
                if (event.has_party_acknowledged() || event.has_transports_committed() ||
                    event.has_transports_declined()) {
                    ++answers;
                    CHECK(reached.contains(by(event)));
                }
            }
        }
    }
    CHECK(answers > 300);
}

TEST_CASE("a channel that is down reaches nobody, and the engine hears of it", "[player][people]") {
    auto const scenario =
        load_text(small() +
                  "outages { channels: [CHANNEL_PUSH, CHANNEL_SMS, CHANNEL_RAKEL, CHANNEL_VOICE] "
                  "from_s: 0 until_s: 3600 reason: \"allt ligger nere\" }\n");
    auto const player = play(scenario);
    int failed = 0;
    for (auto const& [seq, event] : player->log()) {
        CHECK((!event.has_party_acknowledged() || by(event) == "tib@vastmanland"));
        failed += event.delivery_recorded().detail() == "allt ligger nere" ? 1 : 0;
    }
    CHECK(failed > 20);
}

TEST_CASE(
    "nobody simulated acts for a party that is left to a human, not over the telephone either",
    "[player][people]") {
    auto const scenario = load(shipped("arboga_2006"));
    std::set<std::string, std::less<>> const humans{"blood@uppsala", "tib@dalarna",
                                                    "deputy@dalarna"};
    auto const acts_for_them = [&](Player const& player) {
        int acts = 0;
        for (auto const& [seq, event] : player.log()) {
            acts += humans.contains(by(event)) ? 1 : 0;
            acts += humans.contains(event.party_acknowledged().party()) ? 1 : 0;
        }
        return acts;
    };
    auto opened = Player::open(scenario, {});
    REQUIRE(opened.has_value());
    (*opened)->leave_to_humans(humans);
    (*opened)->play_to_the_end();
    CHECK(acts_for_them(**opened) == 0);
    CHECK(acts_for_them(*play(scenario, 1)) > 0);
}

TEST_CASE("the deputy of a TiB whom a human plays is silent, others' are not", "[player][people]") {
    auto const scenario = load(shipped("arboga_2006"));
    auto opened = Player::open(scenario, {.humans = {"tib@dalarna"}});
    REQUIRE(opened.has_value());
    (*opened)->play_to_the_end();
    for (auto const& [seq, event] : (*opened)->log()) {
        CHECK(by(event) != "deputy@dalarna");
    }
    CHECK((*opened)->is_human("deputy@dalarna"));
    CHECK_FALSE((*opened)->is_human("deputy@uppsala"));
}

TEST_CASE("an answer by telephone is entered by the stricken region's TiB", "[player][people]") {
    auto const player = play(load(shipped("two_silent_regions")), 2);
    int taken = 0;
    for (auto const& [seq, event] : player->log()) {
        if (event.has_incident_stood_down()) {
            break;
        }
        if (event.party_acknowledged().party() == "tib@dalarna" &&
            event.party_acknowledged().via() == v1::VIA_PHONE) {
            ++taken;
            CHECK(by(event) == "tib@uppsala");
            CHECK(event.party_acknowledged().taken_by() == "uppsala-tib-1");
        }
    }
    CHECK(taken == 1);
}

TEST_CASE("a reminder heard over two channels brings the missing promise once",
          "[player][people]") {
    auto const scenario = load(shipped("arboga_2006"));
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        auto const player = play(scenario, seed);
        auto const* const given = player->state().incidents().front().transports_of("varmland");
        REQUIRE(given != nullptr);
        CHECK(given->firm() == 5);
    }
}

TEST_CASE("blood centres count, one alarms the country, and the others offer, correct or say no",
          "[player][people]") {
    auto const scenario = load(shipped("arboga_2006"));
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        CAPTURE(seed);
        auto const player = play(scenario, seed);
        std::map<std::string, int> acts;
        std::set<std::string> heard;
        int accepted = 0;
        for (auto const& [seq, event] : player->log()) {
            if (event.delivery_recorded().outcome() == v1::DELIVERY_OUTCOME_RECEIVED) {
                heard.insert(event.delivery_recorded().recipient());
            }
            if (event.has_blood_country_alarmed()) {
                CHECK(event.blood_country_alarmed().party() == "blood@vastmanland");
                ++acts["alarm"];
            } else if (event.has_blood_offered()) {
                CHECK(heard.contains(event.blood_offered().party()));
                ++acts[event.blood_offered().party()];
            } else if (event.has_blood_offer_withdrawn()) {
                CHECK(event.blood_offer_withdrawn().party() == "blood@orebro");
                ++acts["withdrawn"];
            }
            accepted += event.has_blood_accepted() ? 1 : 0;
        }
        CHECK(acts["alarm"] == 1);
        CHECK(acts["withdrawn"] == 1);
        CHECK(acts["blood@orebro"] == 2);  // and what it meant, in its place
        CHECK(acts["blood@gavleborg"] == 0);
        CHECK(acts.size() > 8);
        CHECK(accepted > 0);
        CHECK(player->result().commands_refused() == 1);  // the scripted one
    }
}

}  // namespace larm::player::test
