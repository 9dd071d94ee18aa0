#include "engine/world/auditor.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <numeric>
#include <utility>

namespace larm::world {
namespace {

/// The engine fires a deadline within a second, an outage apart.
constexpr core::Duration late_max = core::seconds(5);
/// Several looks must have been missed.
constexpr core::Duration silence_max = core::seconds(15);

std::int64_t sum_of(AuditReport const& report) {
    return std::accumulate(report.findings.begin(), report.findings.end(), std::int64_t{0});
}

void log_change(AuditReport const& before, AuditReport const& after) {
    if (before.findings == after.findings && before.first == after.first) {
        return;
    }
    if (after.is_clean()) {
        spdlog::warn("event=audit_clean_again");
    } else {
        spdlog::critical(
            "event=audit_findings count={} first=\"{}\" do=\"call who is not reached\"",
            sum_of(after), after.first);
    }
}

}  // namespace

void Auditor::look(core::State const& state, core::Instant now, core::Knows const& knows) {
    AuditReport report;
    report.at = now;
    std::set<core::Finding> missed;
    for (auto& finding : core::audit(state, now, late_max, knows)) {
        auto const is_certain = finding.kind != core::Neglect::lost || missed_.contains(finding);
        if (is_certain) {
            ++report.findings[static_cast<std::size_t>(finding.kind)];
            if (report.first.empty()) {
                report.first = core::in_words(finding);
            }
        }
        missed.insert(std::move(finding));
    }
    missed_ = std::move(missed);
    std::lock_guard const lock{mutex_};
    log_change(report_, report);
    report_ = std::move(report);
}

AuditReport Auditor::report() const {
    std::lock_guard const lock{mutex_};
    return report_;
}

std::string trouble_of(AuditReport const& report, core::Duration silence) {
    if (silence > silence_max) {
        return fmt::format(
            "nobody has looked for {} s whether all chases go on: the engine does not answer",
            silence.us / 1'000'000);
    }
    if (report.is_clean()) {
        return {};
    }
    return fmt::format("{} fault(s) of ours in open chases, and somebody may not be reached: {}",
                       sum_of(report), report.first);
}

}  // namespace larm::world
