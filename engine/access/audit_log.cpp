// The refusal table.
#include "engine/access/audit_log.hpp"

#include <string_view>
#include <utility>

#include "engine/access/role.hpp"

namespace larm::access {
namespace {

constexpr std::string_view upsert = R"sql(
INSERT INTO refusal(minute, token_id, method, code, role, organisation, remote, first_at_us, last_at_us, count)
VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
ON CONFLICT DO UPDATE SET role = excluded.role, organisation = excluded.organisation,
  remote = excluded.remote, first_at_us = min(first_at_us, excluded.first_at_us),
  last_at_us = max(last_at_us, excluded.last_at_us), count = count + excluded.count
RETURNING count
)sql";

constexpr std::string_view delete_oldest = R"sql(
DELETE FROM refusal WHERE (minute, token_id, method, code) IN
  (SELECT minute, token_id, method, code FROM refusal ORDER BY minute, token_id, method, code LIMIT ?1)
)sql";

constexpr std::string_view newest = R"sql(
SELECT minute, token_id, method, code, role, organisation, remote, first_at_us, last_at_us, count
FROM refusal ORDER BY minute DESC, last_at_us DESC, token_id, method, code LIMIT ?1
)sql";

}  // namespace

std::expected<void, AccessError> AuditLog::write(std::span<FoldedRefusal const> batch) {
    auto const known = std::exchange(rows_, std::nullopt);  // unknown again unless all goes well
    auto transaction = Transaction::begin(file_, Transaction::Kind::write);
    if (!transaction) {
        return std::unexpected(std::move(transaction).error());
    }
    auto const before = known ? std::expected<std::int64_t, AccessError>{*known}
                              : file_.number("SELECT count(*) FROM refusal", "counting refusals");
    if (!before) {
        return std::unexpected(before.error());
    }
    auto const added = add(batch);
    if (!added) {
        return std::unexpected(added.error());
    }
    auto rows = *before + *added;
    if (rows > rows_max_) {
        if (auto pruned = prune(rows - rows_max_); !pruned) {
            return pruned;
        }
        rows = rows_max_;
    }
    auto committed = transaction->commit();
    if (committed) {
        rows_ = rows;
    }
    return committed;
}

std::expected<std::int64_t, AccessError> AuditLog::add(std::span<FoldedRefusal const> batch) {
    auto row = file_.prepare(upsert);
    if (!row) {
        return std::unexpected(std::move(row).error());
    }
    std::int64_t added = 0;
    for (auto const& refusal : batch) {
        row->bind(1, refusal.key.minute)
            .bind(2, refusal.key.token_id)
            .bind(3, refusal.key.method)
            .bind(4, refusal.key.code)
            .bind(5, role_name(refusal.role))
            .bind(6, refusal.organisation)
            .bind(7, refusal.remote)
            .bind(8, refusal.first_at.us)
            .bind(9, refusal.last_at.us)
            .bind(10, refusal.count);
        auto const stepped = row->step("adding refusals");
        if (!stepped) {
            return std::unexpected(stepped.error());
        }
        // A row that was there has a higher count than what we brought.
        added += row->number(0) == refusal.count ? 1 : 0;
        if (auto const done = row->step("adding refusals"); !done) {
            return std::unexpected(done.error());
        }
        row->reset();
    }
    return added;
}

std::expected<void, AccessError> AuditLog::prune(std::int64_t excess) {
    auto oldest = file_.prepare(delete_oldest);
    if (!oldest) {
        return std::unexpected(std::move(oldest).error());
    }
    oldest->bind(1, excess);
    if (auto done = oldest->step("pruning refusals"); !done) {
        return std::unexpected(std::move(done).error());
    }
    return {};
}

std::expected<std::vector<FoldedRefusal>, AccessError> AuditLog::list(std::size_t limit) {
    auto rows = file_.prepare(newest);
    if (!rows) {
        return std::unexpected(std::move(rows).error());
    }
    rows->bind(1, static_cast<std::int64_t>(limit));
    std::vector<FoldedRefusal> refusals;
    for (;;) {
        auto const more = rows->step("reading refusals");
        if (!more) {
            return std::unexpected(more.error());
        }
        if (!*more) {
            return refusals;
        }
        refusals.push_back({.key = {.minute = rows->number(0),
                                    .token_id = rows->text(1),
                                    .method = rows->text(2),
                                    .code = rows->text(3)},
                            .role = parse_role(rows->text(4)).value_or(v1::ROLE_UNSPECIFIED),
                            .organisation = rows->text(5),
                            .remote = rows->text(6),
                            .first_at = {rows->number(7)},
                            .last_at = {rows->number(8)},
                            .count = rows->number(9)});
    }
}

}  // namespace larm::access
