// The world's watch over itself: every few seconds the open chases against what the outbox is
// doing. What it finds is a fault of ours, and somebody must act; its own silence shows too.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>

#include "engine/core/audit.hpp"

namespace larm::world {

struct AuditReport {
    std::array<std::int64_t, 3> findings{};  ///< By core::Neglect.
    std::string first;                       ///< One of them in English; empty where there is none.
    core::Instant at;                        ///< Engine time of the look; not set before the first.

    [[nodiscard]] bool is_clean() const { return first.empty(); }
};

class Auditor {
public:
    /// Looks once. A message counts as lost when two looks in a row miss it: its outcome may be on
    /// its way to be recorded. The world's thread.
    void look(core::State const& state, core::Instant now, core::Knows const& knows);
    /// Of the last look. Any thread.
    [[nodiscard]] AuditReport report() const;

private:
    std::set<core::Finding> missed_;  ///< At the last look.
    mutable std::mutex mutex_;
    AuditReport report_;
};

/// In English, for /readyz: what has been found, or that nobody has looked for `silence`; empty
/// when all is well.
[[nodiscard]] std::string trouble_of(AuditReport const& report, core::Duration silence);

}  // namespace larm::world
