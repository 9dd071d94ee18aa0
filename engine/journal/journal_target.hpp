// What merges look up: in a journal, or nothing where there is none to look into. Private to this
// folder.
#pragma once

#include "engine/journal/spill_merge.hpp"
#include "engine/journal/sqlite_journal.hpp"

namespace larm::journal {

/// The journal must outlive it.
class JournalTarget final : public MergeTarget {
public:
    explicit JournalTarget(SqliteJournal const& journal) : journal_{journal} {}

    [[nodiscard]] Result<std::optional<Hash>> hash_at(std::int64_t seq) const override {
        auto const record = journal_.record_at(seq);
        if (!record) {
            return std::unexpected(record.error());
        }
        return record->has_value() ? std::optional{(*record)->hash} : std::nullopt;
    }
    [[nodiscard]] Result<bool> holds(std::string const& site,
                                     std::int64_t site_seq) const override {
        return journal_.holds(site, site_seq);
    }

private:
    SqliteJournal const& journal_;
};

class UnseenTarget final : public MergeTarget {
public:
    [[nodiscard]] Result<std::optional<Hash>> hash_at(std::int64_t /*seq*/) const override {
        return std::nullopt;
    }
    [[nodiscard]] Result<bool> holds(std::string const& /*site*/,
                                     std::int64_t /*site_seq*/) const override {
        return false;
    }
};

}  // namespace larm::journal
