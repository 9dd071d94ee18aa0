// The fallback pack: what a person needs when nothing works, on paper.
#include <algorithm>
#include <string>

#include "engine/report/fallback.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::test {
namespace {

report::PaperPerson person(std::string_view officer) {
    return {.name = "Åsa <Öst> " + std::string{officer},
            .phone = "+46701740605",
            .rakel = "7100606",
            .email = {}};
}

std::size_t count(std::string const& text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++found;
    }
    return found;
}

bool has(std::string const& text, std::string_view part) {
    INFO(text);
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a region's pack has everybody to call, by name and number", "[report][fallback]") {
    Story const story;
    auto const pack = fallback_pack(story.state(), "uppsala", person, story.now());
    auto const html = report::paper_html(pack);
    for (auto const& region : story.state().active_pack()->rules.regions()) {
        CHECK(has(html, region.name()));
    }
    std::size_t officers = 0;
    for (auto const& [party, duty] : story.state().duties()) {
        officers += duty.officers.size();
    }
    CHECK(officers > 0);
    CHECK(count(html, "+46\u00a070\u00a0174\u00a006\u00a005") == officers);  // in one line
    CHECK(has(html, "Åsa &lt;Öst&gt;"));
    CHECK(has(html, "METHANE"));
    CHECK_FALSE(has(html, "Pågående"));
}

TEST_CASE("what is promised in an open incident stands in the pack, and unknown is not no",
          "[report][fallback]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(commit(id, "dalarna", 3));
    auto const html =
        report::paper_html(fallback_pack(story.state(), "dalarna", person, story.now()));
    CHECK(has(html, "Pågående"));
    CHECK(has(html, "<td>3</td>"));
    CHECK(has(html, "okänt: ingen människa har svarat"));
    story.must(stand_down(id, "uppsala"));
    CHECK(has(report::paper_html(fallback_pack(story.state(), "dalarna", person, story.now())),
              "Pågående"));
}

TEST_CASE("of many open incidents the latest stand in the pack, and how many more there are",
          "[report][fallback]") {
    Story story;
    for (int number = 0; number < 12; ++number) {
        static_cast<void>(story.confirm(number < 11 ? "uppsala" : "gavleborg"));
    }
    auto const html =
        report::paper_html(fallback_pack(story.state(), "dalarna", person, story.now()));
    CHECK(count(html, "Pågående: ") == 10);
    CHECK(html.find("Pågående: Gävleborg") < html.find("Pågående: Uppsala"));
    CHECK(has(html, "Ytterligare 2 händelser pågår."));
}

TEST_CASE("after the end the pack names who has not seen it", "[report][fallback]") {
    Story story;
    auto const id = story.confirm("uppsala");
    story.must(stand_down(id, "uppsala"));
    story.wait_s(0);
    auto const html =
        report::paper_html(fallback_pack(story.state(), "dalarna", person, story.now()));
    CHECK(has(html, "Har inte sett avlarmningen: "));
    CHECK(has(html, "TiB Dalarna"));
}

TEST_CASE("packs that differ in when they were written say the same", "[report][fallback]") {
    Story story;
    auto const before = fallback_pack(story.state(), "uppsala", person, story.now());
    story.wait_s(60);
    auto const later = fallback_pack(story.state(), "uppsala", person, story.now());
    CHECK(before.says_the_same(later));
    CHECK(before.written != later.written);
    static_cast<void>(story.confirm("uppsala"));
    CHECK_FALSE(before.says_the_same(fallback_pack(story.state(), "uppsala", person, story.now())));
}

TEST_CASE("every page says what it is made of, and a name cannot break the style sheet",
          "[report][fallback]") {
    Story const story;
    auto pack = fallback_pack(story.state(), "uppsala", person, story.now());
    CHECK(has(pack.written, std::to_string(story.state().seq())));
    pack.footer = R"(a "b" </style><script>\)";
    auto const html = report::paper_html(pack);
    CHECK(has(html, R"(a \"b\" /style>script>\\)"));
    CHECK_FALSE(has(html, "<script>"));
}

TEST_CASE("the same pack as PDF has text that can be read out of it", "[report][fallback]") {
    Story story;
    static_cast<void>(story.confirm("uppsala"));
    auto const pdf =
        report::paper_pdf(fallback_pack(story.state(), "uppsala", person, story.now()));
    CHECK(pdf.starts_with("%PDF-1."));
    CHECK(pdf.find("%%EOF") != std::string::npos);
    CHECK(pdf.size() > 5'000);
}

TEST_CASE("a region that nobody knows has no pack", "[report][fallback]") {
    Story const story;
    CHECK(fallback_pack(story.state(), "skane", person, story.now()).blocks.empty());
}

}  // namespace larm::test
