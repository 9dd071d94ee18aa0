// What is going to happen in a replay, in order of time; at the same instant in the order it was
// put down.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include "engine/core/instant.hpp"

namespace larm::player {

class Agenda {
public:
    using Happening = std::move_only_function<void()>;

    void put(core::Instant at, Happening happening) {
        happenings_.emplace(at, std::move(happening));  // after those of the same instant
    }
    [[nodiscard]] std::optional<core::Instant> next() const {
        return happenings_.empty() ? std::nullopt : std::optional{happenings_.begin()->first};
    }
    /// Takes the first one off and lets it happen. There must be one.
    void run_next() {
        auto happening = std::move(happenings_.begin()->second);
        happenings_.erase(happenings_.begin());
        happening();
    }

private:
    std::multimap<core::Instant, Happening> happenings_;
};

}  // namespace larm::player
