// The chain in plain Swedish. The golden text is what a planner is asked to approve; after a change
// that is meant, LARM_UPDATE_GOLDEN=1 build/release/bin/rules_test writes it anew.
#include "engine/rules/explain.hpp"

#include <algorithm>
#include <sstream>

#include "engine/rules/loader.hpp"
#include "engine/rules/text.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/rules/support.hpp"

namespace larm::test {
namespace {

namespace fs = std::filesystem;

std::string explained(fs::path const& folder) {
    auto const pack = rules::load_pack(folder);
    REQUIRE(pack.has_value());
    return rules::explain(pack->pack);
}

/// The base pack with one edit, explained.
std::string explained_with(std::string_view from, std::string_view to) {
    PackFolder const folder{rules_test_folder() / "base"};
    folder.edit("pack.textproto", from, to);
    CHECK(folder.faults() == std::vector<std::string>{});
    return explained(folder.path());
}

void check_golden(std::string const& name, std::string const& text) {
    auto const path = rules_test_folder() / "golden" / name;
    if (updates_golden()) {
        write_text(path, text);
    }
    CHECK(text == read_text(path));
}

using Catch::Contains;

}  // namespace

TEST_CASE("the shipped chain reads as a planner has approved it", "[rules][explain]") {
    check_golden("mellansverige.txt", explained(source_folder() / "rules/mellansverige"));
}

TEST_CASE("another pack is explained as well", "[rules][explain]") {
    check_golden("base.txt", explained(rules_test_folder() / "base"));
}

TEST_CASE("every line of an explanation fits a page", "[rules][explain]") {
    std::istringstream text{explained(source_folder() / "rules/mellansverige")};
    for (std::string line; std::getline(text, line);) {
        CAPTURE(line);
        CHECK(rules::characters_in(line) <= 96);
        CHECK_FALSE(line.ends_with(' '));
    }
}

TEST_CASE("an explanation never says a placeholder or the name of an enum", "[rules][explain]") {
    for (auto const& folder :
         {source_folder() / "rules/mellansverige", rules_test_folder() / "base"}) {
        auto const text = explained(folder);
        CHECK_THAT(text, !Contains("{"));
        CHECK_THAT(text, !Contains("CHANNEL_") && !Contains("ROLE_") && !Contains("WHERE_") &&
                             !Contains("TRIGGER_"));
    }
}

TEST_CASE("an explanation names no message by its id, and doubles no words", "[rules][explain]") {
    auto const folder = source_folder() / "rules/mellansverige";
    auto const text = explained(folder);
    auto const pack = rules::load_pack(folder);
    REQUIRE(pack.has_value());
    for (auto const& message : pack->pack.messages()) {
        CHECK_THAT(text, !Contains("\"" + message.id() + "\""));
    }
    CHECK_THAT(text, !Contains("saknas: fem sekundärtransporter"));
    CHECK_THAT(text, Contains("meddelande 11 (Inget svar)"));
}

TEST_CASE("a changed number is a changed sentence", "[rules][explain]") {
    CHECK_THAT(explained_with("minimum: 5", "minimum: 1"),
               Contains("Regionen utlovar minst en sekundärtransport."));
    CHECK_THAT(explained_with("repeat_every_s: 61", "repeat_every_s: 90"),
               Contains("med 1 minut och 30 sekunder emellan"));
    CHECK_THAT(explained_with("duplicate_window_s: 3600", "duplicate_window_s: 0"),
               Contains("Ingen händelse visas som en möjlig dubblett."));
    CHECK_THAT(
        explained_with("duplicate_window_s: 3600", "duplicate_window_s: 3600 confirm_hold_s: 10"),
        Contains("dröjer larmet 10 sekunder"));
    CHECK_THAT(explained_with("reconfirm_before_s: 600",
                              "reconfirm_before_s: 600 commitment_valid_s: 7200"),
               Contains("upphör efter 2 timmar"));
    CHECK_THAT(explained_with("audience { role: ROLE_TIB where: WHERE_EVERY_REGION }\n"
                              "  message: \"transports\"",
                              "audience { role: ROLE_TIB where: WHERE_OTHER_REGIONS }\n"
                              "  message: \"transports\""),
               Contains("TiB i alla regioner utom den drabbade."));
}

TEST_CASE("the stricken region's TiB is said to be asked when the core asks", "[rules][explain]") {
    // It starts as acknowledged, so the ladder begins after answer_within_s; its rungs keep their
    // distances.
    auto const text = explained_with(
        "rungs { after_s: 702 notify { who: RECIPIENT_PARTY channels: CHANNEL_PUSH } }\n",
        "rungs { after_s: 702 notify { who: RECIPIENT_PARTY channels: CHANNEL_PUSH } }\n"
        "  rungs { after_s: 1002 notify { who: RECIPIENT_PARTY channels: CHANNEL_PUSH } }\n");
    CHECK_THAT(text, Contains("efter 11 minuter och 42 sekunder"));
    CHECK_THAT(text, Contains("efter 16 minuter och 42 sekunder"));
}

TEST_CASE(
    "the shipped situation report says whatever the log knows, what is counted after what was "
    "reported first",
    "[rules][situation]") {
    auto const loaded = rules::load_pack(source_folder() / "rules/mellansverige");
    REQUIRE(loaded.has_value());
    auto const& sections = loaded->pack.situation().sections();
    auto const section_of = [&](v1::SituationSource source) {
        return std::ranges::find(sections, source, &v1::SituationSection::source) -
               sections.begin();
    };
    auto const& sources = *v1::SituationSource_descriptor();
    for (int index = 0; index < sources.value_count(); ++index) {
        auto const source = static_cast<v1::SituationSource>(sources.value(index)->number());
        CAPTURE(sources.value(index)->name());
        CHECK((source == v1::SITUATION_SOURCE_UNSPECIFIED || section_of(source) < sections.size()));
    }
    CHECK(section_of(v1::SITUATION_SOURCE_CASUALTIES) ==
          section_of(v1::SITUATION_SOURCE_METHANE) + 1);
}

}  // namespace larm::test
