#include "simulators/player/replay_log.hpp"

#include <system_error>

namespace larm::player {

std::expected<std::unique_ptr<ReplayLog>, std::string> ReplayLog::open(
    std::optional<std::filesystem::path> const& file, journal::Identity identity, bool again) {
    auto log = std::make_unique<ReplayLog>();
    if (!file) {
        return log;
    }
    std::error_code error;
    if (std::filesystem::exists(*file, error) != again) {
        return std::unexpected{
            file->string() +
            (again ? " does not exist" : " exists already; a replay's journal is a new file")};
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
    log->stood_at_ = log->journal_->head().seq;
    log->head_ = log->journal_->head().hash;
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
    if (begun_.front().seq <= stood_at_) {
        has_diverged_ = has_diverged_ || !stands_in_file();
    } else if (!has_diverged_) {
        write(now);
    }
    begun_.clear();
    return true;
}

/// The same events at the same times; epochs and hashes are the file's own.
bool ReplayLog::stands_in_file() const {
    auto expected = begun_.begin();
    auto const read = journal_->read(begun_.front().seq, [&](journal::Record const& record) {
        if (expected == begun_.end() || record.seq != expected->seq ||
            record.hlc != expected->hlc || record.body != expected->body) {
            return false;
        }
        ++expected;
        return true;
    });
    return read.has_value() && expected == begun_.end();
}

void ReplayLog::write(core::Instant now) {
    if (journal_ == nullptr) {
        chain_.fill(head_, begun_);
        head_ = begun_.back().hash;
    } else if (auto const done = journal_->commit(begun_, now); !done) {
        trouble_ = done.error().message;
    } else {
        head_ = journal_->head().hash;
        trouble_ = *done == journal::Durability::local ? trouble_ : journal_->status().trouble;
    }
}

}  // namespace larm::player
