// Canonical bytes and their hash. The layout is a stored format: FORMAT.md, "Canonical bytes".
#include "engine/journal/record.hpp"

#include <fmt/format.h>

#include "engine/core/mutation.hpp"
#include "engine/journal/bytes.hpp"

namespace larm::journal {

std::string hex(std::span<std::uint8_t const> bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (auto const byte : bytes) {
        fmt::format_to(std::back_inserter(text), "{:02x}", byte);
    }
    return text;
}

std::string head_text(Head const& head) {
    return fmt::format("{}:{}", head.seq, hex(head.hash));
}

Hash Chain::next(Hash const& previous, Record const& record) {
    scratch_.clear();
    if (!mutated(Mutation::chain_without_past)) {
        put_bytes(scratch_, previous);
    }
    put_i64(scratch_, record.seq);
    put_i64(scratch_, record.epoch);
    put_text(scratch_, record.site);
    put_i64(scratch_, record.site_seq);
    put_bytes(scratch_, record.id);
    put_i64(scratch_, record.hlc);
    put_i32(scratch_, record.type);
    put_i32(scratch_, record.flags);
    if (!mutated(Mutation::chain_without_bodies)) {
        put_text(scratch_, record.body);
    }
    return digest_.of(scratch_);
}

void Chain::fill(Hash const& previous, std::span<Record> batch) {
    auto const* last = &previous;
    for (auto& record : batch) {
        record.hash = next(*last, record);
        last = &record.hash;
    }
}

}  // namespace larm::journal
