// A world under test: the test pack active, a log that is durable when the test says so, and what
// left the world in the order it left.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "engine/world/live_world.hpp"
#include "engine/world/world.hpp"
#include "tests/support/story.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::world::test {

inline constexpr core::Instant began{1'795'478'400'000'000};

/// Whether it comes true before patience ends.
template <typename Condition>
[[nodiscard]] bool eventually(Condition const& condition) {
    auto const until = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until) {
            return false;
        }
        std::this_thread::yield();
    }
    return true;
}

/// Every port in one, keeping a list of what was done.
class Ports final : public LogPort, public FeedPort, public OutboxPort {
public:
    void begin_append(std::vector<journal::Record> records) override;
    void write_snapshot(std::int64_t seq, std::string state, std::string segment) override;
    void publish(std::shared_ptr<PublishedBatch const> batch) override;
    void take(core::State const& state, v1::Event const& event, std::int64_t seq) override;
    void resume(core::State const& state, core::Instant now) override;

    std::vector<std::string> done;  ///< "append 1-3", "publish 1-3 LOCAL", "take 1"
    std::vector<journal::Record> records;
    std::size_t appends = 0;
};

/// What came of one command.
struct Told {
    std::vector<Reply> replies;
    [[nodiscard]] bool is_empty() const { return replies.empty(); }
    [[nodiscard]] v1::CommandReply const& reply() const;
    [[nodiscard]] core::Rejection const& refusal() const;
};
[[nodiscard]] ReplyTo into(Told& told);

/// The test pack's activation and a TiB for each region, as the engine's own commands.
[[nodiscard]] v1::Command activation();
/// `command` as the server hands it over: with a fresh id and a fingerprint of its body.
[[nodiscard]] v1::Command from_client(v1::Command command);

/// A World with the pack active and durable.
struct Manual {
    Manual();
    Ports ports;
    World world;

    /// One turn of a driver.
    void give(v1::Command const& command, Told& told, core::Instant now = began);
    void durable(v1::Durability durability = v1::DURABILITY_LOCAL);
};

class Place : public larm::test::TemporaryDirectory {
public:
    [[nodiscard]] std::filesystem::path journal() const { return path() / "data" / "live.db"; }
};

/// A live world on `place`, which nobody hears and which delivers nothing. Fails the test where it
/// cannot be opened.
[[nodiscard]] std::unique_ptr<LiveWorld> open_live(Place const& place, Ports& ports,
                                                   LiveWorldOptions options = {});
/// Options with the journal, a spill folder and a fresh identity in `place`.
[[nodiscard]] LiveWorldOptions live_options(Place const& place);

}  // namespace larm::world::test
