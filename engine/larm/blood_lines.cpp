#include "engine/larm/blood_lines.hpp"

#include <fmt/format.h>
#include <larm/v1/blood_units.pb.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

#include "engine/core/blood.hpp"

namespace larm::cli {
namespace {

namespace pb = google::protobuf;

std::string upper(std::string_view text) {
    std::string made{text};
    std::ranges::transform(made, made.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return made;
}

std::optional<core::blood::Kind> kind_called(std::string_view name) {
    auto const wanted = upper(name);
    for (int group = v1::BLOOD_GROUP_O_NEGATIVE; group <= v1::BloodGroup_MAX; ++group) {
        if (core::blood::group_sign(static_cast<v1::BloodGroup>(group)) == wanted) {
            return core::blood::Kind{v1::BLOOD_PRODUCT_RED_CELLS,
                                     static_cast<v1::BloodGroup>(group)};
        }
    }
    if (wanted == "PLASMA") {
        return core::blood::Kind{v1::BLOOD_PRODUCT_PLASMA, v1::BLOOD_GROUP_UNSPECIFIED};
    }
    if (wanted == "TROMBOCYTER" || wanted == "PLATELETS") {
        return core::blood::Kind{v1::BLOOD_PRODUCT_PLATELETS, v1::BLOOD_GROUP_UNSPECIFIED};
    }
    return std::nullopt;
}

std::optional<int> number(std::string_view digits) {
    int value = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    auto const is_whole = error == std::errc{} && end == digits.data() + digits.size();
    return is_whole && value >= 0 ? std::optional{value} : std::nullopt;
}

/// A group's sign may itself end in "+": what is produced comes after the number.
std::optional<v1::BloodStockLine> read_line(std::string_view text) {
    auto const equals = text.find('=');
    if (equals == std::string_view::npos) {
        return std::nullopt;
    }
    auto const kind = kind_called(text.substr(0, equals));
    auto const figures = text.substr(equals + 1);
    auto const plus = figures.find('+');
    auto const units = number(figures.substr(0, plus));
    auto const per_hour =
        plus == std::string_view::npos ? std::optional{0} : number(figures.substr(plus + 1));
    if (!kind || !units || !per_hour) {
        return std::nullopt;
    }
    v1::BloodStockLine line;
    line.set_product(kind->first);
    line.set_group(kind->second);
    line.set_units(*units);
    line.set_per_hour(*per_hour);
    return line;
}

}  // namespace

bool holds_blood_lines(pb::FieldDescriptor const& field) {
    return field.is_repeated() && (field.message_type() == v1::BloodUnits::descriptor() ||
                                   field.message_type() == v1::BloodStockLine::descriptor());
}

std::expected<void, std::string> put_blood_lines(pb::Message& request,
                                                 pb::FieldDescriptor const& field,
                                                 std::vector<std::string> const& texts) {
    auto const is_stock = field.message_type() == v1::BloodStockLine::descriptor();
    for (auto const& text : texts) {
        for (std::size_t from = 0; from <= text.size();) {
            auto const to = std::min(text.find(',', from), text.size());
            auto const part = std::string_view{text}.substr(from, to - from);
            from = to + 1;
            auto const line = read_line(part);
            if (!line || (!is_stock && line->per_hour() != 0)) {
                return std::unexpected{fmt::format(
                    "\"{}\" läses inte; skriv GRUPP=ANTAL, t.ex. {}, med O- O+ A- A+ B- B+ AB- AB+ "
                    "plasma eller trombocyter",
                    part, is_stock ? "O-=12 eller O+=40+4 (fyra till i timmen)" : "O-=12")};
            }
            auto* const added = request.GetReflection()->AddMessage(&request, &field);
            if (is_stock) {
                added->CopyFrom(*line);
                continue;
            }
            v1::BloodUnits units;
            units.set_product(line->product());
            units.set_group(line->group());
            units.set_units(line->units());
            added->CopyFrom(units);
        }
    }
    return {};
}

}  // namespace larm::cli
