// All exercises of the daemon: loads them, finds them, breaks them off when a live alarm goes out,
// and closes them.
#pragma once

#include <larm/v1/exercise.pb.h>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "engine/exercise/exercise.hpp"
#include "engine/exercise/scenario_folder.hpp"
#include "engine/server/exercise_port.hpp"

namespace larm::exercise {

/// What they are given. All that is referred to must outlive them.
struct ExercisesContext {
    boost::asio::io_context& io;  ///< the network's
    server::Limits const& limits;
    server::Clock const& clock;
    std::filesystem::path data;       ///< the daemon's folder
    std::filesystem::path rules;      ///< the pack that scenarios are played on
    std::filesystem::path scenarios;  ///< those that lie ready; empty: none
};

/// Network thread, where it does not say otherwise. Must outlive the server and the network's last
/// run.
class Exercises final : public server::ExercisePort {
public:
    /// So many worlds at once, those that have ended among them.
    static constexpr std::size_t worlds_max = 8;
    /// So many documents may wait to be written.
    static constexpr int reports_max = 8;

    explicit Exercises(ExercisesContext const& context);
    ~Exercises() override;

    /// Whom to tell of worlds that open and close. Once; also of those that are open already.
    struct Doors {
        std::function<void(std::string const&, server::WorldSide)> open;
        std::function<void(std::string const&)> close;
    };
    void open_to(Doors doors);

    /// At the daemon's start: a scenario's file is played at once, so that it begins in a few
    /// seconds. Failure: what is wrong, in English.
    [[nodiscard]] std::expected<void, std::string> play_file(
        std::filesystem::path const& file, std::set<std::string, std::less<>> humans);

    void call(server::ExerciseCall call, server::Answers<server::QueryAnswer>& answers,
              std::uint64_t number) override;

    /// A live alarm goes first. Any thread; returns at once.
    void freeze_all(std::string reason);
    /// Those whose tokens have been revoked are let out.
    void check_tokens();
    /// All of them stand still for good, and nothing more is loaded.
    void begin_stop();
    /// After begin_stop(): waits for what is under way. Any thread; does nothing when called again.
    void stop();

private:
    using Answer = std::function<void(server::QueryAnswer)>;
    using Loaded = std::expected<std::unique_ptr<Exercise>, server::CallError>;

    void list_scenarios(Answer answer);
    void check(v1::CheckScenario const& request, Answer answer);
    void load(v1::LoadExercise const& request, Answer answer);
    [[nodiscard]] Loaded open_one(v1::LoadExercise const& request);
    void on_loaded(std::string const& command_id, Answer const& answer);
    [[nodiscard]] server::QueryAnswer list(server::ExerciseCall const& call) const;
    void look(Exercise& exercise, Answer answer);
    [[nodiscard]] server::QueryAnswer close(Exercise& exercise);
    void export_one(Exercise& exercise, v1::ExportExercise const& request, Answer answer);
    /// Of the report's folder, for whoever compares with it later. Writer's thread.
    void note_run(std::filesystem::path const& folder, player::AfterActionDraft draft);
    void add(std::unique_ptr<Exercise> exercise);
    [[nodiscard]] ExerciseContext context_of();

    ExercisesContext context_;
    ExerciseThread thread_;
    /// Puts reports into words, one after the other: neither the network nor who plays waits for
    /// it.
    ExerciseThread writer_;
    std::atomic<int> reports_asked_ = 0;
    ScenarioFolder folder_;  ///< Of the exercises' thread.
    Doors doors_;
    std::map<std::string, std::unique_ptr<Exercise>, std::less<>> open_;
    /// Their hubs may have handlers under way for as long as the network runs.
    std::vector<std::unique_ptr<Exercise>> closed_;
    std::set<std::string, std::less<>> loading_;
    std::map<std::string, std::string, std::less<>> loaded_by_;  ///< World by command id.
    /// On their way from their thread, by command id: what the network never takes is ours to
    /// destroy in time.
    std::map<std::string, Loaded, std::less<>> arriving_;
    std::mutex arriving_mutex_;
    bool is_stopping_ = false;
};

}  // namespace larm::exercise
