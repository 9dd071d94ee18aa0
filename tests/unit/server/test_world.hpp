// The live world under test: LiveWorld with the shipped rule pack, on a directory of the test's.
#pragma once

#include <filesystem>
#include <memory>

#include "engine/world/live_outbox.hpp"
#include "engine/world/live_world.hpp"
#include "engine/world/ports.hpp"

namespace larm::server::test {

class TestWorld {
public:
    /// Seeds the journal with rules/mellansverige. Both must outlive the world.
    TestWorld(std::filesystem::path const& directory, world::FeedPort& feed);
    ~TestWorld();
    TestWorld(TestWorld const&) = delete;
    TestWorld& operator=(TestWorld const&) = delete;
    [[nodiscard]] world::LiveWorld& live() { return *live_; }
    [[nodiscard]] world::LiveOutbox const& outbox() const { return outbox_; }

private:
    // With an SMS provider that is down and nothing else, and idle until a test begins delivery:
    // delivery has tests of its own.
    world::LiveOutbox outbox_;
    std::unique_ptr<world::LiveWorld> live_;
};

}  // namespace larm::server::test
