// The canonical bytes are a stored format: these hashes were computed by another program.
#include "engine/journal/verify.hpp"
#include "tests/unit/journal/support.hpp"

namespace larm::journal::test {
namespace {

Record first() {
    Record record;
    record.seq = 1;
    record.epoch = 1;
    record.site = "uppsala-1";
    record.site_seq = 1;
    for (std::size_t index = 0; index < record.id.size(); ++index) {
        record.id[index] = static_cast<std::uint8_t>(index);
    }
    record.hlc = 1'795'478'400'000'001;
    record.type = 7;
    record.body = "first";
    return record;
}

Record second() {
    auto record = first();
    record.seq = 2;
    record.site_seq = 2;
    for (auto& byte : record.id) {
        ++byte;
    }
    record.hlc += 1;
    record.type = -1;
    record.flags = 1;
    record.body.clear();
    return record;
}

}  // namespace

TEST_CASE("the chain's hashes are those of FORMAT.md", "[journal]") {
    Chain chain;
    auto const hash = chain.next({}, first());
    CHECK(hex(hash) == "f0fd4bb782256d0f2ae63716e4be7184ee615ca53357fa542e5cb51e826633c4");
    CHECK(hex(chain.next(hash, second())) ==
          "b79d46f328962a1c831e7ae3b9ec380005e296f976f0ffb5084fbac670ad2b7c");
}

TEST_CASE("every column is in the hash, and no two rows share their bytes", "[journal]") {
    Chain chain;
    auto const original = chain.next({}, first());
    auto const differs = [&](auto change) {
        auto record = first();
        change(record);
        return chain.next({}, record) != original;
    };
    CHECK(differs([](Record& record) { ++record.seq; }));
    CHECK(differs([](Record& record) { ++record.epoch; }));
    CHECK(differs([](Record& record) { record.site = "uppsala-2"; }));
    CHECK(differs([](Record& record) { ++record.site_seq; }));
    CHECK(differs([](Record& record) { record.id[15] ^= 1U; }));
    CHECK(differs([](Record& record) { ++record.hlc; }));
    CHECK(differs([](Record& record) { ++record.type; }));
    CHECK(differs([](Record& record) { record.flags = 1; }));
    CHECK(differs([](Record& record) { record.body += '\0'; }));
    CHECK_FALSE(differs([](Record& record) { record.hash.fill(9); }));
    Hash const other{1};
    CHECK(chain.next(other, first()) != original);
}

TEST_CASE("a head is written down and read again", "[journal]") {
    Chain chain;
    Head const head{42, chain.next({}, first())};
    CHECK(parse_head(head_text(head)) == head);
    for (auto const* bad : {"", "42", "42:", "42:abc", ":", "x:00", "-1:00", "42:zz"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_head(bad).has_value());
    }
    CHECK_FALSE(parse_head(head_text(head) + "0").has_value());
}

}  // namespace larm::journal::test
