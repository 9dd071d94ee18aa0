// The board as a person sees it.
#include "engine/larm/board.hpp"

#include <algorithm>

#include "engine/core/view.hpp"
#include "engine/larm/board_line.hpp"
#include "engine/report/region_table.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/player/support.hpp"

namespace larm::cli {
namespace {

BoardInput board_at(player::Player& player, std::int64_t after_s) {
    auto const until = player.scenario().starts + core::seconds(after_s);
    while (player.next() && *player.next() <= until) {
        player.step();
    }
    BoardInput board;
    for (auto const& incident : player.state().incidents()) {
        board.incidents.push_back(core::incident_view(incident));
    }
    board.names = board_names(player.scenario().pack.pack, report::Language::swedish);
    board.now = until;
    board.headline = player.scenario().script.title().sv();
    for (auto const& line : player.timeline()) {
        board.timeline.push_back(report::line_text(line, report::Language::swedish));
    }
    return board;
}

std::string joined(std::vector<std::string> const& lines) {
    std::string text;
    for (auto const& line : lines) {
        text += line + "\n";
    }
    return text;
}

}  // namespace

TEST_CASE("the board shows who has answered, what lacks, and who is chased over what",
          "[larm][board]") {
    auto const scenario = player::test::load(player::test::shipped("two_silent_regions"));
    auto player = player::Player::open(scenario, {});
    REQUIRE(player.has_value());
    auto board = board_at(**player, 900);
    board.height = 14;
    CHECK("\n" + joined(board_lines(board, 100, false)) == R"(
Två regioner svarar inte (bussolyckan i Rasbo 2007)

Uppsala  Väg 288 vid Rasbo  katastrofläge  +0:07:00  larmkedjan pågår
  Region        TiB           Transporter       Blodcentral   Nästa försök
  Dalarna       ✓ 5:20        ■■■■■ 5/5         ✓ 2:08
  Gävleborg     ✗ EJ NÅDD     □□□□□ 0/5         ✗ EJ NÅDD     1:00 Sjukvårdsregionalt masskadelarm
  Sörmland      ✓ 0:38        ■■■■■ 5/5         ✓ 0:49
▶ Uppsala       ✓ 0:00        ■■■■■ 7/5         ✓ 0:53        3:00 Ställningstagande till nationell…
  Värmland      ✓ 0:26        ■■■■■ 5/5         ✓ 1:27
  Västmanland   ✓ 0:24        ■■■■■ 5/5         ✓ 1:17
  Örebro        ✓ 1:21        □□□□□ 0/5         ✓ 1:28        4:21 Minst fem sekundärtransporter pe…
  Summa                       27/35

07:13:49 +0:05:49  TiB Värmland utlovade 5 transporter (ambulans) om 20 min (Rakel)
)");
}

TEST_CASE("what does not fit ends in three dots, and only that", "[larm][board]") {
    BoardLine line;
    line.add("TiB Västmanland ");
    line.add("svarar inte", Style::bad);
    CHECK(line.text(80, false) == "TiB Västmanland svarar inte");
    CHECK(line.text(27, false) == "TiB Västmanland svarar inte");
    CHECK(line.text(26, false) == "TiB Västmanland svarar in…");
    CHECK(line.text(1, false) == "…");
    CHECK(cut("Örebro", 6) == "Örebro");
    CHECK(cut("Örebro", 5) == "Öreb…");
    BoardLine cells;
    cells.add_cell("Ja", 30);
    CHECK(cells.text(10, false) == "Ja");  // blanks are no loss
}

TEST_CASE("what must not be missed stands at the top", "[larm][board]") {
    BoardInput board;
    board.headline = "Larmkedja";
    board.notices.push_back({"LARMKEDJAN ÄR INTE LÄNGRE KOMPLETT  Uppsala", false});
    auto const lines = board_lines(board, 80, false);
    REQUIRE(lines.size() > 1);
    CHECK(lines[1] == " LARMKEDJAN ÄR INTE LÄNGRE KOMPLETT  Uppsala");
}

TEST_CASE("no line is wider, and the board no higher, than the terminal", "[larm][board]") {
    auto const scenario = player::test::load(player::test::shipped("two_incidents"));
    auto player = player::Player::open(scenario, {});
    REQUIRE(player.has_value());
    auto board = board_at(**player, 5000);
    for (auto const height : {5, 24, 60}) {
        board.height = height;
        for (auto const width : {20, 80, 132}) {
            auto const lines = board_lines(board, width, false);
            CHECK(lines.size() <= static_cast<std::size_t>(height));
            for (auto const& line : lines) {
                CHECK(report::columns_of(line) <= static_cast<std::size_t>(width));
            }
        }
    }
    CHECK(std::ranges::any_of(board_lines(board, 80, true), [](auto const& line) {
        return line.find("\x1b[32m") != std::string::npos;
    }));
}

}  // namespace larm::cli
