#include "simulators/player/replay_log.hpp"

#include <fmt/format.h>

#include <system_error>

namespace larm::player {

std::expected<std::unique_ptr<ReplayLog>, std::string> ReplayLog::open(
    std::optional<std::filesystem::path> const& file, journal::Identity identity) {
    auto log = std::make_unique<ReplayLog>();
    if (!file) {
        return log;
    }
    std::error_code error;
    if (std::filesystem::exists(*file, error)) {
        return std::unexpected{
            fmt::format("{} exists already; a replay's journal is a new file", file->string())};
    }
    auto const now = identity.created;
    auto opened = journal::DurableLog::open(
        {.journal = *file, .spill_dir = std::nullopt, .fresh = std::move(identity), .vfs = {}},
        now);
    if (!opened) {
        return std::unexpected{opened.error().message};
    }
    if ((*opened)->status().mode != journal::Durability::local) {
        return std::unexpected{(*opened)->status().trouble};
    }
    log->journal_ = *std::move(opened);
    return log;
}

void ReplayLog::begin_append(std::vector<journal::Record> records) {
    begun_ = std::move(records);
}

bool ReplayLog::commit(core::Instant now) {
    if (begun_.empty()) {
        return false;
    }
    hlc_ = begun_.back().hlc;
    if (journal_ == nullptr) {
        chain_.fill(head_, begun_);
        head_ = begun_.back().hash;
    } else if (auto const done = journal_->commit(begun_, now); !done) {
        trouble_ = done.error().message;
    } else {
        head_ = journal_->head().hash;
        trouble_ = *done == journal::Durability::local ? trouble_ : journal_->status().trouble;
    }
    begun_.clear();
    return true;
}

}  // namespace larm::player
