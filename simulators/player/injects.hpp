// The list of injects (MSEL) as it is played: each is told when its time or its condition has come,
// what it expects is looked for in the log, and where that is not done in time its contingency
// follows. Those given by hand come to it as events, as do its own.
#pragma once

#include <larm/v1/exercise.pb.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "simulators/player/judge.hpp"
#include "simulators/player/stage.hpp"

namespace larm::player {

/// `stage` and `judge` must outlive it.
class Injects {
public:
    /// Lets an act of an inject happen.
    using Do = std::function<void(v1::ScriptedAct const&)>;

    Injects(Stage& stage, Judge& judge, Do act)
        : stage_{stage}, judge_{judge}, do_{std::move(act)} {}

    /// Puts down everything on the stage's agenda. Once.
    void put_down();
    /// After each event that the judge says may change something. No command is given at once: what
    /// follows is kept until the event is safe.
    void see(v1::Event const& event);
    /// Puts what follows from the events so far on the agenda.
    void put_down_what_follows();

    /// When the next one with a time is told; nothing where there is none.
    [[nodiscard]] std::optional<core::Instant> next() const;
    /// Those of the scenario, as they stand; their records are the exercise's.
    [[nodiscard]] std::vector<v1::InjectView> views() const;
    /// What came of those that expect something and were told.
    [[nodiscard]] std::vector<v1::Verdict> verdicts() const;
    /// Whether it holds now. Of the conditions of the scenario alone.
    [[nodiscard]] bool holds(v1::Condition const& condition);

private:
    /// A condition's expectations, by their numbers with the judge.
    struct Watches {
        std::vector<int> all;
        std::vector<int> none;
    };
    struct Course {
        v1::Inject const* inject = nullptr;
        bool is_waiting = false;  ///< Its time has come, its condition has not.
        bool is_settled = false;  ///< Told or passed over.
        std::optional<core::Instant> told_at{};
        std::vector<int> expects{};
        std::optional<core::Instant> met_at{};
        bool is_missed = false;
    };

    void watch(v1::Condition const& condition);
    void come(std::size_t index);
    void tell(Course& course, v1::InjectCause cause);
    void pass_over(Course& course);
    void begin(Course& course);
    void later(core::Duration after, Agenda::Happening happening) {
        following_.emplace_back(after, std::move(happening));
    }
    void look();
    void time_is_up(std::size_t index);
    [[nodiscard]] Course* find(std::string_view id);

    Stage& stage_;
    Judge& judge_;
    Do do_;
    std::vector<Course> courses_;
    std::vector<std::pair<core::Duration, Agenda::Happening>> following_;
    std::map<v1::Condition const*, Watches> watches_;
};

/// A condition in words, in both languages.
[[nodiscard]] v1::Text in_words(v1::Condition const& condition, Scenario const& scenario);

}  // namespace larm::player
