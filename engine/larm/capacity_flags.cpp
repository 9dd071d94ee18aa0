#include "engine/larm/capacity_flags.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "engine/larm/request_flags.hpp"

namespace larm::cli {
namespace {

namespace pb = google::protobuf;

std::optional<int> number_in(std::string_view text) {
    int value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{value}
                                                                    : std::nullopt;
}

/// "60.60650,15.63550" in hundred-thousandths of a degree; digits are read as digits, so that no
/// rounding of a fraction moves a site.
std::optional<int> degrees_e5_in(std::string_view text, int most) {
    auto const is_negative = text.starts_with('-');
    text.remove_prefix(is_negative ? 1 : 0);
    auto const point = text.find('.');
    auto const whole = number_in(text.substr(0, point));
    auto const decimals = point == std::string_view::npos ? "" : text.substr(point + 1);
    auto const is_digits =
        std::ranges::all_of(decimals, [](char c) { return c >= '0' && c <= '9'; });
    if (!whole || *whole < 0 || *whole > most || !is_digits) {
        return std::nullopt;
    }
    int e5 = *whole;
    for (std::size_t at = 0; at < 5; ++at) {
        e5 = e5 * 10 + (at < decimals.size() ? decimals[at] - '0' : 0);
    }
    return e5 > most * 100'000 ? std::nullopt : std::optional{is_negative ? -e5 : e5};
}

}  // namespace

int value_of(pb::EnumDescriptor const& type, std::string_view name) {
    for (int index = 1; index < type.value_count(); ++index) {
        if (short_name(*type.value(index)) == name) {
            return type.value(index)->number();
        }
    }
    return 0;
}

std::optional<v1::CapacityFigure> figure_in(std::string_view text) {
    auto const slash = text.find('/');
    auto const equals = text.find('=');
    if (slash == std::string_view::npos || equals == std::string_view::npos || equals < slash) {
        return std::nullopt;
    }
    auto const stage = value_of(*v1::CareStage_descriptor(), text.substr(0, slash));
    auto const dimension =
        value_of(*v1::PlusDimension_descriptor(), text.substr(slash + 1, equals - slash - 1));
    auto const free = number_in(text.substr(equals + 1));
    if (stage == 0 || dimension == 0 || !free) {
        return std::nullopt;
    }
    v1::CapacityFigure figure;
    figure.set_stage(static_cast<v1::CareStage>(stage));
    figure.set_dimension(static_cast<v1::PlusDimension>(dimension));
    figure.set_free(*free);
    return figure;
}

std::string run_together(std::string const& text) {
    std::string flags;
    auto spaced = text;
    std::ranges::replace_if(spaced, [](char c) { return c == ',' || c == ';'; }, ' ');
    std::istringstream parts{spaced};
    for (std::string part; parts >> part;) {
        if (!figure_in(part)) {
            return {};
        }
        flags += " --free " + part;
    }
    return flags;
}

std::optional<v1::SeverityCounts> counts_in(std::string_view text) {
    auto const first = text.find(',');
    auto const second = first == std::string_view::npos ? first : text.find(',', first + 1);
    if (second == std::string_view::npos) {
        return std::nullopt;
    }
    auto const severe = number_in(text.substr(0, first));
    auto const moderate = number_in(text.substr(first + 1, second - first - 1));
    auto const minor = number_in(text.substr(second + 1));
    if (!severe || !moderate || !minor) {
        return std::nullopt;
    }
    v1::SeverityCounts counts;
    counts.set_severe(*severe);
    counts.set_moderate(*moderate);
    counts.set_minor(*minor);
    return counts;
}

std::optional<v1::SitePlace> place_in(std::string_view text) {
    auto const comma = text.find(',');
    if (comma == std::string_view::npos) {
        return std::nullopt;
    }
    auto const latitude = degrees_e5_in(text.substr(0, comma), 90);
    auto const longitude = degrees_e5_in(text.substr(comma + 1), 180);
    if (!latitude || !longitude || (*latitude == 0 && *longitude == 0)) {
        return std::nullopt;  // 0, 0 on the wire is no place at all
    }
    v1::SitePlace place;
    place.set_latitude_e5(*latitude);
    place.set_longitude_e5(*longitude);
    return place;
}

}  // namespace larm::cli
