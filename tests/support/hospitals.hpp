// Stories of hospitals: a pack with capacity rules, and the commands of those who report.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/core/capacity_view.hpp"
#include "tests/support/story.hpp"

namespace larm::test {

/// The pack of chain_pack() with tests/support/capacity.textproto.
[[nodiscard]] v1::RulePack capacity_pack();

/// Stage, dimension and how many more.
struct Said {
    v1::CareStage stage;
    v1::PlusDimension dimension;
    int free;
};

/// By the hospital itself; `seen` not set: now.
[[nodiscard]] v1::Command report(std::string const& hospital, std::vector<Said> const& said,
                                 core::Instant seen = {});
/// The four figures of the test pack's hospitals: rooms and staff of the emergency, ventilators and
/// staff of intensive care.
[[nodiscard]] v1::Command report_all(std::string const& hospital, int rooms, int staff,
                                     int ventilators, int nurses, core::Instant seen = {});
[[nodiscard]] v1::Command order(std::string const& hospital, std::vector<std::string> const& steps,
                                std::string const& incident = {});
[[nodiscard]] v1::Command say_step(std::string const& hospital, std::string const& step,
                                   v1::StepState state, int ready_in_minutes = 0);
/// By the TiB who leads, in `region`.
[[nodiscard]] v1::Command casualties(std::string const& incident, std::string const& region,
                                     core::Counts at_scene, core::Counts under_way,
                                     std::string const& near_hospital = "A");
[[nodiscard]] v1::Command arrivals(std::string const& incident, std::string const& hospital,
                                   core::Counts arrived, core::Instant seen = {});

/// "7 STAFF", "unknown"
[[nodiscard]] std::string effective(Story const& story, std::string const& hospital,
                                    v1::CareStage stage);
[[nodiscard]] std::string forecast(Story const& story, std::string const& hospital,
                                   v1::CareStage stage, int in_minutes);
/// Of all events so far.
[[nodiscard]] std::vector<v1::CapacityWarned> warnings(Story const& story);
/// Whether the state does as one that is read from its snapshot: what is derived bit by bit is what
/// looking at everything gives. Says where it does not; empty where it does.
[[nodiscard]] std::string differs_from_whole(core::State const& state);

}  // namespace larm::test
