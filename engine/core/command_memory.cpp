#include "engine/core/command_memory.hpp"

#include <array>
#include <cstring>
#include <type_traits>

namespace larm::core {
namespace {

static_assert(std::is_trivially_copyable_v<RememberedCommand>);
// Segments are written and read on the same kind of machine; a port to another byte order bumps the
// journal's format.
constexpr std::size_t entry_bytes = sizeof(RememberedCommand);
static_assert(entry_bytes == 48, "padding would put unset bytes into the journal");

constexpr std::size_t slots_min = 64;
constexpr std::size_t text_size = 36;  ///< Of a UUID.
/// Where each of its bytes stands in it, between the dashes.
constexpr std::array<std::size_t, 16> places{0,  2,  4,  6,  9,  11, 14, 16,
                                             19, 21, 24, 26, 28, 30, 32, 34};

/// Of every byte its value as a hexadecimal digit; -1: it is none.
constexpr auto hex_values = [] {
    std::array<std::int8_t, 256> values{};
    values.fill(-1);
    for (std::int8_t value = 0; value < 10; ++value) {
        values[static_cast<std::size_t>('0' + value)] = value;
    }
    for (std::int8_t value = 10; value < 16; ++value) {
        values[static_cast<std::size_t>('a' + value - 10)] = value;
        values[static_cast<std::size_t>('A' + value - 10)] = value;
    }
    return values;
}();

/// Ids may be chosen by a client with a will of its own; mixing keeps a crafted series from piling
/// up in one place.
std::size_t slot_hash(CommandId const& id) {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    std::memcpy(&high, id.data(), 8);
    std::memcpy(&low, id.data() + 8, 8);
    auto mixed = (high ^ (low * 0x9E3779B97F4A7C15ULL)) * 0xBF58476D1CE4E5B9ULL;
    mixed ^= mixed >> 29U;
    mixed *= 0x94D049BB133111EBULL;
    return static_cast<std::size_t>(mixed ^ (mixed >> 32U));
}

/// The part of the hash that places do not use.
std::uint32_t mark_of(std::size_t hash) {
    return static_cast<std::uint32_t>(hash >> 32U);
}

}  // namespace

std::optional<CommandId> parse_uuid(std::string_view text) {
    if (text.size() != text_size) {
        return std::nullopt;
    }
    auto const value_at = [text](std::size_t at) {
        return hex_values[static_cast<unsigned char>(text[at])];
    };
    CommandId id{};
    int all = 0;  // negative once one of them is
    for (std::size_t index = 0; index < id.size(); ++index) {
        auto const high = value_at(places[index]);
        auto const low = value_at(places[index] + 1);
        all |= high | low;
        id[index] = static_cast<std::uint8_t>(high << 4 | low);
    }
    auto const has_dashes = text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-';
    return all >= 0 && has_dashes ? std::optional{id} : std::nullopt;
}

std::string uuid_text(CommandId const& id) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text(text_size, '-');
    for (std::size_t index = 0; index < id.size(); ++index) {
        text[places[index]] = digits[id[index] >> 4U];
        text[places[index] + 1] = digits[id[index] & 0xFU];
    }
    return text;
}

RememberedCommand const* CommandMemory::find(CommandId const& id) const {
    if (slots_.empty()) {
        return nullptr;
    }
    auto const mask = slots_.size() - 1;
    auto const hash = slot_hash(id);
    for (auto at = hash & mask; slots_[at].position != 0; at = (at + 1) & mask) {
        if (slots_[at].mark != mark_of(hash)) {
            continue;
        }
        if (auto const& command = commands_[slots_[at].position - 1]; command.id == id) {
            return &command;
        }
    }
    return nullptr;
}

void CommandMemory::remember(RememberedCommand const& command) {
    if (find(command.id) != nullptr) {
        return;  // the first answer stands
    }
    commands_.push_back(command);
    make_room(commands_.size() - 1);
    insert_slot(commands_.size() - 1);
}

std::string CommandMemory::segment(std::size_t first) const {
    if (first >= commands_.size()) {
        return {};
    }
    std::string bytes((commands_.size() - first) * entry_bytes, '\0');
    std::memcpy(bytes.data(), commands_.data() + first, bytes.size());
    return bytes;
}

bool CommandMemory::load_segment(std::string_view bytes) {
    if (bytes.size() % entry_bytes != 0) {
        return false;
    }
    auto const first = commands_.size();
    commands_.resize(first + bytes.size() / entry_bytes);
    std::memcpy(static_cast<void*>(commands_.data() + first), bytes.data(), bytes.size());
    make_room(first);
    for (auto position = first; position < commands_.size(); ++position) {
        insert_slot(position);
    }
    return true;
}

void CommandMemory::insert_slot(std::size_t position) {
    auto const mask = slots_.size() - 1;
    auto const hash = slot_hash(commands_[position].id);
    auto at = hash & mask;
    while (slots_[at].position != 0) {
        at = (at + 1) & mask;
    }
    slots_[at] = {static_cast<std::uint32_t>(position + 1), mark_of(hash)};
}

void CommandMemory::make_room(std::size_t placed) {
    if (commands_.size() * 2 <= slots_.size()) {
        return;
    }
    auto size = slots_.empty() ? slots_min : slots_.size();
    while (size < commands_.size() * 4) {
        size *= 2;
    }
    slots_.assign(size, {});
    for (std::size_t position = 0; position < placed; ++position) {
        insert_slot(position);
    }
}

}  // namespace larm::core
