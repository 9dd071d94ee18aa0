// Documents for paper: where lines are broken, and that neither long words nor long texts keep
// whoever writes them.
#include "engine/report/paper.hpp"

#include <ctime>

#include "engine/report/line_breaks.hpp"
#include "tests/support/catch.hpp"

namespace larm::report {
namespace {

using Lines = std::vector<std::string_view>;

/// Each letter is one wide, but for "W", which is two.
Lines broken(std::string_view text, float at_most) {
    LetterWidths widths;
    widths.fill(1);
    widths['W'] = 2;
    return line_breaks(text, widths, at_most);
}

std::size_t pages(std::string_view pdf) {
    constexpr std::string_view page = "/Type /Page\n";
    std::size_t count = 0;
    for (auto at = pdf.find(page); at != std::string_view::npos; at = pdf.find(page, at + 1)) {
        ++count;
    }
    return count;
}

double seconds_for(PaperDocument const& document) {
    auto const before = std::clock();
    CHECK(paper_pdf(document).size() > 1'000);
    return static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
}

PaperDocument of(std::string const& text, int times) {
    PaperDocument document{"Lägesbild", "Lägesbild", "nu", {PaperHeading{1, "Lägesbild"}}};
    for (int count = 0; count < times; ++count) {
        document.blocks.emplace_back(PaperText{text});
    }
    return document;
}

}  // namespace

TEST_CASE("lines are broken at spaces, and inside a word that alone is too long",
          "[report][paper]") {
    CHECK(broken("", 5) == Lines{""});
    CHECK(broken("fem ord på en rad", 7) == Lines{"fem ord", "på en", "rad"});
    CHECK(broken("ett", 5) == Lines{"ett"});
    CHECK(broken("abcdefgh", 3) == Lines{"abc", "def", "gh"});
    CHECK(broken("a bcdefgh ij", 4) == Lines{"a", "bcde", "fgh", "ij"});
    CHECK(broken("a WWW", 5) == Lines{"a", "WW", "W"});  // too long after the space as well
    CHECK(broken("WW", 1) == Lines{"W", "W"});           // at least one letter
    CHECK(broken("ab ", 2) == Lines{"ab "});
}

TEST_CASE("whatever the words are, no letter is lost between lines", "[report][paper]") {
    std::string text;
    unsigned seed = 1;
    for (int letter = 0; letter < 3'000; ++letter) {
        seed = seed * 1'664'525U + 1'013'904'223U;
        auto const sign = seed >> 24U;
        auto const is_space = sign < 40 && !text.empty() && text.back() != ' ';
        text += is_space ? ' ' : sign % 3 == 0 ? 'W' : 'x';
    }
    std::string joined;
    std::size_t at = 0;
    for (auto const line : broken(text, 20)) {
        joined += text.substr(at, at == 0 || text[at] != ' ' ? 0 : 1);  // the space broken at
        at = static_cast<std::size_t>(line.data() - text.data()) + line.size();
        joined += line;
        CHECK(line.size() <= 20);
    }
    CHECK(joined == text);
}

TEST_CASE("a document of long words is written in no time", "[report][paper]") {
    // Eighteen sections, each filled with one word of four thousand letters: this took ten seconds.
    auto const document = of(std::string(4'000, 'W'), 18);
    CHECK(pages(paper_pdf(document)) > 20);
    CHECK(seconds_for(document) < 2);
    PaperTable table{{"Vad", "Skäl"}, {}, {1, 6}};
    table.rows.assign(18, {std::string(2'000, 'W'), std::string(2'000, 'i')});
    CHECK(seconds_for({"Tabell", "Tabell", "nu", {table}}) < 2);
}

TEST_CASE("a document that is too long is cut between characters, and says so", "[report][paper]") {
    auto const whole = of("några ord", 3);
    CHECK(bounded(whole, 10'000, "SLUT").blocks == whole.blocks);
    auto const many = bounded(of("några ord", 10'000), 10'000, "SLUT").blocks;
    CHECK(many.size() < 400);
    CHECK(std::get<PaperText>(many.back()) == PaperText{"SLUT", true});
    std::string long_text;
    while (long_text.size() < 5'000) {
        long_text += "å";
    }
    auto const one = bounded(of(long_text, 1), 1'000, "SLUT").blocks;
    auto const& kept = std::get<PaperText>(one.at(1)).text;
    CHECK(kept.size() > 800);
    CHECK(kept.size() < 1'000);
    CHECK(kept.size() % 2 == 0);
    PaperTable table{{"Vad"}, std::vector(1'000, std::vector<std::string>{"rad"}), {1}};
    auto const rows = bounded({"", "", "", {table}}, 1'000, "SLUT").blocks;
    CHECK(std::get<PaperTable>(rows.at(0)).rows.size() < 30);
    CHECK(std::get<PaperText>(rows.at(1)).text == "SLUT");
}

}  // namespace larm::report
