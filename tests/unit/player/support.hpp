// Scenarios for tests: the shipped ones, and a small one that a test changes in one place.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "simulators/player/player.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::player::test {

using Folder = larm::test::TemporaryDirectory;

[[nodiscard]] std::filesystem::path shipped(std::string const& id);
[[nodiscard]] std::filesystem::path rules();

/// A scenario of 22 lines without a fault, called small.textproto.
[[nodiscard]] std::string small();
/// `text` with the one place `from` replaced; fails the test where it is not there just once.
[[nodiscard]] std::string with(std::string text, std::string_view from, std::string_view to);

/// Loads, or fails the test with all faults.
[[nodiscard]] Scenario load(std::filesystem::path const& file);
/// `text` as small.textproto, loaded.
[[nodiscard]] Scenario load_text(std::string const& text);
/// Played to its end.
[[nodiscard]] std::unique_ptr<Player> play(Scenario const& scenario, std::uint64_t seed = 1);
/// Every expectation that did not hold, with what was seen.
[[nodiscard]] std::string broken(v1::ReplayReport const& result);

}  // namespace larm::player::test
