#include "engine/delivery/channels/cap_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/core/local_time.hpp"
#include "engine/delivery/text.hpp"

namespace larm::delivery {

std::optional<CapName> cap_name(std::string_view identifier) {
    auto const dot = identifier.rfind('.');
    if (dot == std::string_view::npos || dot == 0) {
        return std::nullopt;
    }
    CapName name{.incident_id = std::string{identifier.substr(0, dot)}};
    auto const digits = identifier.substr(dot + 1);
    auto const* const end = digits.data() + digits.size();
    auto const [stopped, wrong] = std::from_chars(digits.data(), end, name.number);
    if (wrong != std::errc{} || stopped != end || digits.starts_with('0')) {
        return std::nullopt;
    }
    return name;
}

std::string cap_time(core::Instant at) {
    auto const local = core::local_time(at);
    return fmt::format("{}T{}{}", core::date_text(local), core::clock_text(local),
                       local.is_summer ? "+02:00" : "+01:00");
}

std::string cap_sender_fault(std::string_view sender) {
    if (sender.empty()) {
        return "CAP needs a sender";
    }
    auto const is_bad = [](char each) {
        return static_cast<unsigned char>(each) <= 0x20 || each == ',' || each == '<' ||
               each == '&' || each == 0x7F;
    };
    return std::ranges::any_of(sender, is_bad)
               ? "CAP's sender must have no blanks, commas, \"<\" or \"&\""
               : "";
}

std::string without_identity_numbers(std::string_view text) {
    constexpr std::string_view left_out = "[utelämnat]";
    auto const is_digit = [](char each) { return each >= '0' && each <= '9'; };
    auto const digits_at = [&](std::size_t at) {
        auto end = at;
        while (end < text.size() && is_digit(text[end])) {
            ++end;
        }
        return end - at;
    };
    std::string kept;
    for (std::size_t at = 0; at < text.size();) {
        auto const digits = digits_at(at);
        if (digits == 0) {
            kept += text[at++];
            continue;
        }
        auto const end = at + digits;
        auto const is_sign = end < text.size() && (text[end] == '-' || text[end] == '+');
        auto const is_split = (digits == 6 || digits == 8) && is_sign && digits_at(end + 1) == 4;
        if (is_split || digits == 10 || digits == 12) {
            kept += left_out;
            at = is_split ? end + 5 : end;
        } else {
            kept += text.substr(at, digits);
            at = end;
        }
    }
    return kept;
}

std::string xml_text(std::string_view text) {
    std::string safe;
    for (auto const point : code_points(one_line(text))) {
        if (point == U'&') {
            safe += "&amp;";
        } else if (point == U'<') {
            safe += "&lt;";
        } else if (point == U'>') {
            safe += "&gt;";
        } else if (point == U'"') {
            safe += "&quot;";
        } else if (point == 0xFFFE || point == 0xFFFF) {
            safe += utf8(U"\uFFFD");
        } else {
            safe += utf8({&point, 1});
        }
    }
    return safe;
}

}  // namespace larm::delivery
