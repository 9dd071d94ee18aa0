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
    CHECK(count(html, "+46701740605") == officers);
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
