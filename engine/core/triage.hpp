// Keeps every running incident's indicators at what the state says: an event is followed by the
// indicators that read what it changed, and by no others. Derived beside the records, which are
// the incidents' (triage_book).
#pragma once

#include <larm/v1/event.pb.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/noted.hpp"
#include "engine/core/triage_places.hpp"
#include "engine/core/triage_read.hpp"

namespace larm::core {

class Triage {
public:
    /// The pack's triage rules, made ready; the pack must outlive this. nullptr where it has none.
    [[nodiscard]] TriageTerms const* terms_of(Pack const& pack);

    /// Another pack is in use: hospitals are others.
    void use_rules(Capacity const& capacity);
    /// Counts hospitals again that are other than before.
    void renew(Capacity const& capacity, std::vector<std::size_t> const& hospitals);
    [[nodiscard]] TriagePlaces const& places() const { return places_; }
    /// Regions in which a hospital has changed since the last call; by id.
    std::vector<std::string_view> const& take_changed();

private:
    TriagePlaces places_;
    Noted<std::string_view> changed_;                        ///< Of `places_`.
    std::map<std::string, TriageTerms, std::less<>> terms_;  ///< By hash of the pack.
};

inline constexpr unsigned all_inputs = ~0U;

/// What an event changes for the incident that it belongs to, and for all of them, as bits of
/// TriageInput.
struct TriageMoved {
    unsigned own = 0;
    unsigned everywhere = 0;
    std::string_view organisation;  ///< Where only one region is concerned: a region or hospital.
};
[[nodiscard]] TriageMoved moved_by(v1::Event const& event);

/// Reads anew what `inputs` are read by, in one region or, where that is empty, in all.
void read_anew(TriageBook& book, TriageSight const& sight, unsigned inputs, std::string_view region,
               Instant at);

}  // namespace larm::core
