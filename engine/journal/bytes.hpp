// Big-endian, length-prefixed bytes: the one encoding of the hash chain and of the spill file.
// Private to this folder.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <string>
#include <string_view>

#include "engine/core/check.hpp"

namespace larm::journal {

static_assert(std::endian::native == std::endian::little, "put_* and Parser swap bytes");

inline void put_bytes(std::string& out, std::span<std::uint8_t const> bytes) {
    auto const size = out.size();
    out.resize(size + bytes.size());
    std::memcpy(out.data() + size, bytes.data(), bytes.size());
}

inline void put_u32(std::string& out, std::uint32_t number) {
    auto const swapped = __builtin_bswap32(number);
    out.append(std::string_view{std::bit_cast<std::array<char, 4>>(swapped).data(), 4});
}

inline void put_i32(std::string& out, std::int32_t number) {
    put_u32(out, static_cast<std::uint32_t>(number));
}

inline void put_i64(std::string& out, std::int64_t number) {
    auto const swapped = __builtin_bswap64(static_cast<std::uint64_t>(number));
    out.append(std::string_view{std::bit_cast<std::array<char, 8>>(swapped).data(), 8});
}

/// Length first, so that no two different sequences of fields give the same bytes.
inline void put_text(std::string& out, std::string_view text) {
    LARM_CHECK(text.size() <= std::numeric_limits<std::uint32_t>::max());
    put_u32(out, static_cast<std::uint32_t>(text.size()));
    out.append(text);
}

/// Reads what put_* wrote. After bytes that run out `is_good()` is false and everything reads as
/// empty.
class Parser {
public:
    explicit Parser(std::string_view bytes) : rest_{bytes} {}

    [[nodiscard]] bool is_good() const { return is_good_; }
    [[nodiscard]] bool is_at_end() const { return rest_.empty(); }

    [[nodiscard]] std::string_view take(std::size_t size) {
        if (!is_good_ || rest_.size() < size) {
            is_good_ = false;
            return {};
        }
        auto const taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }
    [[nodiscard]] std::uint32_t u32() {
        std::uint32_t number = 0;
        read_into(number);
        return __builtin_bswap32(number);
    }
    [[nodiscard]] std::int32_t i32() { return static_cast<std::int32_t>(u32()); }
    [[nodiscard]] std::int64_t i64() {
        std::uint64_t number = 0;
        read_into(number);
        return static_cast<std::int64_t>(__builtin_bswap64(number));
    }
    [[nodiscard]] std::string text() { return std::string{take(u32())}; }
    template <typename Array>
    [[nodiscard]] Array array() {
        Array array{};
        read_into(array);
        return array;
    }

private:
    template <typename Value>
    void read_into(Value& value) {
        auto const bytes = take(sizeof(Value));
        if (is_good_) {
            std::memcpy(&value, bytes.data(), sizeof(Value));
        }
    }

    std::string_view rest_;
    bool is_good_ = true;
};

}  // namespace larm::journal
