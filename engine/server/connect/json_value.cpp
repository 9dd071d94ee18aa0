#include "engine/server/connect/json_value.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>

#include "engine/delivery/base64.hpp"

namespace larm::server {
namespace {

namespace pb = google::protobuf;
using CppType = pb::FieldDescriptor::CppType;

std::unexpected<std::string> wrong_type(FieldSlot const& slot, std::string_view given) {
    return std::unexpected{fmt::format("must be {}, not {}", wanted(*slot.field), given)};
}

/// Calls the reflection's setter, or in a list its adder.
template <typename Set, typename Add, typename Value>
PutResult put(FieldSlot const& slot, Set set, Add add, Value value) {
    auto const* const reflection = slot.message->GetReflection();
    if (slot.in_list) {
        (reflection->*add)(slot.message, slot.field, std::move(value));
    } else {
        (reflection->*set)(slot.message, slot.field, std::move(value));
    }
    return {};
}

std::string enum_names(pb::EnumDescriptor const& type) {
    std::string names;
    for (int i = 0; i < type.value_count(); ++i) {
        names += (i == 0 ? "" : ", ") + type.value(i)->name();
    }
    return names;
}

bool fits_int32(std::int64_t value) {
    return value >= std::numeric_limits<std::int32_t>::min() &&
           value <= std::numeric_limits<std::int32_t>::max();
}

PutResult put_string(FieldSlot const& slot, std::string text) {
    if (slot.field->type() == pb::FieldDescriptor::TYPE_BYTES) {
        auto bytes = delivery::base64_decode(text);
        if (!bytes) {
            return std::unexpected{"must be base64"};
        }
        text = std::move(*bytes);
    }
    return put(slot, &pb::Reflection::SetString, &pb::Reflection::AddString, std::move(text));
}

/// proto3 JSON writes 64-bit numbers as text, and allows it for the others.
PutResult put_number_text(FieldSlot const& slot, std::string const& text) {
    std::int64_t value = 0;
    auto const* const end = text.data() + text.size();
    auto const [stopped, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stopped != end) {
        return wrong_type(slot, "text");
    }
    return put_whole(slot, value);
}

}  // namespace

std::string_view wanted(pb::FieldDescriptor const& field) {
    switch (field.cpp_type()) {
        case CppType::CPPTYPE_INT32:
        case CppType::CPPTYPE_INT64:
        case CppType::CPPTYPE_UINT32:
        case CppType::CPPTYPE_UINT64: return "a whole number";
        case CppType::CPPTYPE_DOUBLE:
        case CppType::CPPTYPE_FLOAT: return "a number";
        case CppType::CPPTYPE_BOOL: return "true or false";
        case CppType::CPPTYPE_ENUM: return "the name of a value";
        case CppType::CPPTYPE_STRING: return "text";
        case CppType::CPPTYPE_MESSAGE: return "an object";
    }
    return "something else";
}

PutResult put_text(FieldSlot const& slot, std::string text) {
    switch (slot.field->cpp_type()) {
        case CppType::CPPTYPE_STRING: return put_string(slot, std::move(text));
        case CppType::CPPTYPE_ENUM: {
            auto const* const type = slot.field->enum_type();
            auto const* const value = type->FindValueByName(text);
            if (value == nullptr) {
                return std::unexpected{fmt::format("must be one of {}", enum_names(*type))};
            }
            return put(slot, &pb::Reflection::SetEnumValue, &pb::Reflection::AddEnumValue,
                       value->number());
        }
        case CppType::CPPTYPE_INT32:
        case CppType::CPPTYPE_INT64:
        case CppType::CPPTYPE_UINT32:
        case CppType::CPPTYPE_UINT64: return put_number_text(slot, text);
        case CppType::CPPTYPE_DOUBLE:
        case CppType::CPPTYPE_FLOAT:
        case CppType::CPPTYPE_BOOL:
        case CppType::CPPTYPE_MESSAGE: break;
    }
    return wrong_type(slot, "text");
}

PutResult put_whole(FieldSlot const& slot, std::int64_t value) {
    switch (slot.field->cpp_type()) {
        case CppType::CPPTYPE_INT32:
            if (!fits_int32(value)) {
                return std::unexpected{"does not fit in 32 bits"};
            }
            return put(slot, &pb::Reflection::SetInt32, &pb::Reflection::AddInt32,
                       static_cast<std::int32_t>(value));
        case CppType::CPPTYPE_INT64:
            return put(slot, &pb::Reflection::SetInt64, &pb::Reflection::AddInt64, value);
        case CppType::CPPTYPE_DOUBLE: return put_fraction(slot, static_cast<double>(value));
        case CppType::CPPTYPE_ENUM:  // whether the number is defined is checked with the fields
            if (!fits_int32(value)) {
                return std::unexpected{"is no value of the type"};
            }
            return put(slot, &pb::Reflection::SetEnumValue, &pb::Reflection::AddEnumValue,
                       static_cast<int>(value));
        case CppType::CPPTYPE_UINT64:
            if (value < 0) {
                return std::unexpected{"must not be negative"};
            }
            return put(slot, &pb::Reflection::SetUInt64, &pb::Reflection::AddUInt64,
                       static_cast<std::uint64_t>(value));
        case CppType::CPPTYPE_UINT32:
        case CppType::CPPTYPE_FLOAT:
        case CppType::CPPTYPE_BOOL:
        case CppType::CPPTYPE_STRING:
        case CppType::CPPTYPE_MESSAGE: break;
    }
    return wrong_type(slot, "a number");
}

PutResult put_fraction(FieldSlot const& slot, double value) {
    if (slot.field->cpp_type() == CppType::CPPTYPE_DOUBLE) {
        return put(slot, &pb::Reflection::SetDouble, &pb::Reflection::AddDouble, value);
    }
    // 5.0 and 5e0 are whole numbers in proto3 JSON. Beyond 2^53 a double no longer says which.
    constexpr double exact_max = 9007199254740992.0;
    if (std::trunc(value) == value && std::abs(value) <= exact_max) {
        return put_whole(slot, static_cast<std::int64_t>(value));
    }
    return wrong_type(slot, "a fraction or a number that large");
}

PutResult put_bool(FieldSlot const& slot, bool value) {
    if (slot.field->cpp_type() != CppType::CPPTYPE_BOOL) {
        return wrong_type(slot, "true or false");
    }
    return put(slot, &pb::Reflection::SetBool, &pb::Reflection::AddBool, value);
}

}  // namespace larm::server
