#include "engine/journal/spill_merge.hpp"

#include <fmt/format.h>

namespace larm::journal {
namespace {

/// Each record follows the one before it, from the header's base on.
Result<void> check_chain(SpillContents const& spill, Chain& chain) {
    auto last = spill.header.base;
    for (auto const& record : spill.records) {
        if (record.seq != last.seq + 1 || chain.next(last.hash, record) != record.hash) {
            return std::unexpected(
                JournalError{JournalErrorKind::corrupt,
                             fmt::format("the spill's record {} does not follow the one before it",
                                         record.seq)});
        }
        last = {record.seq, record.hash};
    }
    return {};
}

}  // namespace

Result<Merged> MergePlan::add(SpillContents const& spill) {
    if (auto checked = check_chain(spill, chain_); !checked) {
        return std::unexpected(std::move(checked).error());
    }
    auto const& base = spill.header.base;
    auto const at_base = hash_at(base.seq);
    if (!at_base) {
        return std::unexpected(at_base.error());
    }
    auto follows = *at_base == base.hash;
    auto next = spill.records.begin();
    for (; follows && next != spill.records.end() && next->seq <= head_.seq; ++next) {
        auto const there = hash_at(next->seq);
        if (!there) {
            return std::unexpected(there.error());
        }
        follows = *there == next->hash;
    }
    if (follows) {
        for (; next != spill.records.end(); ++next) {
            append(*next);
        }
        return Merged::follows;
    }
    if (!spill.header.is_blind) {
        return Merged::contradicts;
    }
    if (auto renumbered = renumber(spill.records); !renumbered) {
        return std::unexpected(std::move(renumbered).error());
    }
    return Merged::renumbered;
}

Result<void> MergePlan::renumber(std::vector<Record> const& spilled) {
    for (auto const& record : spilled) {
        auto const is_there = holds(record);
        if (!is_there) {
            return std::unexpected(is_there.error());
        }
        if (!*is_there) {
            auto moved = record;
            moved.seq = head_.seq + 1;
            moved.epoch = epoch_;
            moved.hash = chain_.next(head_.hash, moved);
            append(std::move(moved));
        }
    }
    return {};
}

void MergePlan::append(Record record) {
    head_ = {record.seq, record.hash};
    planned_.emplace(record.site, record.site_seq);
    records_.push_back(std::move(record));
}

Result<std::optional<Hash>> MergePlan::hash_at(std::int64_t seq) const {
    if (seq == 0) {
        return Hash{};
    }
    if (seq > head_.seq) {
        return std::nullopt;
    }
    if (seq > first_.seq) {
        return records_[static_cast<std::size_t>(seq - first_.seq - 1)].hash;
    }
    return seq == first_.seq ? first_.hash : target_.hash_at(seq);
}

Result<bool> MergePlan::holds(Record const& record) const {
    if (planned_.contains({record.site, record.site_seq})) {
        return true;
    }
    return target_.holds(record.site, record.site_seq);
}

}  // namespace larm::journal
