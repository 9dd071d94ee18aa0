#include "engine/core/earliest.hpp"

#include <algorithm>

#include "engine/core/check.hpp"
#include "engine/core/earlier.hpp"

namespace larm::core {
void Earliest::assign(std::vector<Instant> const& instants) {
    count_ = instants.size();
    tree_.assign(2 * count_, {});
    std::ranges::copy(instants, tree_.begin() + static_cast<std::ptrdiff_t>(count_));
    for (auto node = count_; node-- > 1;) {
        tree_[node] = earlier(tree_[2 * node], tree_[2 * node + 1]);
    }
}

void Earliest::set(std::size_t index, Instant at) {
    LARM_CHECK(index < count_);
    auto node = count_ + index;
    tree_[node] = at;
    for (node /= 2; node >= 1; node /= 2) {
        tree_[node] = earlier(tree_[2 * node], tree_[2 * node + 1]);
    }
}

}  // namespace larm::core
