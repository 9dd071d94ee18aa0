// Text from humans made sendable.
#include "engine/delivery/text.hpp"

#include "tests/support/catch.hpp"

namespace larm::delivery {

TEST_CASE("Swedish goes through unchanged, in one part or two", "[delivery][text]") {
    CHECK(latin1_line("Åmål, Öjebyn, kafé, 20 °C") == "Åmål, Öjebyn, kafé, 20 °C");
    CHECK(latin1_line("A\u030Ama\u030Al o\u0308 e\u0301") == "Åmål ö é");
}

TEST_CASE("what ISO 8859-1 lacks is written with what it has", "[delivery][text]") {
    CHECK(latin1_line("”E18” – vid Łódź… 5 € → ‘nu’") == "\"E18\" - vid Lódz... 5 EUR -> 'nu'");
    CHECK(latin1_line("Đorđević, Šimůnek, Őr") == "Dordevic, Simunek, Ör");
    CHECK(latin1_line("buss 🚌 och 漢") == "buss ? och ?");
    CHECK(latin1_line("e\u0306") == "e");
}

TEST_CASE("nothing that a human writes breaks out of its line", "[delivery][text]") {
    CHECK(one_line("E18\r\n  Bcc: x\t\u2028y\u0085z ") == "E18 Bcc: x y z");
    CHECK(latin1_line("a\u200Bb\u202Ec\uFEFFd\u00ADe\u00A0f") == "abcde f");
    CHECK(one_line("\n \t") == "");
}

TEST_CASE("broken UTF-8 becomes a sign that something was there", "[delivery][text]") {
    CHECK(one_line("a\xC3") == "a\uFFFD");
    CHECK(one_line("a\xFF"
                   "b") == "a\uFFFDb");
    CHECK(latin1_line("\xE5ngan") == "?ngan");                // ISO 8859-1 where UTF-8 was due
    CHECK(one_line("\xC0\xAF") == "\uFFFD\uFFFD");            // over-long
    CHECK(one_line("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");  // a surrogate
}

TEST_CASE("a list is cut between its entries, and says how many more there are",
          "[delivery][text]") {
    CHECK(cut_list("1 till VAS; 5 till UAS", 22) == "1 till VAS; 5 till UAS");
    CHECK(cut_list("1 till VAS; 5 till UAS", 21) == "1 till VAS; +1");
    CHECK(cut_list("1 till VAS; 5 till UAS; 3 till FAL", 25) == "1 till VAS; +2");
    CHECK(cut_list("å; ä; ö", 5) == "å; +2");
    CHECK(cut_list("en enda lång", 7) == "en enda");
    CHECK(cut_list("en enda lång; två", 7) == "en enda");
    CHECK(cut_list("", 5).empty());
}

TEST_CASE("a cut counts characters, and leaves no space at the end", "[delivery][text]") {
    CHECK(cut("åäö", 2) == "åä");
    CHECK(cut("E18 Arboga", 4) == "E18");
    CHECK(cut("E18", 30) == "E18");
}

}  // namespace larm::delivery
