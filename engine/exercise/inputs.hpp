// What has come to an exercise from outside: how it was opened, then every command that the player
// did not give by itself, with where the player stood. With the scenario that is all that an
// exercise is made of: played anew with it, it is the same. FORMAT.md describes the file.
#pragma once

#include <larm/v1/command.pb.h>

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/instant.hpp"
#include "engine/journal/sqlite.hpp"

namespace larm::exercise {

struct Input {
    std::int64_t steps = 0;  ///< So many had happened.
    core::Instant at;
    v1::Command command;
};

/// One thread.
class Inputs {
public:
    /// The file is made where there is none. Failure: what is wrong, in English.
    [[nodiscard]] static std::expected<std::unique_ptr<Inputs>, std::string> open(
        std::filesystem::path const& file);

    /// On disk when it returns. Where it cannot be, trouble() says so from then on.
    void note(Input const& input);
    /// All of them, in their order.
    [[nodiscard]] std::expected<std::vector<Input>, std::string> all() const;
    /// Why the exercise could not be played anew; empty while it could.
    [[nodiscard]] std::string const& trouble() const { return trouble_; }

private:
    explicit Inputs(std::unique_ptr<journal::Connection> file) : file_{std::move(file)} {}

    std::unique_ptr<journal::Connection> file_;
    std::string trouble_;
};

}  // namespace larm::exercise
