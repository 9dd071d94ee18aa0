#include "engine/core/command_memory.hpp"

#include "tests/support/catch.hpp"

namespace larm::core {
namespace {

CommandId id_of(std::uint32_t number) {
    CommandId id{};
    id[0] = static_cast<std::uint8_t>(number >> 24U);
    id[1] = static_cast<std::uint8_t>(number >> 16U);
    id[2] = static_cast<std::uint8_t>(number >> 8U);
    id[15] = static_cast<std::uint8_t>(number);
    return id;
}

}  // namespace

TEST_CASE("a UUID is read in any case and written in small letters", "[core][memory]") {
    auto const id = parse_uuid("0193E000-ABCD-7000-8000-00000000000f");
    REQUIRE(id.has_value());
    CHECK(uuid_text(*id) == "0193e000-abcd-7000-8000-00000000000f");
    for (auto const* bad :
         {"", "0193e000abcd70008000000000000000f", "0193e000-abcd-7000-8000-00000000000g",
          "0193e000-abcd-7000-8000-00000000000", "0193e000+abcd-7000-8000-00000000000f"}) {
        CHECK_FALSE(parse_uuid(bad).has_value());
    }
}

TEST_CASE("ten thousand commands are remembered, the first answer stands", "[core][memory]") {
    CommandMemory memory;
    for (std::uint32_t number = 0; number < 10'000; ++number) {
        memory.remember(
            {.id = id_of(number), .fingerprint = number, .seq = number, .incident = {}});
    }
    memory.remember({.id = id_of(7), .fingerprint = 99, .seq = 99, .incident = {}});
    CHECK(memory.size() == 10'000);
    for (std::uint32_t number = 0; number < 10'000; ++number) {
        auto const* const found = memory.find(id_of(number));
        REQUIRE(found != nullptr);
        REQUIRE(found->seq == number);
    }
    CHECK(memory.find(id_of(10'000)) == nullptr);
}

TEST_CASE("segments rebuild the memory, in one piece or in many", "[core][memory]") {
    CommandMemory memory;
    for (std::uint32_t number = 0; number < 1'000; ++number) {
        memory.remember(
            {.id = id_of(number), .fingerprint = number, .seq = number, .incident = {}});
    }
    CommandMemory rebuilt;
    REQUIRE(rebuilt.load_segment(memory.segment(0).substr(0, 48 * 300)));
    REQUIRE(rebuilt.load_segment(memory.segment(300)));
    CHECK(rebuilt.size() == 1'000);
    rebuilt.remember({.id = id_of(1'000), .fingerprint = 0, .seq = 1'000, .incident = {}});
    for (std::uint32_t number = 0; number <= 1'000; ++number) {
        REQUIRE(rebuilt.find(id_of(number)) != nullptr);
    }
    CHECK(rebuilt.segment(0).size() == 48U * 1'001U);
    CHECK_FALSE(rebuilt.load_segment("not a segment"));
    CHECK(rebuilt.size() == 1'001);
}

}  // namespace larm::core
