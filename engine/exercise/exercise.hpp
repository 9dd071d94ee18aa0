// One exercise in the daemon: a scenario is played by the player of `larm replay`, in a world and a
// journal of its own, as fast as its controller says. Its messages go to simulated people, and to
// the devices that have been enrolled for it: no other channel to a person exists in it. People
// take part at the console.
#pragma once

#include <larm/v1/exercise.pb.h>

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/exercise/enrolled_book.hpp"
#include "engine/exercise/exercise_thread.hpp"
#include "engine/exercise/inputs.hpp"
#include "engine/exercise/pace.hpp"
#include "engine/exercise/pushes.hpp"
#include "engine/exercise/run_folder.hpp"
#include "engine/server/contact_desk.hpp"
#include "engine/server/limits.hpp"
#include "engine/server/metrics.hpp"
#include "engine/server/watch/hub.hpp"
#include "engine/server/worlds.hpp"
#include "engine/world/world_handle.hpp"
#include "simulators/player/after_action.hpp"
#include "simulators/player/player.hpp"

namespace larm::exercise {

/// What an exercise is given. All that is referred to must outlive it.
struct ExerciseContext {
    boost::asio::io_context& io;  ///< the network's
    ExerciseThread& thread;
    server::Limits const& limits;
    server::Clock const& clock;
    std::filesystem::path data;  ///< the daemon's folder; the journal goes below it
    /// How enrolled devices are reached; nullptr: none can be enrolled.
    PushSetup const* push = nullptr;
    /// Told on the exercises' thread when one has ended, and again when it is closed then, with its
    /// folder. May be empty.
    std::function<void(std::filesystem::path const&, player::AfterActionDraft)> on_over{};
};

/// How it is played.
struct ExerciseOrder {
    std::string world_id;
    std::uint64_t seed = 1;
    std::set<std::string, std::less<>> humans{};
    /// Its time stands until it is started.
    bool waits = true;
    /// A restart of the daemon brings it back.
    bool comes_back = true;
};

/// Made and destroyed on the network thread, after its thread has stopped; played on the exercises'
/// thread.
class Exercise final : public world::WorldHandle, private world::FeedPort {
public:
    /// Any thread; waits for a disk. Failure: what is wrong with the journal, in English.
    [[nodiscard]] static std::expected<std::unique_ptr<Exercise>, std::string> open(
        player::Scenario scenario, ExerciseOrder const& order, ExerciseContext const& context);
    /// As it was when the daemon stopped; what was played is paused. Failure: why it cannot be.
    [[nodiscard]] static std::expected<std::unique_ptr<Exercise>, std::string> bring_back(
        player::Scenario scenario, RunFolder folder, ExerciseContext const& context);
    ~Exercise() override { stop_desk(); }

    [[nodiscard]] std::string const& world_id() const { return folder_.world_id; }
    [[nodiscard]] std::shared_ptr<player::Scenario const> scenario() const { return scenario_; }
    /// Where its journal is.
    [[nodiscard]] std::filesystem::path const& folder() const { return folder_.path; }
    [[nodiscard]] server::WorldSide side() {
        return {*this, *desk_, hub_, &devices_->book(), answer_keys_ ? &*answer_keys_ : nullptr};
    }
    [[nodiscard]] server::WatchHub& hub() { return hub_; }
    /// From now on its time follows the clock. Network thread, once.
    void begin();
    /// Takes nothing more, and its time stands. Its journal is whole at any time. `for_good`: a
    /// restart does not bring it back.
    void close(bool for_good);
    /// After close(), once nobody watches any more: true when it can be destroyed. Until then it
    /// has to be asked again. Network thread.
    [[nodiscard]] bool can_go();
    /// After close(): waits for what the desk does. Any thread.
    void stop_desk();

    void submit(v1::Command command, world::ReplyTo reply_to) override;
    void read(world::Reader reader) override;
    [[nodiscard]] core::Instant now() const override;
    [[nodiscard]] v1::Durability durability() const override { return v1::DURABILITY_LOCAL; }

    /// The engine's own: a live alarm goes first.
    void freeze(std::string const& reason);
    /// `take` is called on the exercises' thread with how it stands.
    void look(std::function<void(v1::ExerciseView)> take);
    /// The same with what its report is made of.
    void sum_up(std::function<void(player::AfterActionDraft)> take);
    /// The phase as of its last turn. Any thread.
    [[nodiscard]] v1::ExerciseSummary summary() const;

private:
    struct Queued {
        v1::Command command;
        world::ReplyTo reply_to;
    };

    Exercise(std::unique_ptr<player::Scenario> scenario, RunFolder folder,
             ExerciseContext const& context);
    [[nodiscard]] std::expected<void, std::string> open_inputs();
    [[nodiscard]] std::expected<void, std::string> open_world(ExerciseOrder const& order,
                                                              bool again);
    /// What has come, at the same places; then on to where the journal ends.
    [[nodiscard]] std::expected<void, std::string> play_again(std::vector<Input> inputs);
    void open_desk();
    [[nodiscard]] std::optional<core::Rejection> stopped() const override;

    void publish(std::shared_ptr<world::PublishedBatch const> batch) override;
    /// What the log says of time.
    void follow(v1::Event const& event);

    // On the exercises' thread.
    void schedule_turn();
    void turn();
    [[nodiscard]] bool catch_up();
    void decide();
    /// Why the scenario does not let it through now.
    [[nodiscard]] std::optional<core::Rejection> refuse(v1::Command const& command) const;
    /// From outside: noted, and given.
    void give(v1::Command const& command, world::ReplyTo reply_to);
    void arm_timer();
    void note_time();
    void note_over();
    [[nodiscard]] v1::ExerciseView view() const;

    RunFolder folder_;
    std::shared_ptr<player::Scenario> scenario_;  ///< Shared with who writes of it.
    ExerciseContext context_;
    server::Metrics metrics_;  ///< Not exposed: live's figures are live's.
    server::WatchHub hub_;
    Pace pace_;
    std::unique_ptr<Inputs> inputs_;
    std::unique_ptr<player::Player> player_;
    std::unique_ptr<EnrolledBook> devices_;
    std::optional<delivery::AnswerKeys> answer_keys_;  ///< Where devices can be enrolled.
    std::unique_ptr<Pushes> pushes_;                   ///< The same.
    std::unique_ptr<server::ContactDesk> desk_;
    std::vector<Queued> commands_;
    std::vector<world::Reader> readers_;
    boost::asio::steady_timer timer_;
    bool is_turn_scheduled_ = false;
    bool has_begun_ = false;
    bool is_over_ = false;
    bool is_played_again_ = false;
    std::atomic<std::size_t> waiting_ = 0;
    std::atomic<bool> is_closed_ = false;
    bool is_let_go_ = false;              ///< Of the network thread: it has asked for the next.
    std::atomic<bool> has_gone_ = false;  ///< Nothing of it is left on the exercises' thread.

    // For other threads: exercise time and the clock's at the last turn, and the pace from then on,
    // which is 0 while it stands.
    std::atomic<std::int64_t> noted_at_us_ = 0;
    std::atomic<std::int64_t> noted_steady_us_ = 0;
    std::atomic<int> noted_percent_ = 0;
    std::atomic<int> noted_phase_ = v1::EXERCISE_PHASE_LOADED;
    std::atomic<int> noted_pace_percent_ = 100;
};

}  // namespace larm::exercise
