#include "engine/server/desk_queue.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace larm::server {
namespace {

CallError full(std::string message) {
    return {ConnectCode::resource_exhausted, std::move(message), {}, 0};
}

/// How many may wait, and what is said to whoever is one too many.
struct Bounds {
    int all = 0;
    int of_one = 0;
    std::string_view too_many;
    std::string_view too_many_of_one;
};

constexpr Bounds documents{
    DeskQueue::documents_max, DeskQueue::documents_of_one_max,
    "too many documents are being written; try again in a minute",
    "your {} documents are still being written: wait for them, then ask for the next"};
constexpr Bounds playbacks{
    DeskQueue::playbacks_max, DeskQueue::playbacks_of_one_max,
    "too many look at earlier moments; try again in a few seconds",
    "your last look at an earlier moment is still under way: wait for it, then ask for the next"};

}  // namespace

std::optional<CallError> DeskQueue::enter(std::string const& caller, DeskWork work) {
    std::lock_guard const lock{mutex_};
    if (calls_ >= calls_max) {
        return full("too many calls wait for the desk; try again");
    }
    if (work != DeskWork::call) {
        auto const& bounds = work == DeskWork::document ? documents : playbacks;
        auto& [all, of_caller] = slow_[work];
        if (all >= bounds.all) {
            return full(std::string{bounds.too_many});
        }
        auto& own = of_caller[caller];
        if (own >= bounds.of_one) {
            return full(fmt::format(fmt::runtime(bounds.too_many_of_one), bounds.of_one));
        }
        ++own;
        ++all;
    }
    ++calls_;
    return std::nullopt;
}

void DeskQueue::leave(std::string const& caller, DeskWork work) {
    std::lock_guard const lock{mutex_};
    --calls_;
    if (work == DeskWork::call) {
        return;
    }
    auto& [all, of_caller] = slow_.at(work);
    --all;
    if (auto const found = of_caller.find(caller); --found->second == 0) {
        of_caller.erase(found);
    }
}

}  // namespace larm::server
