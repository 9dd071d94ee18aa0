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

namespace {

PaperChart two_lines() {
    return {"Platser & \"så\"",
            0,
            1'000,
            {{0, "12:00"}, {500, "<13:00>"}},
            {{"akut", {{0, 4}, {500, 8}}}, {"iva", {{100, 0}, {200, std::nullopt}, {600, -2}}}}};
}

}  // namespace

TEST_CASE("a chart is inline SVG in which nothing is markup but its own", "[report][paper]") {
    PaperDocument const document{
        "Rapport", "Rapport", "", {PaperHeading{1, "Rapport"}, two_lines()}};
    auto const html = paper_html(document);
    CHECK(html.find("<figcaption>Platser &amp; &quot;så&quot;</figcaption><svg ") !=
          std::string::npos);
    CHECK(html.find("&lt;13:00&gt;") != std::string::npos);
    // A value stays until the next; where it is not known the line is broken.
    CHECK(html.find("M40 58L285 58L285 27L530 27") != std::string::npos);
    CHECK(html.find("M89 91L138 91M334 106L530 106") != std::string::npos);
    CHECK(paper_pdf(document) == paper_pdf(document));
    CHECK(paper_pdf(document).size() > 1'000);
}

TEST_CASE("a chart of nothing, or of what is out of all range, is drawn all the same",
          "[report][paper]") {
    for (auto const& series : std::vector<std::vector<PaperChart::Series>>{
             {},
             {{"ett", {}}},
             {{"ett", {{0, std::nullopt}}}},
             {{"ett", {{0, 2'147'483'647}, {0, -2'147'483'647 - 1}}}},
             {{"ett", {{-5, 1}, {99'999'999, 2}}}}}) {
        PaperChart chart{"Rapport", 10, 10, {{10, "nu"}}, series};
        PaperDocument const document{"Rapport", "Rapport", "", {chart}};
        CHECK(paper_html(document).find("</svg>") != std::string::npos);
        CHECK(paper_pdf(document).size() > 500);
    }
}

TEST_CASE("a chart that does not fit any more is left out whole", "[report][paper]") {
    PaperDocument document{"Rapport", "Rapport", "", {two_lines(), two_lines()}};
    auto const cut = bounded(document, 400, "SLUT");
    REQUIRE(cut.blocks.size() == 2);
    CHECK(std::get<PaperChart>(cut.blocks[0]) == two_lines());
    CHECK(std::get<PaperText>(cut.blocks[1]) == PaperText{"SLUT", true});
    CHECK(bounded(document, 4'000, "SLUT").blocks.size() == 2);
}

}  // namespace larm::report
