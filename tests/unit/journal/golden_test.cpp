// A journal written by the first version of the format. Every later program must read it.
// `journal_test "[.generate]"` writes it anew, which only a new format version may make necessary.
#include "engine/journal/schema.hpp"
#include "engine/journal/verify.hpp"
#include "tests/unit/journal/support.hpp"

namespace larm::journal::test {
namespace {

namespace fs = std::filesystem;

fs::path golden() {
    return fs::path{LARM_SOURCE_DIR} / "tests/unit/journal/golden/v1.db";
}

constexpr auto golden_head = "12:0ecb609c6f55f81663761587e9d09e644c2214584dad9993ce0df46a0644db39";

}  // namespace

TEST_CASE("the golden journal of format 1 still reads and verifies", "[journal][golden]") {
    Place const place;
    fs::copy_file(golden(), place.journal());
    auto const outside = parse_head(golden_head);
    REQUIRE(outside.has_value());
    auto const report = verify(place.journal(), outside);
    REQUIRE(report.has_value());
    INFO(report->reason);
    CHECK(report->is_good());
    CHECK(head_text(report->head) == golden_head);

    auto const journal = open_to_read(place);
    CHECK(journal->site() == "golden-site");
    CHECK(journal->instance_id() == "instance-1");
    CHECK(journal->created() == now);
    CHECK(journal->epoch() == 2);
    auto const records = read_all(*journal);
    REQUIRE(records.size() == 12);
    CHECK(records[2].body == "golden-site says 3");
    CHECK(records[7].epoch == 2);
    CHECK(records[11].flags == record_flag::accepted_in_spill);
    auto const snapshot = journal->latest_snapshot(12);
    REQUIRE(snapshot->has_value());
    CHECK((*snapshot)->seq == 10);
    CHECK((*snapshot)->schema_version == 1);
    CHECK((*snapshot)->state == "state at 10");
    CHECK((*snapshot)->hash[0] == 10);
    REQUIRE(journal->command_segments()->size() == 1);
    CHECK((*journal->command_segments())[0].entries == "commands 1 to 10");
}

TEST_CASE("the golden journal can be gone on with", "[journal][golden]") {
    Place const place;
    fs::copy_file(golden(), place.journal());
    CHECK(open_to_read(place)->format() == 1);  // a reader leaves it as it is
    auto const journal = open(place);
    CHECK(journal->format() == format_version);
    CHECK(journal->epoch() == 3);
    CHECK(append(*journal, batch(12, 1, "golden-site", 3)).seq == 13);
    CHECK(verified(place.journal()).seq == 13);
}

TEST_CASE("write the golden journal", "[.generate]") {
    Place const place;
    OpenOptions options;
    options.identity_if_new = identity("golden-site");
    {
        auto const journal = open(place, options);
        append(*journal, batch(0, 6, "golden-site", 1));
    }
    {
        auto const journal = open(place);
        auto records = batch(6, 6, "golden-site", 2);
        records.back().flags = record_flag::accepted_in_spill;
        append(*journal, records);
        Hash hash{};
        hash[0] = 10;
        std::vector<CommandSegment> const segment{{1, 10, "commands 1 to 10"}};
        REQUIRE(journal->write_snapshot({10, 1, "state at 10", hash}, segment));
    }
    WARN("golden_head is " << head_text(verified(place.journal())));
    fs::create_directories(golden().parent_path());
    fs::copy_file(place.journal(), golden(), fs::copy_options::overwrite_existing);
}

}  // namespace larm::journal::test
