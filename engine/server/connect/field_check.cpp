#include "engine/server/connect/field_check.hpp"

#include <fmt/format.h>
#include <larm/v1/options.pb.h>

#include <algorithm>
#include <limits>

#include "engine/core/check.hpp"
#include "engine/core/command_memory.hpp"
#include "engine/server/connect/text_check.hpp"

namespace larm::server {
namespace {

namespace pb = google::protobuf;
using CppType = pb::FieldDescriptor::CppType;

/// Where a field has no limit of its own: a long report fits, and no text can swell a state that is
/// kept in memory and sent to every console.
constexpr std::size_t text_bytes_max = 4096;
constexpr int list_items_max = 1000;

std::optional<std::string> bad_text(std::string const& text, std::size_t bytes_max, bool uuid) {
    if (text.size() > bytes_max) {
        return fmt::format("is {} bytes long; at most {} are allowed", text.size(), bytes_max);
    }
    if (auto const fault = text_fault(text)) {
        return std::string{*fault};
    }
    if (uuid && !text.empty() && !core::parse_uuid(text)) {
        return "must be a UUID, e.g. 018f4e2a-7c31-7d05-9b1a-3f6f0c1d2e4b";
    }
    return std::nullopt;
}

std::string out_of_range(std::int64_t value, std::int64_t min, std::int64_t max) {
    if (value < min) {
        return fmt::format("is {}; must be at least {}", value, min);
    }
    return fmt::format("is {}; must be at most {}", value, max);
}

// Each takes a list's element, or with `index` -1 the field itself.

std::int64_t whole_of(pb::Message const& message, pb::FieldDescriptor const* field, int index) {
    auto const& reflection = *message.GetReflection();
    if (field->cpp_type() == CppType::CPPTYPE_INT32) {
        return index < 0 ? reflection.GetInt32(message, field)
                         : reflection.GetRepeatedInt32(message, field, index);
    }
    return index < 0 ? reflection.GetInt64(message, field)
                     : reflection.GetRepeatedInt64(message, field, index);
}

int enum_of(pb::Message const& message, pb::FieldDescriptor const* field, int index) {
    auto const& reflection = *message.GetReflection();
    return index < 0 ? reflection.GetEnumValue(message, field)
                     : reflection.GetRepeatedEnumValue(message, field, index);
}

std::string const& text_of(pb::Message const& message, pb::FieldDescriptor const* field, int index,
                           std::string& scratch) {
    auto const& reflection = *message.GetReflection();
    return index < 0 ? reflection.GetStringReference(message, field, &scratch)
                     : reflection.GetRepeatedStringReference(message, field, index, &scratch);
}

pb::Message const& message_of(pb::Message const& message, pb::FieldDescriptor const* field,
                              int index) {
    auto const& reflection = *message.GetReflection();
    return index < 0 ? reflection.GetMessage(message, field)
                     : reflection.GetRepeatedMessage(message, field, index);
}

/// Whether a required field counts as given.
bool is_given(pb::Message const& message, pb::FieldDescriptor const* field) {
    auto const& reflection = *message.GetReflection();
    if (field->is_repeated()) {
        return reflection.FieldSize(message, field) > 0;
    }
    if (field->cpp_type() != pb::FieldDescriptor::CPPTYPE_STRING) {
        return reflection.HasField(message, field);
    }
    std::string scratch;  // blanks are no reason, no name and no place
    return reflection.GetStringReference(message, field, &scratch).find_first_not_of(" \t\n") !=
           std::string::npos;
}

}  // namespace

void FieldCheck::learn(pb::Descriptor const& type, bool is_command) {
    if (rules_.contains(&type)) {
        return;
    }
    auto& rules = rules_[&type];
    for (int i = 0; i < type.field_count(); ++i) {
        auto const* const field = type.field(i);
        auto const is_ruled = field->options().HasExtension(v1::rule);
        auto const& option = field->options().GetExtension(v1::rule);
        Rule rule{
            .field = field,
            .required = option.required(),
            .uuid = option.uuid(),
            .has_range = is_ruled || is_command,
            .bytes_max = text_bytes_max,
            .min = option.min(),
            .max = option.max() == 0 ? std::numeric_limits<std::int64_t>::max() : option.max()};
        if (option.bytes_max() > 0) {
            rule.bytes_max = static_cast<std::size_t>(option.bytes_max());
        }
        LARM_CHECK(!rule.uuid || !field->is_repeated());
        rules.push_back(rule);
        if (field->message_type() != nullptr) {
            learn(*field->message_type(), is_command);
        }
    }
}

std::optional<CallError> FieldCheck::breach(pb::Message const& message) const {
    return check(message, "");
}

bool FieldCheck::lower_uuids(pb::Message& message) const {
    auto const found = rules_.find(message.GetDescriptor());
    LARM_CHECK(found != rules_.end());
    bool has_changed = false;
    for (auto const& rule : found->second) {
        std::string scratch;
        auto const is_upper = [](char c) { return c >= 'A' && c <= 'F'; };
        if (!rule.uuid ||
            std::ranges::none_of(text_of(message, rule.field, -1, scratch), is_upper)) {
            continue;
        }
        auto text = text_of(message, rule.field, -1, scratch);
        for (auto& c : text) {
            c = is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
        }
        message.GetReflection()->SetString(&message, rule.field, std::move(text));
        has_changed = true;
    }
    return has_changed;
}

FieldCheck::Breach FieldCheck::check(pb::Message const& message, std::string const& at) const {
    auto const found = rules_.find(message.GetDescriptor());
    LARM_CHECK(found != rules_.end());
    for (auto const& rule : found->second) {
        if (auto breach = check_field(message, rule, at)) {
            return breach;
        }
    }
    return std::nullopt;
}

FieldCheck::Breach FieldCheck::check_field(pb::Message const& message, Rule const& rule,
                                           std::string const& at) const {
    if (!is_given(message, rule.field)) {
        if (!rule.required) {
            return std::nullopt;
        }
        return field_error(
            at + rule.field->json_name(),
            rule.min > 0 ? fmt::format("is required, and at least {}", rule.min) : "is required");
    }
    if (!rule.field->is_repeated()) {
        return check_element(message, rule, at, -1);
    }
    auto const size = message.GetReflection()->FieldSize(message, rule.field);
    if (size > list_items_max) {
        return field_error(
            at + rule.field->json_name(),
            fmt::format("has {} items; at most {} are allowed", size, list_items_max));
    }
    for (int index = 0; index < size; ++index) {
        if (auto breach = check_element(message, rule, at, index)) {
            return breach;
        }
    }
    return std::nullopt;
}

FieldCheck::Breach FieldCheck::check_element(pb::Message const& message, Rule const& rule,
                                             std::string const& at, int index) const {
    auto const* const field = rule.field;
    auto const path = [&] {
        return at + field->json_name() + (index < 0 ? "" : fmt::format("[{}]", index));
    };
    switch (field->cpp_type()) {
        case CppType::CPPTYPE_INT32:
        case CppType::CPPTYPE_INT64: {
            auto const value = whole_of(message, field, index);
            if (rule.has_range && (value < rule.min || value > rule.max)) {
                return field_error(path(), out_of_range(value, rule.min, rule.max));
            }
            return std::nullopt;
        }
        case CppType::CPPTYPE_ENUM: {
            auto const value = enum_of(message, field, index);
            if (field->enum_type()->FindValueByNumber(value) == nullptr) {
                return field_error(
                    path(), fmt::format("{} is no value of {}", value, field->enum_type()->name()));
            }
            return std::nullopt;
        }
        case CppType::CPPTYPE_STRING: {
            if (field->type() == pb::FieldDescriptor::TYPE_BYTES) {
                return std::nullopt;  // bounded by the body
            }
            std::string scratch;
            auto const fault =
                bad_text(text_of(message, field, index, scratch), rule.bytes_max, rule.uuid);
            return fault ? Breach{field_error(path(), *fault)} : std::nullopt;
        }
        case CppType::CPPTYPE_MESSAGE:
            return check(message_of(message, field, index), path() + ".");
        case CppType::CPPTYPE_BOOL:
        case CppType::CPPTYPE_UINT64: return std::nullopt;  // any is good: a seed
        case CppType::CPPTYPE_UINT32:
        case CppType::CPPTYPE_DOUBLE:
        case CppType::CPPTYPE_FLOAT: break;
    }
    LARM_CHECK(!"a request has a field of a type that no rule covers");
    return std::nullopt;
}

}  // namespace larm::server
