// Which client commands have been accepted, for the life of the journal: the same id gets the same
// answer, once. A fold of the log like the state, but kept beside it: it only grows, so snapshots
// carry what is new.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace larm::core {

using CommandId = std::array<std::uint8_t, 16>;

/// The 16 bytes of a UUID in 36-character form (any case); nothing where it is not one.
[[nodiscard]] std::optional<CommandId> parse_uuid(std::string_view text);
[[nodiscard]] std::string uuid_text(CommandId const& id);

/// What is remembered of an accepted command.
struct RememberedCommand {
    CommandId id{};
    std::uint64_t fingerprint = 0;  ///< First 8 bytes of SHA-256 over caller and request.
    std::int64_t seq = 0;           ///< The first event it caused.
    CommandId incident{};           ///< All zero where it concerned none.
};

/// An open-addressing table; never iterated in hash order, so that nothing depends on it.
class CommandMemory {
public:
    [[nodiscard]] RememberedCommand const* find(CommandId const& id) const;
    /// Adds it; an id that is already there keeps its first answer.
    void remember(RememberedCommand const& command);
    [[nodiscard]] std::size_t size() const { return commands_.size(); }

    /// The entries from position `first` on, as bytes for a journal segment.
    [[nodiscard]] std::string segment(std::size_t first) const;
    /// Appends the entries of a segment. False, and nothing changed, where the bytes are not one.
    [[nodiscard]] bool load_segment(std::string_view bytes);

private:
    struct Slot {
        std::uint32_t position = 0;  ///< Of the command, + 1; 0 is free.
        std::uint32_t mark = 0;      ///< Of its id: others are told from it without looking it up.
    };

    void insert_slot(std::size_t position);
    /// Room for all commands; the first `placed` of them keep their slots.
    void make_room(std::size_t placed);

    std::vector<RememberedCommand> commands_;
    std::vector<Slot> slots_;
};

}  // namespace larm::core
