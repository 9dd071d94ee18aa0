// What can be wrong with the rules for moving patients, each found where it is written.
#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/unit/rules/support.hpp"

namespace larm::test {
namespace {

struct Defect {
    char const* from;
    char const* to;
    char const* found;
};

constexpr auto file = "transfers.textproto";

}  // namespace

TEST_CASE("rules for transfers that make no sense are refused, with line and column",
          "[rules][transfers]") {
    auto const defect = GENERATE(values<Defect>({
        {"per_minute: 10 left_behind: 25000", "per_minute: 0 left_behind: 25000",
         "per_minute is 0"},
        {"per_minute: 10 left_behind: 25000", "per_minute: 10 left_behind: 500",
         "leaving somebody behind costs less than a way of 600 minutes"},
        {"severities { severity: SEVERITY_MINOR per_minute: 1 left_behind: 1500 secondary: false }",
         "", "no SEVERITY_MINOR"},
        {"places: 20", "places: 0", "places is 0"},
        {"carries: [SEVERITY_MINOR]", "", "it carries nobody"},
        {"words: [\"buss\", \"bus\"]", "", "a second kind without words"},
        {"kind: \"ambulans\"", "kind: \"ambulansen\"", "unknown vehicle kind \"ambulansen\""},
        {"shares { permille: 500 }", "shares { region_id: \"skane\" permille: 500 }",
         "unknown region \"skane\""},
        {"shares { permille: 500 }", "shares { permille: 1001 }", "permille is 1001"},
        {"margin_permille: 100", "margin_permille: 1000", "margin_permille is 1000"},
        {"rhythm_min: 10", "rhythm_min: 0", "rhythm_min is 0"},
        {"gap_s: 60", "gap_s: 601", "gap_s is 601"},
        {"undo_within_min: 15", "undo_within_min: 241", "undo_within_min is 241"},
        {"unreported_for_min: 30", "unreported_for_min: 241", "unreported_for_min is 241"},
        {"unreported_permille: 150", "unreported_permille: 1001", "unreported_permille is 1001"},
        {"unreported_permille: 150", "", "a share without a time, or a time without a share"},
        {"look_again_min: 30", "look_again_min: 5",
         "it is looked at again sooner than anything may be proposed anew"},
        {"trigger: TRIGGER_TRANSFERS_PROPOSED", "trigger: TRIGGER_ALARM",
         "a move is answered before it is proposed"},
        {"expects: EXPECTS_TRANSFER_ANSWER", "expects: EXPECTS_ACKNOWLEDGEMENT",
         "asks for something else"},
        {"who: RECIPIENT_DECLARER channels: [CHANNEL_PUSH, CHANNEL_SMS] message: "
         "\"transfers_called_off\"",
         "who: RECIPIENT_DECLARER channels: CHANNEL_PUSH message: \"transfers_called_off\"",
         "told by push alone"},
        {"message: \"transfers_called_off\"", "message: \"transfers_off\"",
         "unknown message template \"transfers_off\""},
        {"{answer} ({party})", "({party})", "does not say what is called off"},
    }));
    CAPTURE(defect.from, defect.to);
    PackFolder const folder{source_folder() / "rules/mellansverige"};
    folder.edit(file, defect.from, defect.to);
    auto const faults = folder.faults();
    auto const found = std::ranges::find_if(
        faults, [&](auto const& fault) { return fault.find(defect.found) != std::string::npos; });
    std::string all;
    for (auto const& fault : faults) {
        all += fault + "\n";
    }
    INFO(all);
    REQUIRE(found != faults.end());
    CHECK(found->starts_with(std::string{file} + ":"));
}

}  // namespace larm::test
