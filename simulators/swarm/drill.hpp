// An exercise beside the live world of a night: a World and an outbox of its own in the same
// process, people and controllers in it, and its own time, which stands, runs and leaps as its log
// says. Its journal never fails: what fails is the live world's. It ends with its process.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "engine/world/world.hpp"
#include "simulators/swarm/coverage.hpp"
#include "simulators/swarm/crowd.hpp"
#include "simulators/swarm/invariants.hpp"
#include "simulators/swarm/mail.hpp"
#include "simulators/swarm/tally.hpp"

namespace larm::swarm {

class Drill final : private world::LogPort, private world::FeedPort {
public:
    /// What it is given; all of it must outlive it.
    struct Surroundings {
        Rules const& rules;
        std::uint64_t seed;  ///< Its own.
        Odds const& odds;
        Tally& tally;
        Coverage& coverage;
        Wire& wire;
        std::function<core::Instant()> steady;
    };

    explicit Drill(Surroundings const& surroundings);

    /// Its time goes on to now.
    void turn();
    /// Somebody in it does something.
    void act(std::int64_t number);
    /// A live alarm has gone out: it has to stand still.
    void freeze();
    [[nodiscard]] Held const& held() const { return held_; }

private:
    void begin_append(std::vector<journal::Record> records) override;
    void write_snapshot(std::int64_t, std::string, std::string) override {}
    void publish(std::shared_ptr<world::PublishedBatch const> batch) override;

    [[nodiscard]] core::Instant now() const;
    void follow(v1::Event const& event);
    void give(v1::Command command);
    void give_own(v1::Command const& command);
    void open();
    void finish_batches();
    void check();
    void must(Held held);

    Surroundings in_;
    Crowd crowd_;
    core::Instant at_;  ///< Its own time when that was looked at last.
    core::Instant since_;
    int percent_ = 100;
    bool is_playing_ = false;
    std::int64_t given_ = 0;
    std::int64_t turns_ = 0;
    std::int64_t checked_seq_ = -1;   ///< Up to where everything holds.
    std::int64_t compared_seq_ = -1;  ///< Up to where the log is known to be the state.
    std::vector<v1::Command> own_;
    Books books_;
    core::State folded_;
    Comparison comparison_;
    Held held_;
    Mail<delivery::Exercise> mail_;
    world::World world_;
};

}  // namespace larm::swarm
