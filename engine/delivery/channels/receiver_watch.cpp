#include "engine/delivery/channels/receiver_watch.hpp"

#include <fmt/format.h>

#include "engine/core/local_time.hpp"

namespace larm::delivery {

void ReceiverWatch::note(std::string_view name, std::string_view address,
                         HttpVerdict const& verdict, core::Instant now) {
    std::lock_guard const lock{mutex_};
    std::pair const key{std::string{name}, std::string{address}};
    switch (verdict.kind) {
        case HttpVerdict::Kind::received:
        case HttpVerdict::Kind::accepted: refusing_.erase(key); break;
        case HttpVerdict::Kind::temporary: break;
        case HttpVerdict::Kind::final: {
            auto& row = refusing_.try_emplace(key, Row{.since = now, .why = {}}).first->second;
            row.why = verdict.detail;
            break;
        }
    }
}

std::vector<std::string> ReceiverWatch::refusing(IsKnown const& is_known) {
    std::lock_guard const lock{mutex_};
    std::erase_if(refusing_,
                  [&](auto const& each) { return !is_known(each.first.first, each.first.second); });
    std::vector<std::string> lines;
    for (auto const& [key, row] : refusing_) {
        auto const since = core::local_time(row.since);
        lines.push_back(fmt::format("{} refuses since {:02}:{:02}: {}", key.first, since.hour,
                                    since.minute, row.why));
    }
    return lines;
}

std::string ReceiverWatch::why_refused(std::string_view name, std::string_view address) const {
    std::lock_guard const lock{mutex_};
    auto const row = refusing_.find(std::pair{std::string{name}, std::string{address}});
    return row == refusing_.end() ? std::string{} : row->second.why;
}

}  // namespace larm::delivery
