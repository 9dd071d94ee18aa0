// How messages read, on the real rule pack: a person can judge each expected text.
#include "engine/delivery/render.hpp"

#include "engine/delivery/text.hpp"
#include "engine/delivery/words.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/delivery/support.hpp"

namespace larm::delivery {
namespace {

using test::form;

std::shared_ptr<core::Pack const> pack() {
    static auto const shared = std::make_shared<core::Pack const>(test::real_pack());
    return shared;
}

/// Arboga, 20 January 2006, 06:55 in the morning.
Facts arboga() {
    Facts facts;
    facts.pack = pack();
    facts.incident_id = "0193f000-0000-7000-8000-00000badcafe";
    facts.region_id = "vastmanland";
    facts.level = v1::READINESS_LEVEL_KATASTROF;
    facts.place = "E18 väster om Arboga";
    facts.type = "bussolycka";
    facts.casualties.set_severe(12);
    facts.casualties.set_minor(20);
    return facts;
}

Asked asked(std::string const& step, std::string const& party, int missing = 0) {
    return {.step = step,
            .party = party,
            .missing = missing,
            .since = {1'137'736'500'000'000},
            .answer = {}};
}

Texts rendered(std::string const& id, Facts const& facts, Asked const& about) {
    return render(form(*pack(), id), facts, about);
}

v1::MessageTemplate only_short(std::string const& text) {
    v1::MessageTemplate made;
    made.set_short_sv(text);
    return made;
}

}  // namespace

TEST_CASE("an alarm reads as a colleague would say it", "[delivery][render]") {
    auto const texts = rendered("alarm", arboga(), asked("regional_alarm", "tib@dalarna"));
    CHECK(texts.title_sv == "Sjukvårdsregionalt masskadelarm: Region Västmanland");
    CHECK(texts.title_en == "Regional mass-casualty alarm: Region Västmanland");
    CHECK(texts.body_sv ==
          "Region Västmanland bekräftade en särskild händelse klockan 06:55 och larmar hela "
          "sjukvårdsregionen.\n"
          "\n"
          "Vad: bussolycka\n"
          "Var: E18 väster om Arboga\n"
          "Beredskapsläge: katastrofläge\n"
          "Skadeutfall: 12 svårt skadade, 20 lindrigt skadade\n"
          "\n"
          "1. Kvittera att du har sett larmet.\n"
          "2. Utlova minst fem sekundärtransporter från din region, eller avböj med ett skäl.\n"
          "\n"
          "Händelse 0badcafe");
    CHECK(texts.body_en.starts_with("Region Västmanland confirmed a major incident at 06:55"));
    CHECK(texts.body_en.find("Casualties: 12 severely injured, 20 slightly injured") !=
          std::string::npos);
    CHECK(texts.short_sv == "MASSKADELARM Västmanland 06:55: E18 väster om Arboga. 5 transporter?");
}

TEST_CASE("what nobody has said yet is said to be unknown", "[delivery][render]") {
    Facts facts;
    facts.pack = pack();
    facts.region_id = "dalarna";
    auto const texts = rendered("alarm", facts, asked("regional_alarm", "tib@uppsala"));
    CHECK(texts.body_sv.find("Vad: okänd händelse\n"
                             "Var: okänd plats\n"
                             "Beredskapsläge: okänt\n"
                             "Skadeutfall: okänt antal skadade\n") != std::string::npos);
    auto const end = rendered("stand_down", facts, asked("stand_down", "tib@uppsala"));
    CHECK(end.body_sv.find("Skäl: inget angivet\n") != std::string::npos);
}

TEST_CASE("reminders, silent parties and the end read naturally", "[delivery][render]") {
    auto const about = asked("transports", "tib@dalarna", 3);
    CHECK(rendered("transports", arboga(), about).title_sv == "Kvar att utlova: 3 transporter");
    CHECK(rendered("transports", arboga(), about).short_sv ==
          "Masskadelarm Västmanland. Kvar att utlova: 3 transporter. Utlova eller avböj.");
    auto const silent = asked("blood_alarm", "blood@dalarna");
    CHECK(rendered("not_reached", arboga(), silent).title_sv == "Inget svar: Blodcentralen Falun");
    CHECK(rendered("not_reached", arboga(), silent).short_sv ==
          "Blodcentralen Falun svarar inte, E18 väster om Arboga. Försöken pågår. Ring själv.");
    auto ended = arboga();
    ended.reason = "alla transporter klara";
    CHECK(rendered("stand_down", ended, about)
              .body_sv.starts_with("Masskadelarmet Region Västmanland, E18 väster om Arboga, är "
                                   "avslutat klockan 06:55.\nSkäl: alla transporter klara\n"));
}

TEST_CASE("the country is told which centre asks, for what, and the centre what it is offered",
          "[delivery][render]") {
    auto facts = arboga();
    facts.blood_asker = "blood@vastmanland";
    auto const put = [](auto& lines, v1::BloodGroup group, int units) {
        auto& line = *lines.Add();
        line.set_group(group);
        line.set_units(units);
    };
    put(facts.blood_asked, v1::BLOOD_GROUP_O_NEGATIVE, 20);
    put(facts.blood_asked, v1::BLOOD_GROUP_O_POSITIVE, 40);
    auto about = asked("blood_country", "blood@skane");
    CHECK(rendered("blood_country", facts, about).short_sv ==
          "BLODLARM Blodcentralen Västerås 06:55. Behövs: 20 O-, 40 O+. Vad kan ni ge?");
    put(about.offer, v1::BLOOD_GROUP_O_NEGATIVE, 30);
    CHECK(rendered("blood_offered", facts, about).title_sv ==
          "Erbjudet blod: 30 O- från Blodcentralen Skåne");
    about.answer = "3, inte 30";
    CHECK(rendered("blood_withdrawn", facts, about).short_sv ==
          "Blodcentralen Skåne TAR TILLBAKA 30 O-: 3, inte 30");
}

TEST_CASE("levels, numbers and parties have their words", "[delivery][render]") {
    CHECK(level_in_words(v1::READINESS_LEVEL_STAB, Language::swedish) == "stabsläge");
    CHECK(level_in_words(v1::READINESS_LEVEL_FORSTARKNING, Language::swedish) ==
          "förstärkningsläge");
    v1::Casualties casualties;
    casualties.set_dead(1);
    casualties.set_severe(1);
    casualties.set_moderate(4);
    CHECK(casualties_in_words(casualties, Language::swedish) ==
          "1 död, 1 svårt skadad, 4 måttligt skadade");
    CHECK(party_in_words(*pack(), "tib@orebro", Language::swedish) == "TiB Örebro");
    CHECK(party_in_words(*pack(), "deputy@orebro", Language::english) == "Deputy TiB Örebro");
    CHECK(party_in_words(*pack(), "national@socialstyrelsen", Language::swedish) ==
          "TiB Socialstyrelsen");
    CHECK(party_in_words(*pack(), "hospital@FAL", Language::swedish) == "Falu lasarett");
    CHECK(asks_in_words(*pack(), "transports", 1, Language::swedish) == "1 transport");
    CHECK(asks_in_words(*pack(), "national_decision", 0, Language::swedish) == "ställningstagande");
}

TEST_CASE("the short text never holds half a number of casualties", "[delivery][render]") {
    auto facts = arboga();
    facts.casualties.set_dead(2);
    facts.casualties.set_moderate(300);
    auto const texts = render(only_short("{casualties}"), facts, asked("regional_alarm", "x"));
    CHECK(texts.short_sv == "2 döda, 12 svårt skadade");
}

TEST_CASE("in the short text each value has its own cut", "[delivery][render]") {
    auto facts = arboga();
    facts.place = std::string(40, 'p');
    facts.type = std::string(40, 't');
    facts.reason = std::string(29, 'r') + "…";  // grows to three full stops, then is cut
    auto const about = asked("regional_alarm", "tib@dalarna");
    CHECK(render(only_short("{place}"), facts, about).short_sv == std::string(30, 'p'));
    CHECK(render(only_short("{type}"), facts, about).short_sv == std::string(20, 't'));
    CHECK(render(only_short("{reason}"), facts, about).short_sv == std::string(29, 'r') + ".");
    CHECK(render(only_short("{region} {incident}"), facts, about).short_sv ==
          "Västmanland 0badcafe");
}

TEST_CASE("braces from a human are braces, and unknown placeholders stay", "[delivery][render]") {
    auto facts = arboga();
    facts.place = "{reason} {{place}}";
    facts.reason = "hemligt";
    auto const about = asked("regional_alarm", "tib@dalarna");
    CHECK(render(only_short("{place}: {nope} {place"), facts, about).short_sv ==
          "{reason} {{place}}: {nope} {place");
}

TEST_CASE("a later report adds to what is known and takes nothing back", "[delivery][render]") {
    core::Incident incident;
    auto& first = incident.reports.emplace_back();
    first.set_exact_location("E18");
    first.set_type("bussolycka");
    auto& second = incident.reports.emplace_back();
    second.set_exact_location("E18 väster om Arboga");
    second.mutable_casualties()->set_severe(12);
    incident.reports.emplace_back().set_hazards("halka");
    auto const facts = facts_of(incident, pack());
    CHECK(facts.place == "E18 väster om Arboga");
    CHECK(facts.type == "bussolycka");
    CHECK(facts.casualties.severe() == 12);
}

TEST_CASE("texts are rendered anew whenever they say something else", "[delivery][render]") {
    auto const facts = std::make_shared<Facts const>(arboga());
    auto uppsala = arboga();
    uppsala.region_id = "uppsala";
    auto const of_uppsala = std::make_shared<Facts const>(uppsala);
    Renderer renderer;
    auto const check = [&](std::shared_ptr<Facts const> const& of, std::string const& message,
                           Asked const& about) {
        INFO(message << " to " << about.party);
        auto const* const texts = renderer.texts(of, about, message);
        REQUIRE(texts != nullptr);
        CHECK(*texts == rendered(message, *of, about));
    };
    for (auto const& each : pack()->rules.messages()) {
        auto about = asked("transports", "tib@dalarna", 2);
        check(facts, each.id(), about);
        about.party = "tib@uppsala";
        check(facts, each.id(), about);
        about.missing = 1;
        check(facts, each.id(), about);
        about.answer = "no vehicles";
        check(facts, each.id(), about);
        about.since.us += 60'000'000;
        check(facts, each.id(), about);
        about.step = "regional_alarm";
        check(facts, each.id(), about);
        check(of_uppsala, each.id(), about);
    }
    CHECK(renderer.texts(facts, asked("transports", "tib@dalarna"), "no such") == nullptr);
}

}  // namespace larm::delivery
