// Looks for every fault of a rule pack. One file per subject; this header names them all.
//
// What a pack lacks, and names it does not know, are faults only when all of its files could be
// read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/rules/pack_source.hpp"

namespace larm::rules {

inline constexpr int hour_s = 3600;
inline constexpr int day_s = 24 * hour_s;
inline constexpr int day_min = 24 * 60;

/// Adds what is wrong with the pack as a whole.
void check_pack(PackSource const& source, Faults& faults);

/// The pack that is checked, and where faults go.
class Check {
public:
    Check(PackSource const& source, Faults& faults) : source_{source}, faults_{faults} {}

    [[nodiscard]] v1::RulePack const& pack() const { return source_.pack(); }
    [[nodiscard]] Place at(std::string_view field, int index = -1) const {
        return source_.at(field, index);
    }
    [[nodiscard]] bool is_whole() const { return source_.is_whole(); }

    void fault(Place const& place, std::string message, std::string hint = {}) const;
    /// A fault of the whole pack; only said when all of it was read.
    void lacks(std::string message, std::string hint = {}) const;
    /// A name that should be one of `known`. `what` is e.g. "region".
    void known(Place const& place, std::string_view what, std::string const& name,
               std::vector<std::string> const& known) const;
    /// A value between `min` and `max`.
    void range(Place const& place, std::string_view what, int value, int min, int max) const;
    /// An id of small letters, unique among those at the same field with a smaller index.
    void id(Place const& place, std::string_view what, std::string const& id,
            std::vector<std::string> const& all, int index) const;
    /// Something is written there.
    void present(Place const& place, std::string_view what, std::string const& value) const;

private:
    PackSource const& source_;
    Faults& faults_;
};

/// Name, version, title, policy.
void check_head(Check const& check);
/// Regions, hospitals, blood centres, organisations.
void check_places(Check const& check);
/// Steps: when they start, who is asked, what counts as an answer.
void check_steps(Check const& check);
/// Which steps wait for which.
void check_order(Check const& check);
/// The ladders of the steps.
void check_rungs(Check const& check);
/// Whom the pack tells without asking: of a no, and that chases are held.
void check_notices(Check const& check);
/// A list of channels, at `place`.channels: each is one, and stands there once.
void check_each_once(Check const& check, Place const& place,
                     google::protobuf::RepeatedField<int> const& channels);
/// How channels are tried.
void check_channels(Check const& check);
/// Message templates.
void check_messages(Check const& check);
/// How much blood is expected to be needed, and the alarm to the country's blood centres.
void check_blood(Check const& check);
/// Support, situation reports, conferences, and the steps that these begin.
void check_cooperation(Check const& check);
/// What an alarm is measured by afterwards.
void check_indicators(Check const& check);
/// Triage and the standard of care: indicators, what is recommended by them, who decides.
void check_triage(Check const& check);
/// What hospitals can take, their ladders, and the ways between them.
void check_capacity(Check const& check);
/// How patients are moved.
void check_transfers(Check const& check);
/// The scenarios that the pack must stand.
void check_readiness(Check const& check);

}  // namespace larm::rules
