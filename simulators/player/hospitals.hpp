// The simulated hospitals: they say what they have, accept what is ordered and carry it out. They
// keep books of their own, apart from the engine's: what they had, what steps have added, and who
// has come and still takes a place by the pack's rules.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "engine/core/care.hpp"
#include "simulators/player/casualties.hpp"
#include "simulators/player/stage.hpp"

namespace larm::player {

/// `stage` and `casualties` must outlive it, and it what it has put down.
class Hospitals {
public:
    Hospitals(Stage& stage, Casualties const& casualties)
        : stage_{stage}, casualties_{casualties} {}

    /// Puts down everything on the stage's agenda. Once.
    void put_down();

private:
    /// One figure as it was drawn or said, and when.
    struct Figure {
        bool is_known = false;
        int free = 0;
        core::Instant since;
        int added = 0;  ///< By steps that are done since.
    };
    /// Of each stage, from some time on.
    struct Places {
        core::Instant from;
        core::ByStage<std::int64_t> taken{};
    };
    /// Places that casualties take, rounded up, each time that it is another number.
    struct Course {
        std::vector<Places> steps;
        std::int64_t changes = -1;  ///< As Casualties has them.

        [[nodiscard]] core::ByStage<std::int64_t> at(core::Instant at) const;
    };
    struct Book {
        std::string id;
        std::string party;
        v1::HospitalPlan const* plan = nullptr;
        core::ByStage<core::ByDimension<int>> baseline{};  ///< By the pack.
        core::ByStage<core::ByDimension<Figure>> figures{};
        Course taken;
        bool is_evacuated = false;                            ///< At its last report.
        std::set<std::pair<std::string, std::int64_t>> seen;  ///< Orders: step, and since when.
        v1::Command report;                                   ///< The last one, for its memory.
    };
    /// What a casualty takes of a stage, by the pack.
    struct Needs {
        core::Counts permille{};
        std::int64_t stay_min = 0;  ///< 0: for good.
    };

    void read_needs();
    /// What nobody sends them a message of: incidents that are confirmed, and orders.
    void look();
    void begin(Book& book, std::string const& incident);
    void begin_rounds(Book& book, v1::PlannedFigures const& planned, core::Duration after);
    void report(Book& book, v1::PlannedFigures const& planned, std::string const& incident,
                bool is_first);
    void add_figures(v1::ReportCapacity& out, Book& book, v1::PlannedFigures const& planned,
                     bool is_first);
    void note_figure(Book& book, v1::CareStage stage, v1::PlusDimension dimension,
                     v1::PlannedFigures const& planned, bool is_first);
    void see_orders(Book& book);
    void accept(Book& book, std::string const& id, std::int64_t since_us);
    void carry_out(Book& book, v1::PlusStep const& step, bool fails);
    [[nodiscard]] std::vector<Places> course_of(std::span<SevereStay const> stays) const;
    [[nodiscard]] v1::StepRecord const* standing(std::string const& hospital,
                                                 std::string const& step) const;

    Stage& stage_;
    Casualties const& casualties_;
    std::map<std::string, Book> books_;  ///< By hospital.
    core::ByStage<Needs> needs_{};
    bool any_evacuation_ = false;  ///< In the whole scenario.
    std::int64_t seen_news_ = -1;  ///< Of the stage, when they looked last.
    std::set<std::string> begun_;  ///< Incidents.
};

}  // namespace larm::player
