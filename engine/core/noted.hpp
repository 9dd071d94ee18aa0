// What has been noted since somebody last looked. Most events note one thing or two: two lists by
// turns keep their memory.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

namespace larm::core {

template <typename Value>
class Noted {
public:
    void add(Value value) { noted_.push_back(value); }
    void clear() { noted_.clear(); }
    /// All of it, as it came; to be read until the next time.
    std::vector<Value> const& take() {
        std::swap(noted_, taken_);
        noted_.clear();
        return taken_;
    }
    /// In its order, and each but once.
    std::vector<Value> const& take_sorted() {
        std::ranges::sort(noted_);
        auto const again = std::ranges::unique(noted_);
        noted_.erase(again.begin(), again.end());
        return take();
    }

private:
    std::vector<Value> noted_;
    std::vector<Value> taken_;
};

}  // namespace larm::core
