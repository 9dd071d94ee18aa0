#include "engine/delivery/channels/rakel_memory.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace larm::delivery {

void RakelReceipts::await(RakelReference const& reference, void const* owner,
                          std::function<void(RakelNews)> news) {
    if (awaited_.size() >= awaited_max) {
        awaited_.erase(std::ranges::min_element(
            awaited_, {}, [](auto const& each) { return each.second.number; }));
    }
    awaited_.insert_or_assign(reference, Awaited{number_, owner, std::move(news)});
}

void RakelReceipts::rename(RakelReference const& was, std::uint8_t now) {
    auto node = awaited_.extract(was);
    if (!node.empty()) {
        awaited_.insert_or_assign({was.first, now}, std::move(node.mapped()));
    }
}

void RakelReceipts::come(RakelReference const& reference, pei::ReportPdu const& report) {
    auto const found = awaited_.find(reference);
    if (found == awaited_.end() || report.fate == pei::ReportPdu::Fate::underway) {
        return;
    }
    latest_come_ = found->second.number;
    auto const news = found->second.news;  // telling it may change the map
    switch (report.fate) {
        case pei::ReportPdu::Fate::received:
            return news({v1::DELIVERY_OUTCOME_RECEIVED, false, "the radio has it"});
        case pei::ReportPdu::Fate::consumed:
            return news({v1::DELIVERY_OUTCOME_SEEN, false, "shown on the radio"});
        case pei::ReportPdu::Fate::failed:
            awaited_.erase(found);
            return news({v1::DELIVERY_OUTCOME_FAILED, false,
                         fmt::format("delivery status 0x{:02X}", report.status)});
        case pei::ReportPdu::Fate::underway: break;
    }
}

void RakelReceipts::forget(void const* owner) {
    std::erase_if(awaited_, [&](auto const& each) { return each.second.owner == owner; });
}

void RakelReceipts::drop(std::uint64_t number) {
    std::erase_if(awaited_, [&](auto const& each) { return each.second.number == number; });
}

RakelRepeats::RakelRepeats()
    : start_{fmt::format("{}", std::chrono::duration_cast<std::chrono::microseconds>(
                                   std::chrono::system_clock::now().time_since_epoch())
                                   .count())} {}

std::string RakelRepeats::said_id(std::string const& from, pei::TextPdu const& text) {
    constexpr std::chrono::minutes repeated_within{2};
    auto const now = std::chrono::steady_clock::now();
    auto const known = last_.find(from);
    if (known != last_.end() && known->second.text == text &&
        now - known->second.at < repeated_within) {
        return known->second.said_id;
    }
    if (last_.size() >= senders_max) {
        last_.clear();
    }
    auto said_id = fmt::format("rakel {} {}", start_, ++count_);
    last_.insert_or_assign(from, Last{text, said_id, now});
    return said_id;
}

}  // namespace larm::delivery
