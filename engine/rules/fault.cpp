#include "engine/rules/fault.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

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

namespace {

/// One misspelt name is one fault, in however many places it is used: the first is told, with the
/// lines of the others.
void tell_names_once(Faults& faults) {
    Faults once;
    std::vector<std::string> others;
    for (auto& fault : faults) {
        auto const first = std::ranges::find_if(once, [&fault](Fault const& known) {
            return fault.message.starts_with("unknown ") && known.file == fault.file &&
                   known.message == fault.message && known.hint == fault.hint;
        });
        if (first == once.end()) {
            once.push_back(std::move(fault));
            others.emplace_back();
            continue;
        }
        auto& lines = others[static_cast<std::size_t>(first - once.begin())];
        lines += (lines.empty() ? "" : ", ") + std::to_string(fault.line);
    }
    for (std::size_t index = 0; index < once.size(); ++index) {
        if (!others[index].empty()) {
            once[index].message += ", also on line " + others[index];
        }
    }
    faults = std::move(once);
}

}  // namespace

void put_in_order(Faults& faults) {
    auto const key = [](Fault const& fault) {
        return std::tie(fault.file, fault.line, fault.column);
    };
    std::ranges::stable_sort(faults,
                             [&key](auto const& a, auto const& b) { return key(a) < key(b); });
    auto const doubled = std::ranges::unique(faults);
    faults.erase(doubled.begin(), doubled.end());
    tell_names_once(faults);
}

}  // namespace larm::rules
