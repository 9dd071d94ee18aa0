// What has become of one hospital: the latest hundred entries. Figures come by the minute, from
// every hospital, and hardly anybody reads what they were: reports are kept as plain values, in the
// memory of those that are forgotten for them, and what is rare as its bytes. Either is a tenth of
// the messages, and lies together. The whole past is in the journal.
#pragma once

#include <larm/v1/capacity.pb.h>

#include <optional>
#include <string>
#include <vector>

#include "engine/core/check.hpp"
#include "engine/core/instant.hpp"

namespace larm::core {

class Past {
public:
    using Entries = google::protobuf::RepeatedPtrField<v1::CapacityHistoryEntry>;

    void add(Instant at, v1::CapacityReport const& report);
    void add(Instant at, v1::StepRecord const& step);
    void add(Instant at, v1::ExercisedRecord const& exercised);
    void add(v1::CapacityHistoryEntry const& entry);
    /// Appends them, the latest last.
    void save(Entries& out) const;

    /// Whether a step has failed in it.
    [[nodiscard]] bool has_failed() const { return failed_ > 0; }
    /// The latest entry of a step of which `is_meant` holds; nothing where there is none.
    template <typename IsMeant>
    [[nodiscard]] std::optional<v1::StepRecord> latest_step(IsMeant const& is_meant) const {
        for (auto before = entries_.size(); before-- > 0;) {
            auto const& entry = nth(before);
            if (entry.kind != Kind::step && entry.kind != Kind::failed_step) {
                continue;
            }
            if (auto step = read<v1::StepRecord>(entry); is_meant(step)) {
                return step;
            }
        }
        return std::nullopt;
    }

private:
    enum class Kind : std::uint8_t { report, step, failed_step, exercised };
    /// All that a report says; whose it is, all of them share.
    struct Report {
        struct Figure {
            v1::CareStage stage;
            v1::PlusDimension dimension;
            int free;
        };

        Instant observed_at;
        Instant reported_at;
        v1::FacilityStatus facility{};
        v1::Via via{};
        std::string reported_by;
        std::string taken_by;
        std::string note;
        std::vector<Figure> figures;

        void read(v1::CapacityReport const& report);
        void save(v1::CapacityReport& out) const;
    };
    struct Entry {
        Instant at;
        Kind kind = Kind::report;
        Report report;
        std::string bytes;  ///< Of anything else.
    };

    template <typename Record>
    [[nodiscard]] static Record read(Entry const& entry) {
        Record record;
        LARM_CHECK(record.ParseFromString(entry.bytes));
        return record;
    }
    /// From the oldest on.
    [[nodiscard]] Entry const& nth(std::size_t number) const {
        return entries_[(oldest_ + number) % entries_.size()];
    }
    /// In the memory of what is forgotten for it.
    Entry& next(Instant at, Kind kind);
    void add(Instant at, Kind kind, google::protobuf::MessageLite const& record);

    std::vector<Entry> entries_;  ///< A ring, once it is full.
    std::size_t oldest_ = 0;
    int failed_ = 0;  ///< Entries of a step that has failed.
    std::string hospital_;
};

}  // namespace larm::core
