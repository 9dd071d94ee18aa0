// The encryption against the RFC's own figures, and against a decryption that was written apart.
#include "engine/delivery/channels/push_encryption.hpp"

#include <algorithm>
#include <set>

#include "engine/delivery/base64.hpp"
#include "simulators/gateways/push_service_crypto.hpp"
#include "tests/support/catch.hpp"

namespace larm::delivery {
namespace {

template <std::size_t N>
std::array<std::uint8_t, N> bytes(std::string_view text) {
    auto const read = base64url_decode(text);
    REQUIRE(read.has_value());
    REQUIRE(read->size() == N);
    std::array<std::uint8_t, N> out{};
    std::ranges::copy(*read, out.begin());
    return out;
}

PushReader reader_of(gateways::BrowserKeys const& keys) {
    return {.p256dh = bytes<65>(keys.p256dh()), .auth = bytes<16>(keys.auth())};
}

}  // namespace

// RFC 8291, section 5 and appendix A.
TEST_CASE("the RFC's message is encrypted to the RFC's bytes", "[push]") {
    PushReader const reader{
        .p256dh = bytes<65>("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd"
                            "8pZGH6SRpkNtoIAiw4"),
        .auth = bytes<16>("BTBZMqHH6r4Tts7J_aSIgg")};
    auto const key =
        PushKey::of(bytes<32>("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
                    bytes<65>("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
                              "AC8wEqKK6PBru3jl7A8"));
    REQUIRE(key.has_value());
    std::string const text{"When I grow up, I want to be a watermelon"};

    auto const body =
        push_body(reader, text, text.size(), bytes<16>("DGv6ra1nlYgDCS1FRnbzlw"), *key);

    REQUIRE(body.has_value());
    CHECK(base64url(std::string_view{*body}) ==
          "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
          "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
          "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
}

TEST_CASE("texts of any length make bodies of one length, and come out whole", "[push]") {
    gateways::BrowserKeys const browser;
    std::set<std::size_t> sizes;
    for (std::size_t const size : {0UL, 1UL, 17UL, 255UL, 256UL, 2815UL, 2816UL}) {
        CAPTURE(size);
        std::string text(size, 'x');
        std::ranges::fill(text.begin(), text.begin() + static_cast<long>(size / 2), '\0');
        auto const body = push_body(reader_of(browser), text, 2816);
        REQUIRE(body.has_value());
        sizes.insert(body->size());
        CHECK(browser.decrypt(*body) == text);
    }
    CHECK(sizes == std::set<std::size_t>{2816 + 103});
}

TEST_CASE("the longest text makes a body of 4096 bytes, and one byte more is refused", "[push]") {
    gateways::BrowserKeys const browser;
    std::string const longest(push_text_bytes_max, 'x');
    auto const body = push_body(reader_of(browser), longest, push_text_bytes_max);
    REQUIRE(body.has_value());
    CHECK(body->size() == 4096);
    CHECK(browser.decrypt(*body) == longest);
    CHECK_FALSE(push_body(reader_of(browser), longest + "x", longest.size() + 1).has_value());
    CHECK_FALSE(push_body(reader_of(browser), "longer than its room", 5).has_value());
}

TEST_CASE("the same text twice is two bodies, and neither opens for another browser", "[push]") {
    gateways::BrowserKeys const browser;
    gateways::BrowserKeys const other;
    auto const one = push_body(reader_of(browser), "larm", 100);
    auto const two = push_body(reader_of(browser), "larm", 100);
    REQUIRE((one.has_value() && two.has_value()));
    CHECK(one->substr(0, 86) != two->substr(0, 86));
    CHECK_FALSE(other.decrypt(*one).has_value());
    auto tampered = *one;
    tampered.back() = static_cast<char>(tampered.back() ^ 1);
    CHECK_FALSE(browser.decrypt(tampered).has_value());
}

TEST_CASE("a subscription whose point is not on the curve is refused, not encrypted for",
          "[push]") {
    gateways::BrowserKeys const browser;
    auto reader = reader_of(browser);
    reader.p256dh[64] ^= 1;
    CHECK_FALSE(push_body(reader, "larm", 100).has_value());
    reader.p256dh.fill(0);
    CHECK_FALSE(push_body(reader, "larm", 100).has_value());
}

TEST_CASE("base64url is read only as it is written", "[push]") {
    for (std::string_view const text : {"", "f", "fo", "foo", "\xFF\xFE\xFD\xFC"}) {
        CHECK(base64url_decode(base64url(text)) == text);
    }
    CHECK(base64url(std::string_view{"\xFB\xFF"}) == "-_8");
    for (auto const* bad : {"a", "Zg==", "Z+", "Zh", "Z g"}) {
        CAPTURE(bad);
        CHECK_FALSE(base64url_decode(bad).has_value());
    }
}

}  // namespace larm::delivery
