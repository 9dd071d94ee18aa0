// Folding refusals in memory.
#include "engine/access/refusal.hpp"

#include <algorithm>
#include <utility>

namespace larm::access {
namespace {

constexpr std::int64_t minute_us = 60'000'000;
constexpr std::size_t field_bytes_max = 128;

// These texts come from the network and end up on an administrator's terminal.
std::string tamed(std::string text) {
    text.resize(std::min(text.size(), field_bytes_max));
    std::ranges::replace_if(text, [](char c) { return c < ' ' || c > '~'; }, '?');
    return text;
}

}  // namespace

void RefusalQueue::add(Refusal refusal) {
    FoldedRefusal folded{.key = {.minute = refusal.at.us / minute_us,
                                 .token_id = tamed(std::move(refusal.token_id)),
                                 .method = tamed(std::move(refusal.method)),
                                 .code = tamed(std::move(refusal.code))},
                         .role = refusal.role,
                         .organisation = tamed(std::move(refusal.organisation)),
                         .remote = tamed(std::move(refusal.remote)),
                         .first_at = refusal.at,
                         .last_at = refusal.at,
                         .count = 1};
    std::lock_guard const lock{mutex_};
    fold(std::move(folded));
}

std::vector<FoldedRefusal> RefusalQueue::take() {
    std::map<RefusalKey, FoldedRefusal> taken;
    {
        std::lock_guard const lock{mutex_};
        taken.swap(waiting_);
    }
    std::vector<FoldedRefusal> batch;
    batch.reserve(taken.size());
    for (auto& [key, refusal] : taken) {
        batch.push_back(std::move(refusal));
    }
    return batch;
}

void RefusalQueue::put_back(std::vector<FoldedRefusal> batch) {
    std::lock_guard const lock{mutex_};
    for (auto& refusal : batch) {
        fold(std::move(refusal));
    }
}

std::uint64_t RefusalQueue::dropped() const {
    std::lock_guard const lock{mutex_};
    return dropped_;
}

void RefusalQueue::fold(FoldedRefusal refusal) {
    auto const same = waiting_.find(refusal.key);
    if (same == waiting_.end()) {
        if (waiting_.size() >= keys_max_) {
            dropped_ += static_cast<std::uint64_t>(refusal.count);
            return;
        }
        auto key = refusal.key;
        waiting_.emplace(std::move(key), std::move(refusal));
        return;
    }
    auto& into = same->second;
    into.count += refusal.count;
    into.first_at = std::min(into.first_at, refusal.first_at);
    if (refusal.last_at >= into.last_at) {
        into.last_at = refusal.last_at;
        into.role = refusal.role;
        into.organisation = std::move(refusal.organisation);
        into.remote = std::move(refusal.remote);
    }
}

}  // namespace larm::access
