#include "engine/server/desk_queue.hpp"

#include <fmt/format.h>

#include <utility>

namespace larm::server {
namespace {

CallError full(std::string message) {
    return {ConnectCode::resource_exhausted, std::move(message), {}, 0};
}

}  // namespace

std::optional<CallError> DeskQueue::enter(std::string const& caller, bool is_document) {
    std::lock_guard const lock{mutex_};
    if (calls_ >= calls_max) {
        return full("too many calls wait for the desk; try again");
    }
    if (is_document) {
        if (documents_ >= documents_max) {
            return full("too many documents are being written; try again in a minute");
        }
        auto& of_caller = documents_of_[caller];
        if (of_caller >= documents_of_one_max) {
            return full(
                fmt::format("your {} documents are still being written: wait for them, then "
                            "ask for the next",
                            documents_of_one_max));
        }
        ++of_caller;
        ++documents_;
    }
    ++calls_;
    return std::nullopt;
}

void DeskQueue::leave(std::string const& caller, bool is_document) {
    std::lock_guard const lock{mutex_};
    --calls_;
    if (!is_document) {
        return;
    }
    --documents_;
    if (auto const found = documents_of_.find(caller); --found->second == 0) {
        documents_of_.erase(found);
    }
}

}  // namespace larm::server
