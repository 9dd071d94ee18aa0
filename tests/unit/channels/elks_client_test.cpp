// SMS and calls against the provider's simulator over real sockets: what is accepted, what may be
// tried again, what is final, and what the journal is told of it.
#include <condition_variable>
#include <mutex>

#include "engine/delivery/channels/elks_client.hpp"
#include "engine/delivery/channels/elks_ticket.hpp"
#include "engine/delivery/channels/sms_channel.hpp"
#include "engine/delivery/channels/voice_channel.hpp"
#include "simulators/gateways/elks.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/channels/elks_support.hpp"

namespace larm::delivery {
namespace {

using gateways::ElksProvider;
using gateways::ElksTrouble;
using larm::test::Reports;
using larm::test::Subscribers;
using Fate = ElksResult::Fate;

HttpResult answer(unsigned status, std::string body) {
    HttpResult result;
    result.status = status;
    result.body = std::move(body);
    return result;
}

Message<Live> alarm(v1::Channel channel = v1::CHANNEL_SMS) {
    Envelope const envelope{.delivery_id = "d1",
                            .incident_id = "i1",
                            .step = "regional_alarm",
                            .party = "tib@dalarna",
                            .attempt = 1,
                            .recipient = "tib@dalarna",
                            .officer_id = "anna",
                            .channel = channel};
    Texts const texts{.title_sv = "Larm",
                      .title_en = "Alarm",
                      .body_sv = "Larm",
                      .body_en = "Alarm",
                      .short_sv = "MASSKADELARM Uppsala: kvittera."};
    return {envelope, texts, {.code = "483920", .url = {}, .asks_for_number = true}};
}

/// A provider, and a channel that calls it.
class Line {
public:
    Line() { book.put("anna", v1::CHANNEL_SMS, {"+46700000001"}); }

    [[nodiscard]] ElksAccount account(std::string_view credentials = "user:word") const {
        v1::ElksConfig config;
        config.set_url(provider.url());
        config.set_sms_from("+46766861004");
        config.set_voice_from("+46766861005");
        return elks_account(config, "http://127.0.0.1:9", credentials, "secret", "ticket key");
    }

    ElksProvider provider{"user", "word"};
    Subscribers book;
    HttpClient http;
    Reports reports;
    SmsChannel<Live> sms{account(), http, book};
};

}  // namespace

TEST_CASE("what the provider has taken is accepted, and no more", "[sms][elks]") {
    Line line;
    line.sms.send(alarm(), line.reports.report());
    REQUIRE(line.reports.wait_for(1));
    auto const result = line.reports.all().front();
    CHECK(result.outcome() == v1::DELIVERY_OUTCOME_ACCEPTED);
    CHECK(result.detail() == "the provider has it as s1, 1 part");
    auto const texts = line.provider.texts();
    REQUIRE(texts.size() == 1);
    CHECK(texts[0].from == "+46766861004");
    CHECK(texts[0].to == "+46700000001");
    CHECK(texts[0].message ==
          "MASSKADELARM Uppsala: kvittera.\n"
          "Svara: 483920 = sett, 483920 5 = fem transporter, 483920 0 = nej");
}

TEST_CASE("the address is asked for at the moment of sending", "[sms][elks]") {
    Line line;
    line.book.put("anna", v1::CHANNEL_SMS, {});
    line.sms.send(alarm(), line.reports.report());
    REQUIRE(line.reports.wait_for(1));
    CHECK(line.reports.all()[0].outcome() == v1::DELIVERY_OUTCOME_FAILED);
    CHECK(line.reports.all()[0].detail() == "anna has no number for SMS");
    line.book.put("anna", v1::CHANNEL_SMS, {"+46700000002"});
    line.sms.send(alarm(), line.reports.report());
    REQUIRE(line.reports.wait_for(2));
    CHECK(line.provider.texts().at(0).to == "+46700000002");
}

TEST_CASE("several numbers all get it, and the best outcome counts", "[sms][elks]") {
    Line line;
    line.book.put("anna", v1::CHANNEL_SMS, {"nonsense", "+46700000002", "+46700000003"});
    line.sms.send(alarm(), line.reports.report());
    REQUIRE(line.provider.wait_until([](auto const& all) { return all.texts().size() == 2; }));
    REQUIRE(line.reports.wait_for(1));
    CHECK(line.reports.all()[0].outcome() == v1::DELIVERY_OUTCOME_ACCEPTED);
    line.book.put("anna", v1::CHANNEL_SMS, {"nonsense", "more"});
    line.sms.send(alarm(), line.reports.report());
    REQUIRE(line.reports.wait_for(2));
    CHECK(line.reports.all()[1].outcome() == v1::DELIVERY_OUTCOME_FAILED);
    CHECK(line.reports.all().size() == 2);  // once, not once for each
}

TEST_CASE("a refusal is final, and tells the status alone", "[sms][elks]") {
    Line line;
    line.book.put("anna", v1::CHANNEL_SMS, {"070123456789"});
    line.sms.send(alarm(), line.reports.report());
    REQUIRE(line.reports.wait_for(1));
    CHECK(line.reports.all()[0].outcome() == v1::DELIVERY_OUTCOME_FAILED);
    CHECK(line.reports.all()[0].detail() == "the provider answered 403");
}

TEST_CASE("a wrong password is told as the provider tells it", "[sms][elks]") {
    Line line;
    SmsChannel<Live> stranger{line.account("user:wrong"), line.http, line.book};
    stranger.send(alarm(), line.reports.report());
    REQUIRE(line.reports.wait_for(1));
    CHECK(line.reports.all()[0].outcome() == v1::DELIVERY_OUTCOME_FAILED);
    CHECK_THAT(line.reports.all()[0].detail(), Catch::Contains("401") && !Catch::Contains("wrong"));
    CHECK(line.provider.texts().empty());
}

TEST_CASE("a message that is failed at once has failed", "[sms][elks]") {
    Line line;
    line.provider.trouble({.fails_saying = {}, .fails_messages = true});
    line.sms.send(alarm(), line.reports.report());
    REQUIRE(line.reports.wait_for(1));
    CHECK(line.reports.all()[0].outcome() == v1::DELIVERY_OUTCOME_FAILED);
    CHECK(line.reports.all()[0].detail() == "the provider has failed it as s1");
}

TEST_CASE("every nth request failing fails only those", "[sms][elks]") {
    Line line;
    line.provider.trouble({.fails_every = 2, .fails_with = 500, .fails_saying = "busy"});
    for (int number = 0; number < 4; ++number) {
        line.sms.send(alarm(), line.reports.report());
        REQUIRE(line.reports.wait_for(static_cast<std::size_t>(number) + 1));
    }
    CHECK(line.provider.texts().size() == 2);
}

TEST_CASE("a slow provider delays no report of another", "[sms][elks]") {
    Line line;
    line.provider.trouble({.answers_after = std::chrono::milliseconds{300}, .fails_saying = {}});
    for (int number = 0; number < 20; ++number) {
        line.sms.send(alarm(),
                      line.reports.report());  // returns at once: they are under way together
    }
    REQUIRE(line.reports.wait_for(20));
    CHECK(line.provider.texts().size() == 20);
}

TEST_CASE("a channel that stops while the provider hangs reports nothing more", "[sms][elks]") {
    Line line;
    line.provider.trouble({.fails_saying = {}, .hangs = true});
    {
        SmsChannel<Live> sms{line.account(), line.http, line.book};
        sms.send(alarm(), line.reports.report());
        REQUIRE(line.provider.wait_until([](auto const& all) { return all.requests() == 1; }));
        sms.stop();
        sms.send(alarm(), line.reports.report());
    }
    line.http.stop();
    CHECK(line.reports.all().empty());  // it stands in the journal, and is sent at the next start
}

TEST_CASE("a call rings the number and says what it will say", "[voice][elks]") {
    Line line;
    auto speech = Speech::open();
    REQUIRE(speech);
    VoiceChannel<Live> voice{line.account(), line.http, line.book, **speech};
    voice.send(alarm(v1::CHANNEL_VOICE), line.reports.report());
    REQUIRE(line.reports.wait_for(1));
    CHECK(line.reports.all()[0].detail() == "anna has no number to call");
    line.book.put("anna", v1::CHANNEL_VOICE, {"+46700000001"});
    voice.send(alarm(v1::CHANNEL_VOICE), line.reports.report());
    REQUIRE(line.reports.wait_for(2));
    CHECK(line.reports.all()[1].outcome() == v1::DELIVERY_OUTCOME_ACCEPTED);
    CHECK(line.reports.all()[1].detail() == "the provider has it as c1");
    CHECK(line.provider.calls().at(0).to == "+46700000001");
}

TEST_CASE("what may go better is told from what will not", "[elks]") {
    HttpResult silent;
    silent.trouble = "no answer in time";
    CHECK(elks_result(silent) == ElksResult{Fate::temporary, "no answer in time", 0});
    // 401 to 403 are about our account: the channel is down, and must count as that.
    for (auto const status : {401U, 402U, 403U, 408U, 429U, 500U, 502U, 503U, 504U}) {
        CHECK(elks_result(answer(status, "")).fate == Fate::temporary);
    }
    for (auto const status : {301U, 400U, 404U, 422U}) {
        CHECK(elks_result(answer(status, "")).fate == Fate::refused);
    }
    for (auto const* body : {"", "ok", "[]", "{}", R"({"id":5})", R"({"status":"created"})"}) {
        CHECK(elks_result(answer(200, body)).fate == Fate::refused);
    }
    for (auto const* body : {R"({"id":"s1","status":"created"})", R"({"id":"s1","status":"sent"})",
                             R"({"id":"c1","state":"ongoing"})"}) {
        CHECK(elks_result(answer(201, body)).fate == Fate::accepted);
    }
}

TEST_CASE("the provider may say for how long it wants to be left alone, within reason", "[elks]") {
    auto busy = answer(429, "slow down");
    busy.headers = {{"retry-after", "7"}};
    CHECK(elks_result(busy) ==
          ElksResult{Fate::temporary, "the provider answered 429", 7000, true});
    for (auto const& [said, ms] :
         {std::pair{"86400", 60'000}, {"-1", 0}, {"tomorrow", 0}, {"", 0}}) {
        busy.headers = {{"Retry-After", said}};
        CHECK(elks_result(busy).at_least_ms == ms);
        CHECK(elks_result(busy).is_overrun);  // then the pack says for how long
    }
}

TEST_CASE("nothing of what the provider says reaches whoever reads the incident", "[elks]") {
    // As a provider does that echoes what it was sent.
    for (std::string const body :
         {"http://127.0.0.1:8080/a/sj_AA4bZ0", "Basic dTEyM3VzZXI6cGFzc3dvcmQ=", "+4670.174.06.29",
          "483920", "\xE2\x80\xAE", R"({"error":"no"})"}) {
        CHECK(elks_result(answer(400, body)).detail == "the provider answered 400");
    }
}

TEST_CASE("a form carries any byte", "[elks]") {
    CHECK(form_encoded({{"a", "x y&z=1+å\n"}, {"b", ""}}) == "a=x%20y%26z%3D1%2B%C3%A5%0A&b=");
}

}  // namespace larm::delivery
