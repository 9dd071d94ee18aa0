#include "tests/fuzz/mutate.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

namespace larm::fuzz {
namespace {

constexpr std::array<std::string_view, 24> traps{"",
                                                 "\"",
                                                 "\\",
                                                 "{",
                                                 "}",
                                                 "[",
                                                 "]",
                                                 "null",
                                                 "-1",
                                                 "1e99",
                                                 "\\ud800",
                                                 "\xff\xfe",
                                                 "\xc0\xaf",
                                                 "0",
                                                 "9223372036854775808",
                                                 "true",
                                                 "\\u0000",
                                                 ":",
                                                 ",",
                                                 "{}",
                                                 "NaN",
                                                 "\xf0\x9f\x98\x80",
                                                 "00000000-0000-0000-0000-000000000000",
                                                 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                                                 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};

void change(std::string& bytes, Chance& chance) {
    auto const at = chance.below(bytes.size() + 1);
    auto const length = std::min(chance.below(16), bytes.size() - at);
    switch (chance.below(6)) {
        case 0:
            if (at < bytes.size()) {
                bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^
                                              (1U << chance.below(8)));
            }
            break;
        case 1: bytes.erase(at, length); break;
        case 2: bytes.insert(at, bytes.substr(at, length)); break;
        case 3: bytes.replace(at, length, traps[chance.below(traps.size())]); break;
        case 4: bytes.insert(at, 1, static_cast<char>(chance.next())); break;
        default: bytes.resize(at); break;
    }
}

}  // namespace

std::uint64_t Chance::next() {
    state_ += 0x9E37'79B9'7F4A'7C15ULL;
    auto mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58'476D'1CE4'E5B9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D0'49BB'1331'11EBULL;
    return mixed ^ (mixed >> 31U);
}

std::size_t Chance::below(std::size_t limit) {
    return static_cast<std::size_t>(next() % limit);
}

std::string mutated(std::vector<std::string> const& seeds, Chance& chance) {
    auto bytes = seeds[chance.below(seeds.size())];
    for (auto left = 1 + chance.below(8); left > 0; --left) {
        change(bytes, chance);
    }
    return bytes;
}

int rounds() {
    constexpr int every_run = 20'000;
    auto const* const wanted = std::getenv("ROUNDS");
    return wanted == nullptr ? every_run : std::max(1, std::atoi(wanted));
}

}  // namespace larm::fuzz
