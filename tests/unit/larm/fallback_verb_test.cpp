// larm fallback: paper from a daemon's folder, also while it runs, or from rules alone.
#include <filesystem>

#include "engine/contacts/contact_book.hpp"
#include "engine/rules/loader.hpp"
#include "tests/support/program.hpp"
#include "tests/unit/journal/support.hpp"
#include "tests/unit/larm/ask.hpp"

namespace larm::cli::test {
namespace {

/// A daemon's folder after the night at Arboga, without names.
fs::path data_after_a_night(journal::test::Place const& place) {
    auto const data = place.path() / "data";
    fs::create_directories(data);
    auto const played = finish({LARM, "replay", arboga, "--rules", shipped_rules, "--journal",
                                (data / "live.db").string(), "--json"});
    INFO(played.err);
    REQUIRE(played.code == 0);
    return data;
}

std::unique_ptr<contacts::ContactBook> open_book(fs::path const& data) {
    auto book = contacts::ContactBook::open(data);
    REQUIRE(book.has_value());
    auto const people = rules::load_sound_contacts(shipped_rules, nullptr).whole;
    REQUIRE((*book)->take_file(people, contacts::ContactBook::When::reload, {1}).has_value());
    return std::move(*book);
}

}  // namespace

TEST_CASE("a daemon's folder is enough for paper, while the daemon has its book open",
          "[larm][fallback]") {
    journal::test::Place const place;
    auto const data = data_after_a_night(place);
    auto const book = open_book(data);
    auto const out = place.path() / "reserv";
    auto const made = finish({LARM, "fallback", "--data", data.string(), "--out", out.string()});
    INFO(made.err);
    CHECK(made.code == 0);
    auto const html = journal::test::bytes_of(out / "vastmanland.html");
    CHECK(has(html, "Linnea Svartågård"));
    CHECK(has(html, "+46\u00a070\u00a0174\u00a006\u00a025"));
    CHECK(has(made.out, "orebro.pdf"));
    CHECK((fs::status(out / "orebro.pdf").permissions() & fs::perms::others_all) ==
          fs::perms::none);
}

TEST_CASE("paper without names is refused, and no book is made", "[larm][fallback]") {
    journal::test::Place const place;
    auto const data = data_after_a_night(place);
    auto const made = finish(
        {LARM, "fallback", "--data", data.string(), "--out", (place.path() / "out").string()});
    CHECK(made.code == 2);
    CHECK(has(made.err, "has no contacts.db"));
    CHECK_FALSE(fs::exists(data / "contacts.db"));
}

TEST_CASE("a region that there is not is refused with those that there are", "[larm][fallback]") {
    journal::test::Place const place;
    auto const out = (place.path() / "out").string();
    auto const made = finish({LARM, "fallback", "--rules", shipped_rules, "--region", "uppsala",
                              "--region", "skane", "--out", out});
    CHECK(made.code == 2);
    CHECK(has(made.err, "there is no region 'skane'; there are: dalarna, "));
    CHECK(made.out.empty());
    auto const neither = finish({LARM, "fallback", "--out", out});
    CHECK(neither.code == 2);
    auto const one =
        finish({LARM, "fallback", "--rules", shipped_rules, "--region", "uppsala", "--out", out});
    CHECK(one.code == 0);
    CHECK(has(journal::test::bytes_of(fs::path{out} / "uppsala.html"), "Alva Fyrisberg"));
}

}  // namespace larm::cli::test
