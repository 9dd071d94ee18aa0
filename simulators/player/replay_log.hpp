// The log of a replay: in memory, or in a journal file of its own. Each batch is durable as soon as
// the player says so, on the same thread.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/journal/durable_log.hpp"
#include "engine/world/world.hpp"

namespace larm::player {

class ReplayLog final : public world::LogPort {
public:
    /// `again`: the file exists, and what is played must be what stands in it, up to its end;
    /// what comes after that is added. Otherwise it must not exist. Failure: what is wrong, in
    /// English.
    [[nodiscard]] static std::expected<std::unique_ptr<ReplayLog>, std::string> open(
        std::optional<std::filesystem::path> const& file, journal::Identity identity,
        bool again = false);

    void begin_append(std::vector<journal::Record> records) override;
    /// A replay is folded from its first event.
    void write_snapshot(std::int64_t, std::string, std::string) override {}

    /// Makes what was begun durable. False where nothing was.
    [[nodiscard]] bool commit(core::Instant now);
    [[nodiscard]] journal::Hash const& hash() const { return head_; }
    /// Of the last record.
    [[nodiscard]] std::int64_t hlc() const { return hlc_; }
    /// What went wrong with the file; empty while all is well.
    [[nodiscard]] std::string const& trouble() const { return trouble_; }
    /// Where the file ended when it was opened.
    [[nodiscard]] std::int64_t stood_at() const { return stood_at_; }
    /// What is played is not what stands in the file: nothing more is written to it.
    [[nodiscard]] bool has_diverged() const { return has_diverged_; }

private:
    [[nodiscard]] bool stands_in_file() const;
    void write(core::Instant now);

    std::unique_ptr<journal::DurableLog> journal_;
    std::vector<journal::Record> begun_;
    journal::Chain chain_;
    journal::Hash head_{};
    std::int64_t hlc_ = 0;
    std::int64_t stood_at_ = 0;
    bool has_diverged_ = false;
    std::string trouble_;
};

}  // namespace larm::player
