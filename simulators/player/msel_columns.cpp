#include "simulators/player/msel_columns.hpp"

#include <fmt/format.h>
#include <google/protobuf/message.h>

#include <array>
#include <charconv>

#include "engine/core/check.hpp"
#include "engine/report/after_action.hpp"

namespace larm::player {
namespace {

using google::protobuf::FieldDescriptor;

constexpr std::array methods{v1::INJECT_METHOD_TELEPHONE, v1::INJECT_METHOD_RAKEL,
                             v1::INJECT_METHOD_SDK,       v1::INJECT_METHOD_EMAIL,
                             v1::INJECT_METHOD_IN_PERSON, v1::INJECT_METHOD_MEDIA};
constexpr std::size_t time_parts_max = 3;
constexpr std::int64_t hours_max = 24L * 400;

FieldDescriptor const& field_of(google::protobuf::Message const& message,
                                MselColumn const& column) {
    auto const* const field = message.GetDescriptor()->FindFieldByName(std::string{column.field});
    LARM_CHECK(field != nullptr);
    return *field;
}

/// "1:05:00" or "1:05", as spreadsheets write a time of day.
std::optional<int> seconds_of(std::string_view text) {
    std::array<std::int64_t, time_parts_max> parts{};
    std::size_t count = 0;
    for (auto rest = text;; ++count) {
        auto const colon = rest.find(':');
        auto const part = rest.substr(0, colon);
        if (count == time_parts_max || part.empty() || part.size() > 4) {
            return std::nullopt;
        }
        auto const [end, error] =
            std::from_chars(part.data(), part.data() + part.size(), parts.at(count));
        if (error != std::errc{} || end != part.data() + part.size() || parts.at(count) < 0) {
            return std::nullopt;
        }
        if (colon == std::string_view::npos) {
            break;
        }
        rest.remove_prefix(colon + 1);
    }
    if (count == 0 || parts[0] > hours_max || parts[1] > 59 || parts[2] > 59) {
        return std::nullopt;
    }
    return static_cast<int>((parts[0] * 60 + parts[1]) * 60 + parts[2]);
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    constexpr std::string_view between = " ,;\t\r\n";
    for (auto from = text.find_first_not_of(between); from != std::string_view::npos;) {
        auto const to = text.find_first_of(between, from);
        words.emplace_back(text.substr(from, to - from));
        from = to == std::string_view::npos ? to : text.find_first_not_of(between, to);
    }
    return words;
}

std::string known_methods() {
    std::string text;
    for (auto const method : methods) {
        text += (text.empty() ? "" : ", ") + std::string{report::inject_method(method)};
    }
    return text;
}

}  // namespace

std::vector<MselColumn> const& msel_columns() {
    static std::vector<MselColumn> const columns{{"nr", "id"},
                                                 {"tid", "at_s", MselKind::time},
                                                 {"från", "from", MselKind::text, true},
                                                 {"till", "to", MselKind::list, true},
                                                 {"metod", "method", MselKind::method, true},
                                                 {"text", "text", MselKind::text, true},
                                                 {"förväntad åtgärd", "expected_action"},
                                                 {"inom", "within_s", MselKind::time},
                                                 {"reserv", "contingency"},
                                                 {"mål", "objectives", MselKind::list},
                                                 {"anteckning", "note"}};
    return columns;
}

std::vector<std::string_view> const& msel_notes() {
    static std::vector<std::string_view> const notes{"villkor", "givet", "utfall", "bedömning"};
    return notes;
}

std::string msel_time(std::int64_t seconds) {
    return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string msel_cell(v1::Inject const& inject, MselColumn const& column) {
    google::protobuf::Message const& message =
        column.is_told ? static_cast<google::protobuf::Message const&>(inject.what()) : inject;
    auto const& field = field_of(message, column);
    auto const& reflection = *message.GetReflection();
    if (column.kind == MselKind::list) {
        std::string text;
        for (int index = 0; index < reflection.FieldSize(message, &field); ++index) {
            text +=
                (text.empty() ? "" : ", ") + reflection.GetRepeatedString(message, &field, index);
        }
        return text;
    }
    if (column.kind == MselKind::method) {
        auto const method = inject.what().method();
        return method == v1::INJECT_METHOD_UNSPECIFIED ? std::string{}
                                                       : std::string{report::inject_method(method)};
    }
    if (column.kind == MselKind::time) {
        return reflection.HasField(message, &field)
                   ? msel_time(reflection.GetInt32(message, &field))
                   : std::string{};
    }
    return reflection.GetString(message, &field);
}

std::optional<std::string> set_msel_cell(v1::Inject& inject, MselColumn const& column,
                                         std::string const& text) {
    google::protobuf::Message& message =
        column.is_told ? static_cast<google::protobuf::Message&>(*inject.mutable_what()) : inject;
    auto const& field = field_of(message, column);
    auto const& reflection = *message.GetReflection();
    if (text.empty()) {
        reflection.ClearField(&message, &field);
        return std::nullopt;
    }
    if (column.kind == MselKind::list) {
        reflection.ClearField(&message, &field);
        for (auto& word : words_of(text)) {
            reflection.AddString(&message, &field, std::move(word));
        }
    } else if (column.kind == MselKind::time) {
        auto const seconds = seconds_of(text);
        if (!seconds) {
            return fmt::format("\"{}\" is no time; write hours:minutes:seconds, e.g. 0:15:00",
                               text);
        }
        reflection.SetInt32(&message, &field, *seconds);
    } else if (column.kind == MselKind::method) {
        for (auto const method : methods) {
            if (report::inject_method(method) == text) {
                inject.mutable_what()->set_method(method);
                return std::nullopt;
            }
        }
        return fmt::format("\"{}\" is no method; one of {}", text, known_methods());
    } else {
        reflection.SetString(&message, &field, text);
    }
    return std::nullopt;
}

}  // namespace larm::player
