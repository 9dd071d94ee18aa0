#include "engine/core/past.hpp"

namespace larm::core {
namespace {

constexpr std::size_t kept = 100;

}  // namespace

void Past::Report::read(v1::CapacityReport const& report) {
    observed_at = {report.observed_at_us()};
    reported_at = {report.reported_at_us()};
    facility = report.facility();
    via = report.via();
    reported_by = report.reported_by();
    taken_by = report.taken_by();
    note = report.note();
    figures.clear();
    for (auto const& figure : report.figures()) {
        figures.push_back({figure.stage(), figure.dimension(), figure.free()});
    }
}

void Past::Report::save(v1::CapacityReport& out) const {
    out.set_observed_at_us(observed_at.us);
    out.set_reported_at_us(reported_at.us);
    out.set_facility(facility);
    out.set_via(via);
    out.set_reported_by(reported_by);
    out.set_taken_by(taken_by);
    out.set_note(note);
    for (auto const& each : figures) {
        auto& figure = *out.add_figures();
        figure.set_stage(each.stage);
        figure.set_dimension(each.dimension);
        figure.set_free(each.free);
    }
}

Past::Entry& Past::next(Instant at, Kind kind) {
    auto const is_full = entries_.size() == kept;
    auto& entry = is_full ? entries_[oldest_] : entries_.emplace_back();
    if (is_full) {
        oldest_ = (oldest_ + 1) % kept;
        failed_ -= static_cast<int>(entry.kind == Kind::failed_step);
    }
    failed_ += static_cast<int>(kind == Kind::failed_step);
    entry.at = at;
    entry.kind = kind;
    return entry;
}

void Past::add(Instant at, Kind kind, google::protobuf::MessageLite const& record) {
    LARM_CHECK(record.SerializeToString(&next(at, kind).bytes));
}

void Past::add(Instant at, v1::CapacityReport const& report) {
    hospital_ = report.hospital_id();
    next(at, Kind::report).report.read(report);
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
        if (entry.kind == Kind::report) {
            saved.mutable_report()->set_hospital_id(hospital_);
            entry.report.save(*saved.mutable_report());
        } else if (entry.kind == Kind::exercised) {
            *saved.mutable_exercised() = read<v1::ExercisedRecord>(entry);
        } else {
            *saved.mutable_step() = read<v1::StepRecord>(entry);
        }
    }
}

}  // namespace larm::core
