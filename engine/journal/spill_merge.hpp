// How spilled records join a log: what is there already is skipped, what follows is appended, what
// was accepted blindly gets new numbers, and what does not belong is refused. Plans only: nothing
// is written here.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/journal/journal.hpp"
#include "engine/journal/spill.hpp"

namespace larm::journal {

/// What the plan must know about the log that is merged into.
class MergeTarget {
public:
    virtual ~MergeTarget() = default;
    [[nodiscard]] virtual Result<std::optional<Hash>> hash_at(std::int64_t seq) const = 0;
    [[nodiscard]] virtual Result<bool> holds(std::string const& site,
                                             std::int64_t site_seq) const = 0;
};

enum class Merged : std::uint8_t {
    follows,      ///< chained on, or all there already
    renumbered,   ///< blind records, appended under new numbers
    contradicts,  ///< not a continuation of this log: nothing was taken from it
};

class MergePlan {
public:
    /// `target` must outlive the plan. Renumbered records get `epoch`.
    MergePlan(Head head, std::int64_t epoch, MergeTarget const& target)
        : head_{head}, epoch_{epoch}, target_{target}, first_{head} {}

    /// Failure: the target cannot be read; corrupt where the spill's own chain is broken.
    [[nodiscard]] Result<Merged> add(SpillContents const& spill);

    /// The log's end when the planned records are in it.
    [[nodiscard]] Head const& head() const { return head_; }
    [[nodiscard]] std::vector<Record> const& records() const { return records_; }
    [[nodiscard]] std::vector<Record> take() { return std::move(records_); }

private:
    [[nodiscard]] Result<std::optional<Hash>> hash_at(std::int64_t seq) const;
    [[nodiscard]] Result<bool> holds(Record const& record) const;
    [[nodiscard]] Result<void> renumber(std::vector<Record> const& spilled);
    void append(Record record);

    Head head_;
    std::int64_t epoch_;
    MergeTarget const& target_;
    Head first_;  ///< the target's end before the plan
    std::vector<Record> records_;
    std::set<std::pair<std::string, std::int64_t>> planned_;
    Chain chain_;
};

}  // namespace larm::journal
