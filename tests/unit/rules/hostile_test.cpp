// Files that no planner meant: whatever stands in them, the checks end, and say where.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>

#include "engine/rules/explain.hpp"
#include "engine/rules/loader.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/rules/support.hpp"

namespace larm::test {
namespace {

/// A small generator of its own, so that a failure can be repeated from its seed.
struct Numbers {
    std::uint32_t state;
    std::uint32_t next() {
        state = state * 1664525U + 1013904223U;
        return state >> 8U;
    }
};

std::string repeated(std::string_view text, int times) {
    std::string all;
    for (int count = 0; count < times; ++count) {
        all += text;
    }
    return all;
}

/// Each fault points into the file it names.
void check_places(rules::Faults const& faults) {
    std::map<std::string, std::ptrdiff_t> lines;
    for (auto const& fault : faults) {
        CAPTURE(fault.file, fault.message.substr(0, 200));
        REQUIRE(std::filesystem::is_regular_file(fault.file));
        if (!lines.contains(fault.file)) {
            auto const text = read_text(fault.file);
            lines[fault.file] = std::ranges::count(text, '\n') + 1;
        }
        CHECK_FALSE(fault.message.empty());
        CHECK((fault.line >= 1 && fault.line <= lines[fault.file]));
        CHECK(fault.column >= 1);
    }
}

/// What is found with another text in one file. A pack that passes can be explained.
rules::Faults faults_with(PackFolder const& folder, std::string const& file,
                          std::string const& text) {
    auto const before = folder.read(file);
    folder.write(file, text);
    auto faults = rules::check_folder(folder.path());
    check_places(faults);
    if (auto const pack = rules::load_pack(folder.path()); pack) {
        CHECK_FALSE(rules::explain(pack->pack).empty());
    }
    folder.write(file, before);
    return faults;
}

}  // namespace

TEST_CASE("files that are no rule pack give a fault with a place", "[rules][hostile]") {
    Numbers numbers{1};
    std::string noise;
    for (int byte = 0; byte < 100'000; ++byte) {
        noise += static_cast<char>(numbers.next());
    }
    std::string const base = read_text(rules_test_folder() / "base/pack.textproto");
    std::vector<std::string> const hostile{
        noise,
        std::string(1000, '\0'),
        "\xFF\xFE" + base,
        base + "version: \"" + std::string(100'000, 'a') + "\"",
        std::string(100'000, 'a'),
        base + "x: \"\xC3",
        repeated("x {", 300'000),
        repeated("x <", 300'000),
        "x: " + std::string(300'000, '['),
        "\"\\\n" + std::string(300'000, '{'),
        "'" + std::string(300'000, '{') + "\n" + std::string(300'000, '{'),
        repeated("x {", 100'000) + repeated("}", 100'000),
        repeated("x: 1\n", 500'000),
        base + repeated("steps { id: \"a\" }\n", 20'000),
        base + repeated("regions { id: \"a\" }\n", 20'000),
        base + repeated("messages { id: \"a\" short_sv: \"{\" }\n", 20'000),
        base + "steps { " + repeated("rungs { }\n", 20'000) + "}",
        std::string(5 * 1024 * 1024, '\n'),
    };
    PackFolder const folder{rules_test_folder() / "base"};
    for (std::size_t index = 0; index < hostile.size(); ++index) {
        CAPTURE(index);
        auto const faults = faults_with(folder, "pack.textproto", hostile[index]);
        CHECK_FALSE(faults.empty());
        CHECK(faults.size() < 1000);
        CHECK_FALSE(faults_with(folder, "contacts.textproto", hostile[index]).empty());
    }
}

TEST_CASE("a long comment is nothing wrong", "[rules][hostile]") {
    PackFolder const folder{rules_test_folder() / "base"};
    folder.write("pack.textproto",
                 folder.read("pack.textproto") + "# " + std::string(100'000, 'a') + "{");
    CHECK(folder.faults() == std::vector<std::string>{});
}

TEST_CASE("columns are those an editor shows, after tabs, å, ä and ö too", "[rules][hostile]") {
    PackFolder const folder{rules_test_folder() / "base"};
    folder.edit("pack.textproto", "title { sv: \"Provregionen\" }",
                "\ttitle { sv: \"Åäö\" } versoin: \"2\"");
    auto const faults = folder.faults();
    REQUIRE_FALSE(faults.empty());
    CHECK_THAT(faults[0], Catch::StartsWith("pack.textproto:4:22: "));
    PackFolder const latin{rules_test_folder() / "base"};
    latin.edit("pack.textproto", "\"Provregionen\"", "\"Åsregionen \xE5\"");
    CHECK(latin.faults() ==
          std::vector<std::string>{"pack.textproto:4:25: not UTF-8", "  save the file as UTF-8"});
}

TEST_CASE("a shipped file cut short anywhere gives faults and no crash", "[rules][hostile]") {
    Numbers numbers{2};
    auto const shipped = source_folder() / "rules/mellansverige";
    int cuts = 0;
    for (auto const* const file :
         {"alarm_chain.textproto", "capacity.textproto", "contacts.textproto",
          "hospitals.textproto", "messages.textproto", "pack.textproto", "plus.textproto",
          "regions.textproto"}) {
        PackFolder const folder{shipped};
        auto const text = folder.read(file);
        auto const last_brace = text.find_last_of("}\"");
        for (int count = 0; count < 12; ++count, ++cuts) {
            auto const at = numbers.next() % last_brace;
            CAPTURE(file, at);
            auto const faults = faults_with(folder, file, text.substr(0, at));
            // The sources come last in their file and are not required: a pack without some is one.
            CHECK((!faults.empty() || std::string_view{file} == "pack.textproto"));
        }
    }
    CHECK(cuts == 96);
}

TEST_CASE("a shipped file with a byte changed anywhere never crashes", "[rules][hostile]") {
    Numbers numbers{3};
    PackFolder const folder{source_folder() / "rules/mellansverige"};
    for (auto const* const file :
         {"alarm_chain.textproto", "capacity.textproto", "contacts.textproto", "messages.textproto",
          "pack.textproto", "plus.textproto"}) {
        auto const text = folder.read(file);
        for (int count = 0; count < 20; ++count) {
            auto changed = text;
            auto const at = numbers.next() % changed.size();
            constexpr std::string_view likely = "{}[]<>\"'\\:;,#-09aA\n\t\0\x7F\xC3\xFF";
            changed[at] = likely[numbers.next() % likely.size()];
            CAPTURE(file, at);
            static_cast<void>(faults_with(folder, file, changed));
        }
    }
}

}  // namespace larm::test
