#include "engine/world/record_maker.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace larm::world {
namespace {

/// FNV-1a: tells sites apart in ids. (site, site_seq) is what is unique by itself.
std::uint32_t mark_of(std::string_view site) {
    std::uint32_t mark = 2'166'136'261U;
    for (auto const each : site) {
        mark = (mark ^ static_cast<std::uint8_t>(each)) * 16'777'619U;
    }
    return mark;
}

/// UUIDv7: 48 bits of milliseconds, then 42 bits of the site's own count, then the site's mark. It
/// grows along the log, which keeps the journal's index on ids cheap.
journal::EventId make_id(std::int64_t at_us, std::int64_t site_seq, std::uint32_t mark) {
    auto const ms = static_cast<std::uint64_t>(at_us / 1000);
    auto const count = static_cast<std::uint64_t>(site_seq);
    auto const high = (ms << 16U) | 0x7000U | ((count >> 30U) & 0x0FFFU);
    auto const low = (std::uint64_t{2} << 62U) | ((count & 0x3FFF'FFFFU) << 32U) | mark;
    journal::EventId id{};
    for (std::size_t index = 0; index < 8; ++index) {
        auto const shift = 56U - 8U * index;
        id[index] = static_cast<std::uint8_t>(high >> shift);
        id[index + 8] = static_cast<std::uint8_t>(low >> shift);
    }
    return id;
}

}  // namespace

RecordMaker::RecordMaker(std::string site, std::int64_t site_seq, std::int64_t hlc)
    : site_{std::move(site)}, site_mark_{mark_of(site_)}, site_seq_{site_seq}, hlc_{hlc} {}

journal::Record RecordMaker::make(v1::Event const& event, std::int64_t seq) {
    ++site_seq_;
    hlc_ = std::max(hlc_ + 1, event.at_us());
    journal::Record record;
    record.seq = seq;
    record.site = site_;
    record.site_seq = site_seq_;
    record.id = make_id(event.at_us(), site_seq_, site_mark_);
    record.hlc = hlc_;
    record.type = static_cast<std::int32_t>(event.kind_case());
    record.body = event.SerializeAsString();
    return record;
}

}  // namespace larm::world
