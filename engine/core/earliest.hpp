// The earliest of many instants, of which one changes at a time: a tournament in one array. Reading
// costs nothing, a change as many comparisons as the tree is high.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/core/instant.hpp"

namespace larm::core {

/// An instant that is not set is later than all others.
class Earliest {
public:
    [[nodiscard]] std::size_t size() const { return count_; }
    /// Not set where none is.
    [[nodiscard]] Instant top() const { return count_ == 0 ? Instant{} : tree_[1]; }
    void assign(std::vector<Instant> const& instants);
    /// `index` below size().
    void set(std::size_t index, Instant at);

private:
    /// Leaves from count_ on; of node n the two below are 2n and 2n+1, and node 1 is the top.
    std::vector<Instant> tree_;
    std::size_t count_ = 0;
};

}  // namespace larm::core
