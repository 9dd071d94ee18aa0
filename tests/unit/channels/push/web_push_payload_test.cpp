// What a push says, and what is left of it where there is little room.
#include "engine/delivery/channels/web_push_payload.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <set>

#include "tests/support/catch.hpp"
#include "tests/unit/channels/push/support.hpp"

namespace larm::delivery {
namespace {

namespace json = boost::json;
using test::message;

auto const sent_at =
    std::chrono::system_clock::time_point{std::chrono::milliseconds{1'795'000'000'042}};

json::object read(std::string const& text) {
    return json::parse(text).as_object();
}

std::string at(json::object const& object, std::string_view name) {
    return std::string{object.at(name).as_string()};
}

/// A message whose texts are as long as a human can make them.
template <Kind K>
Message<K> long_message(std::size_t characters) {
    auto const letter = message<K>().letter();
    std::string body_sv;
    std::string body_en;
    for (std::size_t i = 0; i < characters; ++i) {
        body_sv += i % 40 == 39 ? "\n" : "å";
        body_en += i % 5 == 0 ? "\"" : "e";
    }
    return {letter.envelope,
            {.title_sv = "Larm",
             .title_en = "Alarm",
             .body_sv = body_sv,
             .body_en = body_en,
             .short_sv = "Larm"}};
}

}  // namespace

TEST_CASE("a push carries all that a device needs to show it, once, and to answer", "[push]") {
    auto const sent = message<Live>(
        "anna", 2,
        {.code = "483920", .url = "https://larm.example/a/xyz", .asks_for_number = true});
    auto const push = read(push_payload(sent.letter(), Live::mark, sent_at, 2816));
    CHECK(at(push, "id") == sent.letter().envelope.delivery_id);
    CHECK(at(push, "kind") == "live");
    CHECK(at(push, "mark").empty());
    CHECK(at(push, "incident") == "0197f0c0-incident");
    CHECK(at(push, "step") == "alarm");
    CHECK(at(push, "party") == "tib@dalarna");
    CHECK(at(push, "sentAt") == "2026-11-18T11:06:40.042Z");
    CHECK(at(push, "answerUrl") == "https://larm.example/a/xyz");
    CHECK(push.at("asksForNumber").as_bool());
    CHECK(at(push, "lang") == "sv");
    CHECK(at(push, "title") == "Sjukvårdsregionalt masskadelarm: Västmanland");
    CHECK(at(push, "body") == "Västmanland bekräftade en händelse.\n\nVar: E18");
    auto const& english = push.at("texts").at("en").as_object();
    CHECK(at(english, "title") == "Regional mass-casualty alarm: Västmanland");
    CHECK(at(english, "body") == "Västmanland confirmed an incident.\n\nWhere: E18");
    // Neither the code, which is for texts, nor who the officer is.
    CHECK(json::serialize(push).find("483920") == std::string::npos);
}

TEST_CASE("where it does not fit English goes first, and Swedish is cut last", "[push]") {
    auto const whole = message<Live>().letter().texts;
    bool was_cut_english = false;
    bool was_without_english = false;
    bool was_cut_swedish = false;
    auto const full = push_payload(message<Live>().letter(), "", sent_at, 2816).size();
    for (auto room = full;; --room) {
        CAPTURE(room);
        auto const text = push_payload(message<Live>().letter(), "", sent_at, room);
        if (text.size() > room) {
            CHECK(room < 350);  // ids and a title; nothing else is left
            break;
        }
        auto const push = read(text);
        auto const* const english = push.at("texts").as_object().if_contains("en");
        auto const body = at(push, "body");
        was_cut_swedish = was_cut_swedish || body != whole.body_sv;
        if (english != nullptr) {
            REQUIRE(body == whole.body_sv);
            was_cut_english = was_cut_english || at(english->as_object(), "body").ends_with("…");
        } else {
            was_without_english = true;
            REQUIRE((body == whole.body_sv || body.ends_with("…")));
        }
    }
    CHECK((was_cut_english && was_without_english && was_cut_swedish));
}

TEST_CASE("a text of any length is cut to its room and uses it", "[push]") {
    for (std::size_t const characters : {1'000UL, 3'000UL, 20'000UL}) {
        for (std::size_t const room : {1024UL, 2816UL}) {
            CAPTURE(characters, room);
            auto const sent = long_message<Live>(characters);
            auto const text = push_payload(sent.letter(), "", sent_at, room);
            CHECK(text.size() <= room);
            CHECK((text.size() > room - 30 || text.size() > 2 * characters));
            CHECK(read(text).contains("body"));
        }
    }
}

TEST_CASE("a mark stands at both ends of whatever is left of a text", "[push]") {
    for (std::size_t const room : {500UL, 700UL, 1024UL, 2816UL}) {
        CAPTURE(room);
        auto const sent = long_message<RollCall>(5'000);
        auto const push = read(push_payload(sent.letter(), RollCall::mark, sent_at, room));
        CHECK(at(push, "mark") == "PROV");
        CHECK(at(push, "kind") == "rollcall");
        CHECK(at(push, "title") == "PROV Larm PROV");
        auto const body = at(push, "body");
        CHECK(body.starts_with("PROV\n\n"));
        CHECK(body.ends_with("…\n\nPROV"));
    }
}

TEST_CASE("a repeat has the same topic, and anything else another", "[push]") {
    auto const first = push_topic(message<Live>("anna", 0).letter());
    CHECK(first.size() == 32);
    CHECK(push_topic(message<Live>("anna", 7).letter()) == first);
    std::set<std::string> topics{first};
    topics.insert(push_topic(message<Live>("bertil").letter()));
    topics.insert(push_topic(message<RollCall>("anna").letter()));
    topics.insert(push_topic(message<Exercise>("anna").letter()));
    auto const with = [&](auto change) {
        auto letter = message<Live>("anna").letter();
        change(letter.envelope);
        return push_topic(letter);
    };
    topics.insert(with([](Envelope& each) { each.step = "stand_down"; }));
    topics.insert(with([](Envelope& each) { each.incident_id += "2"; }));
    topics.insert(with([](Envelope& each) { each.party = "tib@uppsala"; }));
    topics.insert(with([](Envelope& each) { each.recipient = "deputy@dalarna"; }));
    topics.insert(with([](Envelope& each) {
        each.step = "alarmt";  // the same letters, divided otherwise
        each.party = "ib@dalarna";
    }));
    auto news = message<Live>("anna").letter();
    news.envelope.incident_id.clear();
    topics.insert(push_topic(news));
    news.texts.title_sv = "En av dina enheter";
    topics.insert(push_topic(news));
    CHECK(topics.size() == 11);
}

}  // namespace larm::delivery
