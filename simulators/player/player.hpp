// Plays a scenario in virtual time: the same core and the same World as the daemon's, with
// simulated people at the other end of the outbox. No clock and no thread: the caller says how fast
// it goes. The same scenario, rules and seed give the same bytes.
#pragma once

#include <larm/v1/report.pb.h>

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/report/timeline.hpp"
#include "engine/world/world.hpp"
#include "simulators/player/gateways.hpp"
#include "simulators/player/judge.hpp"
#include "simulators/player/people.hpp"
#include "simulators/player/replay_log.hpp"
#include "simulators/player/script.hpp"
#include "simulators/player/stage.hpp"

namespace larm::player {

class Player final : public Stage, private world::FeedPort {
public:
    /// `scenario` must outlive it. `journal`: keep the log in this new file too.
    /// Failure: what is wrong with that file, in English.
    [[nodiscard]] static std::expected<std::unique_ptr<Player>, std::string> open(
        Scenario const& scenario, std::uint64_t seed,
        std::optional<std::filesystem::path> const& journal = {});

    /// When something happens next; nothing when the scenario is over.
    [[nodiscard]] std::optional<core::Instant> next() const;
    /// Lets it happen. There must be something.
    void step();
    void play_to_the_end();

    [[nodiscard]] core::State const& state() const override { return world_->staged(); }
    /// The log so far.
    [[nodiscard]] std::vector<world::PublishedEvent> const& log() const { return log_; }
    /// Told so far; grows with step().
    [[nodiscard]] std::vector<v1::TimelineLine> const& timeline() const { return lines_; }
    [[nodiscard]] report::Timeline const& teller() const { return teller_; }
    /// How it stands: meant for when the scenario is over.
    [[nodiscard]] v1::ReplayReport result() const;
    /// What went wrong with the journal file; empty while all is well.
    [[nodiscard]] std::string const& trouble() const { return replay_log_->trouble(); }
    [[nodiscard]] journal::Hash const& head() const { return replay_log_->hash(); }

    void give_own(v1::Command const& command) override;

private:
    Player(Scenario const& scenario, std::uint64_t seed, std::unique_ptr<ReplayLog> log);

    void submit(v1::Command const& command, world::ReplyTo reply_to) override;
    void publish(std::shared_ptr<world::PublishedBatch const> batch) override;
    /// Until nothing waits for the log.
    void settle();
    void set_up();
    [[nodiscard]] std::vector<v1::Verdict> verdicts_on_acts() const;

    std::unique_ptr<ReplayLog> replay_log_;
    People people_;
    Script script_;
    Gateways gateways_;
    Judge judge_;
    report::Timeline teller_;
    std::vector<world::PublishedEvent> log_;
    std::vector<v1::TimelineLine> lines_;
    std::unique_ptr<world::World> world_;
};

}  // namespace larm::player
