#include "engine/rules/fault.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace larm::rules {

std::string to_string(Fault const& fault) {
    auto text =
        fmt::format("{}:{}:{}: error: {}", fault.file, fault.line, fault.column, fault.message);
    if (!fault.hint.empty()) {
        text +=
            fmt::format("\n{}:{}:{}: note: {}", fault.file, fault.line, fault.column, fault.hint);
    }
    return text;
}

void put_in_order(Faults& faults) {
    auto const key = [](Fault const& fault) {
        return std::tie(fault.file, fault.line, fault.column);
    };
    std::ranges::stable_sort(faults,
                             [&key](auto const& a, auto const& b) { return key(a) < key(b); });
    auto const doubled = std::ranges::unique(faults);
    faults.erase(doubled.begin(), doubled.end());
}

}  // namespace larm::rules
