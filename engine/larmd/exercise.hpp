// An exercise in the daemon: a world of its own, with its own journal, feed and contacts, in which
// a scenario is played at the pace of the clock. Its messages go to simulated people and nowhere
// else: no channel to a person exists in it.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <expected>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "engine/contacts/contact_book.hpp"
#include "engine/server/contact_desk.hpp"
#include "engine/server/limits.hpp"
#include "engine/server/metrics.hpp"
#include "engine/server/watch/hub.hpp"
#include "engine/server/worlds.hpp"
#include "engine/world/live_world.hpp"
#include "simulators/player/gateways.hpp"
#include "simulators/player/people.hpp"
#include "simulators/player/script.hpp"
#include "simulators/player/stage.hpp"

namespace larm::larmd {

struct ExerciseContext {
    boost::asio::io_context& io;
    server::Limits const& limits;
    server::Clock const& clock;
    std::filesystem::path data;                 ///< The daemon's folder; the journal goes below it.
    std::set<std::string, std::less<>> humans;  ///< Parties for whom nobody is simulated.
};

/// Made on the network thread; plays on its world's engine thread.
class Exercise final : public player::Stage, private world::OutboxPort {
public:
    /// Begins so that the scenario's first report comes in a few seconds. Failure: what is wrong
    /// with the scenario, its rules or the journal, in English.
    [[nodiscard]] static std::expected<std::unique_ptr<Exercise>, std::string> open(
        std::filesystem::path const& scenario, ExerciseContext const& context);
    ~Exercise() override { stop(); }

    /// As tokens name it: the scenario's id.
    [[nodiscard]] std::string const& id() const { return scenario().script.id(); }
    [[nodiscard]] server::WorldSide side() { return {*world_, *desk_, hub_, book_.get()}; }
    [[nodiscard]] server::WatchHub& hub() { return hub_; }
    /// Plays on until it is stopped.
    void play();
    /// Blocks until its journal is closed; does nothing when called again. Any thread.
    void stop();

    [[nodiscard]] core::State const& state() const override;
    void give_own(v1::Command const& command) override;

private:
    Exercise(std::unique_ptr<player::Scenario> scenario, ExerciseContext const& context);
    [[nodiscard]] std::expected<void, std::string> open_world();

    void submit(v1::Command const& command, world::ReplyTo reply_to) override;
    void take(core::State const& state, v1::Event const& event, std::int64_t seq) override;
    void resume(core::State const&, core::Instant) override {}
    /// On the engine thread: what is due happens.
    void act(core::State const& state);
    void tick();

    std::unique_ptr<player::Scenario> scenario_;
    ExerciseContext context_;
    server::Metrics metrics_;  ///< Not exposed: live's figures are live's.
    server::WatchHub hub_;
    player::People people_;
    player::Gateways gateways_;
    player::Script script_;
    std::unique_ptr<contacts::ContactBook> book_;
    std::unique_ptr<world::LiveWorld> world_;
    std::unique_ptr<server::ContactDesk> desk_;
    boost::asio::steady_timer timer_;
    core::State const* state_ = nullptr;  ///< Of the engine thread.
    std::atomic<bool> is_stopped_ = false;
};

}  // namespace larm::larmd
