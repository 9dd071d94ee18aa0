#include "engine/report/edxl_xml.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/property_tree/xml_parser.hpp>
#include <charconv>
#include <chrono>
#include <sstream>

#include "engine/core/local_time.hpp"
#include "engine/report/html_text.hpp"

namespace larm::report {
namespace {

constexpr int reading = boost::property_tree::xml_parser::trim_whitespace |
                        boost::property_tree::xml_parser::no_comments;

bool read_digits(std::string_view text, std::size_t at, std::size_t count, int& value) {
    auto const* const first = text.data() + at;
    auto const [end, wrong] = std::from_chars(first, first + count, value);
    return wrong == std::errc{} && end == first + count && *first != '-';
}

}  // namespace

std::string edxl_text(std::string_view text) {
    std::string line;
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto const sign = static_cast<unsigned char>(text[at]);
        // U+FFFE and U+FFFF are no characters of XML either.
        if (text.substr(at, 3) == "\xEF\xBF\xBE" || text.substr(at, 3) == "\xEF\xBF\xBF") {
            line += ' ';
            at += 2;
        } else {
            line += sign < 0x20U || sign == 0x7FU ? ' ' : text[at];
        }
    }
    return html_text(line);
}

std::string edxl_element(std::string_view name, std::string_view text) {
    return text.empty() ? std::string{} : fmt::format("<{0}>{1}</{0}>", name, edxl_text(text));
}

std::string edxl_time(std::int64_t at_us) {
    auto const local = core::local_time({at_us});
    return fmt::format("{}T{}{}", core::date_text(local), core::clock_text(local),
                       local.is_summer ? "+02:00" : "+01:00");
}

std::expected<std::int64_t, std::string> read_edxl_time(std::string_view text) {
    constexpr std::string_view form = "0000-00-00T00:00:00+00:00";
    auto const wrong = std::unexpected{std::string{"is no time like 2026-01-31T03:12:00+01:00"}};
    auto const with_z = text.size() == 20 && text.back() == 'Z';
    if (text.size() != form.size() && !with_z) {
        return wrong;
    }
    for (std::size_t at = 0; at + (with_z ? 1 : 0) < text.size(); ++at) {
        auto const is_sign = at == 19 && (text[at] == '+' || text[at] == '-');
        if (form[at] != '0' && text[at] != form[at] && !is_sign) {
            return wrong;
        }
    }
    std::array<int, 8> part{};
    constexpr std::array<std::size_t, 8> places{0, 5, 8, 11, 14, 17, 20, 23};
    for (std::size_t index = 0; index < (with_z ? 6U : 8U); ++index) {
        if (!read_digits(text, places.at(index), index == 0 ? 4 : 2, part.at(index))) {
            return wrong;
        }
    }
    std::chrono::year_month_day const day{std::chrono::year{part[0]},
                                          std::chrono::month{static_cast<unsigned>(part[1])},
                                          std::chrono::day{static_cast<unsigned>(part[2])}};
    if (!day.ok() || part[3] > 23 || part[4] > 59 || part[5] > 59 || part[6] > 14 || part[7] > 59) {
        return wrong;
    }
    auto const sign = !with_z && text[19] == '-' ? -1 : 1;
    auto const offset_s = sign * (part[6] * 3600 + part[7] * 60);
    std::int64_t const days = std::chrono::sys_days{day}.time_since_epoch().count();
    return (days * 86'400 + part[3] * 3600 + part[4] * 60 + part[5] - offset_s) * 1'000'000;
}

std::expected<EdxlTree, FieldFault> read_edxl(std::string_view xml) {
    if (xml.size() > edxl_bytes_max) {
        return std::unexpected{FieldFault{"", "the document is too long"}};
    }
    if (xml.find("<!DOCTYPE") != std::string_view::npos ||
        xml.find("<!ENTITY") != std::string_view::npos) {
        return std::unexpected{FieldFault{"", "a document type is not allowed"}};
    }
    EdxlTree tree;
    try {
        std::istringstream stream{std::string{xml}};
        boost::property_tree::read_xml(stream, tree, reading);
    } catch (boost::property_tree::xml_parser_error const& error) {
        return std::unexpected{FieldFault{"", "no well-formed XML: " + error.message()}};
    }
    return tree;
}

std::string_view edxl_name(std::string_view name) {
    auto const colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::vector<EdxlTree const*> edxl_children(EdxlTree const& parent, std::string_view name) {
    std::vector<EdxlTree const*> found;
    for (auto const& [key, child] : parent) {
        if (edxl_name(key) == name) {
            found.push_back(&child);
        }
    }
    return found;
}

std::expected<std::string, FieldFault> edxl_only(EdxlTree const& parent, std::string_view name,
                                                 std::string const& path) {
    auto const found = edxl_children(parent, name);
    if (found.size() > 1) {
        return std::unexpected{FieldFault{path, "stands there more than once"}};
    }
    return found.empty() ? std::string{} : found.front()->data();
}

std::expected<int, FieldFault> edxl_count(std::string const& text, std::string const& path) {
    int value = 0;
    auto const* const end = text.data() + text.size();
    auto const [stopped, wrong] = std::from_chars(text.data(), end, value);
    if (wrong != std::errc{} || stopped != end || value < 0) {
        return std::unexpected{FieldFault{path, "\"" + text + "\" is no count"}};
    }
    return value;
}

}  // namespace larm::report
