// All exercises of the daemon: loads them, finds them, breaks them off when a live alarm goes out,
// and closes them.
#pragma once

#include <larm/v1/exercise.pb.h>

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
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
    /// How devices are reached that are enrolled for one; nothing: none can be.
    std::optional<PushSetup> push{};
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

    /// Whom to tell of worlds that open and close. Once; also of those that are open already. What
    /// an earlier daemon has left open comes back then, paused.
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
    /// Closed, and not gone yet.
    [[nodiscard]] std::size_t leaving() const { return closed_.size(); }
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
    void bring_back();
    [[nodiscard]] std::expected<std::unique_ptr<Exercise>, std::string> bring_back(
        RunFolder const& run);
    void on_back();
    void let_go(std::unique_ptr<Exercise> exercise, bool for_good);
    /// Destroys those of which nothing is under way any more.
    void sweep();
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
    /// Until nothing of theirs is under way.
    std::vector<std::unique_ptr<Exercise>> closed_;
    boost::asio::steady_timer sweep_timer_;
    std::set<std::string, std::less<>> loading_;
    /// World by command id, for as long as the world is open.
    std::map<std::string, std::string, std::less<>> loaded_by_;
    /// On their way from their thread, by command id: what the network never takes is ours to
    /// destroy in time.
    std::map<std::string, Loaded, std::less<>> arriving_;
    std::vector<std::unique_ptr<Exercise>> coming_back_;
    std::mutex arriving_mutex_;
    std::atomic<bool> is_stopping_ = false;
    bool has_stopped_ = false;
};

}  // namespace larm::exercise
