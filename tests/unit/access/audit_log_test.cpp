// Refusals: folded in memory, folded again in the file, bounded in both.
#include "engine/access/audit_log.hpp"

#include <string>
#include <vector>

#include "engine/access/refusal.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/access/support.hpp"

namespace larm::access::test {
namespace {

constexpr core::Duration minute = core::seconds(60);

std::vector<FoldedRefusal> batch_of(std::vector<Refusal> refusals) {
    RefusalQueue queue{1000};
    for (auto& refusal : refusals) {
        queue.add(std::move(refusal));
    }
    return queue.take();
}

}  // namespace

TEST_CASE("repeats by one token of one method with one code in one minute become one row",
          "[access][audit]") {
    Directory const directory;
    auto file = open(directory);
    AuditLog log{file, 1000};
    RefusalQueue queue{1000};
    for (int i = 0; i < 50; ++i) {
        queue.add(refusal(midnight + core::seconds(i), "tok_a", "AlarmService/Acknowledge"));
    }
    REQUIRE(log.write(queue.take()));
    auto last = refusal(midnight + core::seconds(59), "tok_a", "AlarmService/Acknowledge");
    last.remote = "127.0.0.1:6000";
    REQUIRE(log.write(batch_of({last})));

    auto const rows = log.list(10).value();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].count == 51);
    CHECK(rows[0].first_at == midnight);
    CHECK(rows[0].last_at == midnight + core::seconds(59));
    CHECK(rows[0].remote == "127.0.0.1:6000");
    CHECK(rows[0].role == v1::ROLE_OBSERVER);
    CHECK(rows[0].organisation == "uppsala");
    CHECK(rows[0].key.code == "permission_denied");
}

TEST_CASE("another token, method, code or minute is another row, the newest first",
          "[access][audit]") {
    Directory const directory;
    auto file = open(directory);
    AuditLog log{file, 1000};
    REQUIRE(log.write(batch_of({
        refusal(midnight, "tok_a", "A"),
        refusal(midnight, "tok_b", "A"),
        refusal(midnight, "tok_a", "B"),
        refusal(midnight, "tok_a", "A", "unauthenticated"),
        refusal(midnight + minute, "tok_a", "A"),
    })));
    auto const rows = log.list(100).value();
    REQUIRE(rows.size() == 5);
    CHECK(rows[0].last_at == midnight + minute);
    CHECK(log.list(2).value().size() == 2);
}

TEST_CASE("a full queue drops new keys, counts them, and still counts repeats", "[access][audit]") {
    RefusalQueue queue{2};
    queue.add(refusal(midnight, "-", "A"));
    queue.add(refusal(midnight, "-", "B"));
    queue.add(refusal(midnight, "-", "C"));
    queue.add(refusal(midnight, "-", "C"));
    queue.add(refusal(midnight, "-", "A"));
    CHECK(queue.dropped() == 2);
    auto const waiting = queue.take();
    REQUIRE(waiting.size() == 2);
    CHECK(waiting[0].key.method == "A");
    CHECK(waiting[0].count == 2);
    CHECK(queue.take().empty());
}

TEST_CASE("what could not be written joins what came in meanwhile", "[access][audit]") {
    RefusalQueue queue{2};
    queue.add(refusal(midnight + core::seconds(1), "-", "A"));
    queue.add(refusal(midnight + core::seconds(1), "-", "B"));
    auto unwritten = queue.take();
    queue.add(refusal(midnight + core::seconds(2), "-", "A"));
    queue.add(refusal(midnight + core::seconds(2), "-", "C"));
    queue.put_back(std::move(unwritten));

    auto const waiting = queue.take();
    REQUIRE(waiting.size() == 2);
    CHECK(waiting[0].count == 2);
    CHECK(waiting[0].first_at == midnight + core::seconds(1));
    CHECK(waiting[0].last_at == midnight + core::seconds(2));
    CHECK(queue.dropped() == 1);  // B found no room any more
}

TEST_CASE("what comes from the network cannot write to a terminal or without end",
          "[access][audit]") {
    auto wild = refusal(midnight, "-", "\x1b[2J\n\xff" + std::string(5000, 'm'));
    wild.remote = "\x07";
    auto const folded = batch_of({wild});
    REQUIRE(folded.size() == 1);
    CHECK(folded[0].key.method.size() == 128);
    CHECK(folded[0].key.method.starts_with("?[2J??mm"));
    CHECK(folded[0].remote == "?");
}

TEST_CASE("past its limit the table forgets the oldest minutes", "[access][audit]") {
    Directory const directory;
    auto file = open(directory);
    AuditLog log{file, 5};
    for (int i = 0; i < 12; ++i) {
        auto const at = midnight + core::Duration{i * minute.us};
        REQUIRE(log.write(batch_of({refusal(at, "tok_a", "A"), refusal(at, "tok_a", "A")})));
    }
    auto const rows = log.list(100).value();
    REQUIRE(rows.size() == 5);
    CHECK(rows.front().last_at == midnight + core::Duration{11 * minute.us});
    CHECK(rows.back().last_at == midnight + core::Duration{7 * minute.us});

    // Also when the limit has come down since the rows were written.
    AuditLog smaller{file, 2};
    REQUIRE(smaller.write(batch_of({refusal(midnight + core::seconds(3600), "tok_a", "A")})));
    CHECK(smaller.list(100).value().size() == 2);
}

TEST_CASE("a batch that finds the file locked is not half written", "[access][audit]") {
    Directory const directory;
    auto holder = open(directory);
    auto file = open(directory, {.busy_timeout = core::milliseconds(5)});
    AuditLog log{file, 100};
    auto const batch = batch_of({refusal(midnight, "-", "A"), refusal(midnight, "-", "B")});
    {
        auto const held = Transaction::begin(holder, Transaction::Kind::write);
        auto const refused = log.write(batch);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind == AccessErrorKind::busy);
    }
    REQUIRE(log.write(batch));
    auto const rows = log.list(10).value();
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].count == 1);
}

}  // namespace larm::access::test
