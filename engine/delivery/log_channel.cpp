#include "engine/delivery/log_channel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "engine/core/log_only.hpp"
#include "engine/delivery/text.hpp"

namespace larm::delivery {
namespace {

/// A reader, human or machine, could take these for something that is not in the value.
bool is_treacherous(char32_t point) {
    return point < 0x20 || (point >= 0x7F && point < 0xA0) ||
           (point >= 0x200B && point <= 0x200F) || (point >= 0x2028 && point <= 0x202E) ||
           (point >= 0x2060 && point <= 0x206F) || point == 0xFEFF;
}

bool is_plain(char each) {
    return each >= 0x20 && each < 0x7F && each != '"' && each != '\\';
}

}  // namespace

std::string log_field(std::string_view name, std::string_view value) {
    if (std::ranges::all_of(value, is_plain)) {  // ids and words, nine fields of ten
        return fmt::format("{}=\"{}\"", name, value);
    }
    auto field = fmt::format("{}=\"", name);
    for (auto const point : code_points(value)) {
        if (point == U'"' || point == U'\\') {
            field += '\\';
            field += static_cast<char>(point);
        } else if (is_treacherous(point)) {
            fmt::format_to(std::back_inserter(field), "\\u{{{:x}}}", static_cast<unsigned>(point));
        } else {
            field += utf8({&point, 1});
        }
    }
    field += '"';
    return field;
}

template <Kind K>
void LogChannel<K>::transmit(Message<K> const& message, Report report) {
    auto const& letter =
        message.letter();  // its code and link are secrets, and stay out of the log
    auto const& envelope = letter.envelope;
    auto const line = fmt::format(
        "delivery {} {} {} {} {} attempt={} {} {} {} {}", log_field("id", envelope.delivery_id),
        log_field("kind", letter.kind), log_field("incident", envelope.incident_id),
        log_field("step", envelope.step), log_field("party", envelope.party), envelope.attempt,
        log_field("recipient", envelope.recipient), log_field("officer", envelope.officer_id),
        log_field("channel", channel_word(envelope.channel)),
        log_field("short", letter.texts.short_sv));
    log_->log(spdlog::level::info, spdlog::string_view_t{line});  // no second formatting
    report(v1::DELIVERY_OUTCOME_ACCEPTED, std::string{core::only_logged});
}

template class LogChannel<Live>;
template class LogChannel<Exercise>;
template class LogChannel<RollCall>;
template class LogChannel<DutyOffer>;

}  // namespace larm::delivery
