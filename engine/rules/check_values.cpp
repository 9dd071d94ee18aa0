#include "engine/rules/check_values.hpp"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <vector>

#include "engine/rules/names.hpp"
#include "engine/rules/text.hpp"

namespace larm::rules {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void check_text(Place const& place, FieldDescriptor const& field, std::string const& text,
                Faults& faults) {
    if (first_invalid_utf8(text)) {
        faults.push_back(place.fault(fmt::format("\"{}\" is not UTF-8", field.name()),
                                     "write the character itself instead of \\x bytes"));
        return;
    }
    auto const is_control = [](char32_t point) {
        return (point < 0x20 && point != U'\n') || (point >= 0x7F && point < 0xA0);
    };
    auto const points = code_points(text);
    if (auto const found = std::ranges::find_if(points, is_control); found != points.end()) {
        faults.push_back(place.fault(fmt::format("\"{}\" has the control character U+{:04X}",
                                                 field.name(), static_cast<unsigned>(*found)),
                                     "only line feeds may stand in a text"));
    }
    if (text.size() > text_bytes_max) {
        faults.push_back(
            place.fault(fmt::format("\"{}\" is {} bytes long", field.name(), text.size()),
                        fmt::format("a text is at most {} bytes", text_bytes_max)));
    }
}

void check_enum(Place const& place, FieldDescriptor const& field, int number, Faults& faults) {
    auto const& type = *field.enum_type();
    if (type.FindValueByNumber(number) != nullptr) {
        return;
    }
    std::vector<std::string> names;
    for (int index = 1; index < type.value_count(); ++index) {
        names.push_back(type.value(index)->name());
    }
    faults.push_back(place.fault(fmt::format("\"{}\" has no value {}", field.name(), number),
                                 "known: " + listed(names)));
}

}  // namespace

void check_value(Place const& place, Message const& message, FieldDescriptor const& field,
                 int index, Faults& faults) {
    auto const& reflection = *message.GetReflection();
    auto const repeated = field.is_repeated();
    // Only texts, enums and messages have faults of their own; numbers are judged by what they
    // mean.
    if (field.type() == FieldDescriptor::TYPE_STRING) {
        auto const text = repeated ? reflection.GetRepeatedString(message, &field, index)
                                   : reflection.GetString(message, &field);
        check_text(place, field, text, faults);
    } else if (field.type() == FieldDescriptor::TYPE_ENUM) {
        auto const number = repeated ? reflection.GetRepeatedEnumValue(message, &field, index)
                                     : reflection.GetEnumValue(message, &field);
        check_enum(place, field, number, faults);
    } else if (field.type() == FieldDescriptor::TYPE_MESSAGE) {
        check_values(place,
                     repeated ? reflection.GetRepeatedMessage(message, &field, index)
                              : reflection.GetMessage(message, &field),
                     faults);
    }
}

void check_values(Place const& place, Message const& message, Faults& faults) {
    auto const& reflection = *message.GetReflection();
    std::vector<FieldDescriptor const*> fields;
    reflection.ListFields(message, &fields);
    for (auto const* const field : fields) {
        if (!field->is_repeated()) {
            check_value(place.at(field->name()), message, *field, -1, faults);
            continue;
        }
        for (int index = 0; index < reflection.FieldSize(message, field); ++index) {
            check_value(place.at(field->name(), index), message, *field, index, faults);
        }
    }
}

}  // namespace larm::rules
