// The refusals in access.db: written by the daemon's access thread, listed by tools. Bounded: past
// the limit the oldest minutes go. What waits to be written is in RefusalQueue.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <vector>

#include "engine/access/access_error.hpp"
#include "engine/access/access_file.hpp"
#include "engine/access/refusal.hpp"

namespace larm::access {

/// Not thread-safe. `file` must outlive it.
class AuditLog {
public:
    AuditLog(AccessFile& file, std::size_t rows_max)
        : file_{file}, rows_max_{static_cast<std::int64_t>(rows_max)} {}

    /// Adds a batch in one durable transaction: a key that is there already gets a higher count. On
    /// failure nothing of the batch counts as written; after an I/O error it may be there all the
    /// same, so that trying again may count it twice, but never loses it.
    [[nodiscard]] std::expected<void, AccessError> write(std::span<FoldedRefusal const> batch);

    /// The newest minutes first, at most `limit` rows.
    [[nodiscard]] std::expected<std::vector<FoldedRefusal>, AccessError> list(std::size_t limit);

private:
    [[nodiscard]] std::expected<std::int64_t, AccessError> add(
        std::span<FoldedRefusal const> batch);
    [[nodiscard]] std::expected<void, AccessError> prune(std::int64_t excess);

    AccessFile& file_;
    std::int64_t rows_max_;
    std::optional<std::int64_t> rows_;  // counted once, then kept up: nobody else writes this table
};

}  // namespace larm::access
