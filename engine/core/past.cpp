#include "engine/core/past.hpp"

namespace larm::core {
namespace {

constexpr std::size_t kept = 100;

}  // namespace

void Past::add(Instant at, Kind kind, google::protobuf::MessageLite const& record) {
    auto const is_full = entries_.size() == kept;
    auto& entry = is_full ? entries_[oldest_] : entries_.emplace_back();
    if (is_full) {
        oldest_ = (oldest_ + 1) % kept;
        failed_ -= static_cast<int>(entry.kind == Kind::failed_step);
    }
    failed_ += static_cast<int>(kind == Kind::failed_step);
    entry.at = at;
    entry.kind = kind;
    LARM_CHECK(record.SerializeToString(&entry.bytes));
}

void Past::add(Instant at, v1::CapacityReport const& report) {
    add(at, Kind::report, report);
}

void Past::add(Instant at, v1::StepRecord const& step) {
    add(at, step.state() == v1::STEP_STATE_FAILED ? Kind::failed_step : Kind::step, step);
}

void Past::add(Instant at, v1::ExercisedRecord const& exercised) {
    add(at, Kind::exercised, exercised);
}

void Past::add(v1::CapacityHistoryEntry const& entry) {
    Instant const at{entry.at_us()};
    if (entry.has_step()) {
        add(at, entry.step());
    } else if (entry.has_exercised()) {
        add(at, entry.exercised());
    } else {
        add(at, entry.report());
    }
}

void Past::save(Entries& out) const {
    out.Reserve(out.size() + static_cast<int>(entries_.size()));
    for (std::size_t number = 0; number < entries_.size(); ++number) {
        auto const& entry = nth(number);
        auto& saved = *out.Add();
        saved.set_at_us(entry.at.us);
        auto const is_read = entry.kind == Kind::report
                                 ? saved.mutable_report()->ParseFromString(entry.bytes)
                             : entry.kind == Kind::exercised
                                 ? saved.mutable_exercised()->ParseFromString(entry.bytes)
                                 : saved.mutable_step()->ParseFromString(entry.bytes);
        LARM_CHECK(is_read);
    }
}

}  // namespace larm::core
