// The table of refusals: each entry can be reached, and the engine still says what it is known by.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include "engine/report/refusal_table.hpp"
#include "engine/report/refusal_text.hpp"
#include "tests/support/catch.hpp"

namespace larm::report {
namespace {

std::vector<KnownRefusal> all_known() {
    std::vector<KnownRefusal> all;
    for (auto const& part : known_refusals()) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

/// A message as the entry expects it, and as little else as can be.
std::string least_message(std::string_view part) {
    return std::regex_replace(std::string{part}, std::regex{R"(\{\})"}, "7");
}

/// All of the engine's own sources with texts that run over several lines in one piece.
std::string texts_of_the_engine() {
    namespace fs = std::filesystem;
    std::string all;
    for (auto const& file : fs::recursive_directory_iterator{LARM_SOURCE_DIR "/engine"}) {
        auto const path = file.path().string();
        auto const is_source = path.ends_with(".cpp") || path.ends_with(".hpp");
        if (!is_source || path.find("/refusals_of_") != std::string::npos) {
            continue;
        }
        std::ifstream in{path};
        all.append(std::istreambuf_iterator<char>{in}, {});
    }
    return std::regex_replace(all, std::regex{R"("\s*\n\s*")"}, "");
}

}  // namespace

TEST_CASE("no refusal is hidden behind one that stands before it", "[report][refusal]") {
    auto const all = all_known();
    CHECK(all.size() > 200);
    for (auto const& each : all) {
        auto const message = least_message(each.part);
        for (auto const& earlier : all) {
            if (&earlier == &each) {
                break;
            }
            CAPTURE(each.code, each.part, earlier.part);
            CHECK_FALSE((earlier.code == each.code && fit(earlier.part, message)));
        }
    }
}

TEST_CASE("what a refusal is known by is still said by the engine", "[report][refusal]") {
    auto const texts = texts_of_the_engine();
    REQUIRE(texts.size() > 1'000'000);
    for (auto const& each : all_known()) {
        // The last of it that is no "{}": it may be put together of several texts.
        auto part = each.part;
        while (part.ends_with("{}")) {
            part.remove_suffix(2);
        }
        part = part.substr(part.rfind('}') + 1);
        part = part.substr(part.size() - std::min<std::size_t>(part.size(), 11));
        CAPTURE(each.code, each.part, part);
        CHECK(texts.find(part) != std::string::npos);
    }
}

TEST_CASE("a text has no place for what the message does not say", "[report][refusal]") {
    for (auto const& each : all_known()) {
        auto const said = fit(each.part, least_message(each.part));
        REQUIRE(said.has_value());
        std::smatch found;
        std::string text{each.text};
        for (std::regex const place{R"(\{(\d)\})"}; std::regex_search(text, found, place);
             text = found.suffix()) {
            CAPTURE(each.part, each.text);
            CHECK(static_cast<std::size_t>(std::stoi(found[1])) < said->size());
        }
    }
}

TEST_CASE("what stands in the message is found where the part has its places",
          "[report][refusal]") {
    using Found = std::vector<std::string_view>;
    CHECK(fit("only {} of {}", "of 9 only 3 of 7") == Found{"3", "7"});
    CHECK(fit("{} has {} places", "1-2: FAL has 0 places left") == Found{"1-2: FAL", "0"});
    CHECK(fit("no offer '{}'", "no offer '' here") == Found{""});
    CHECK(fit("", "whatever") == Found{});
    CHECK_FALSE(fit("only {} of {} left", "only 3 of 7").has_value());
}

TEST_CASE("on a screen no refusal speaks of verbs and flags, and nearly all still say something",
          "[report][refusal]") {
    auto silent = 0;
    for (auto const& each : all_known()) {
        CAPTURE(each.text);
        auto const text = without_command_line(each.text);
        CHECK(text.find("larm incident") == std::string::npos);
        CHECK(text.find("--") == std::string::npos);
        CHECK((text.empty() || std::string_view{".?}"}.contains(text.back())));
        silent += text.empty() ? 1 : 0;
    }
    CHECK(silent <= 14);
    CHECK(without_command_line("Förflyttning {0} gäller inte. Läs det (larm transfer status), och "
                               "svara. larm support status visar dem.") ==
          "Förflyttning {0} gäller inte. Läs det, och svara.");
    CHECK(
        refusal_on_screen("not_found", "moveId", "moveId: no move '9-9' has been proposed in x") ==
        "Det finns ingen förflyttning 9-9.");
    CHECK_FALSE(refusal_on_screen("not_found", "", "what nobody knows").has_value());
}

}  // namespace larm::report
