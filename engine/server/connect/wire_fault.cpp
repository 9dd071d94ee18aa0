#include "engine/server/connect/wire_fault.hpp"

#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <cstdint>
#include <optional>
#include <string>

#include "engine/server/connect/text_check.hpp"

namespace larm::server {
namespace {

namespace pb = google::protobuf;
using Wire = pb::internal::WireFormatLite;

constexpr int levels_max = 32;

CallError broken(std::string const& at, std::string_view what) {
    if (at.empty()) {
        return {ConnectCode::invalid_argument,
                fmt::format("the body is not a protobuf message of this method: {}", what), "", 0};
    }
    return field_error(at, what);
}

/// Walks one message; `at` is its path with a dot at the end, or empty.
class Walk {
public:
    explicit Walk(std::string_view bytes)
        : input_{reinterpret_cast<std::uint8_t const*>(bytes.data()),
                 static_cast<int>(bytes.size())} {}

    std::optional<CallError> fault(pb::Descriptor const& type, std::string const& at, int depth);

private:
    std::optional<CallError> fault_in_field(pb::FieldDescriptor const& field, std::string const& at,
                                            int depth);

    pb::io::CodedInputStream input_;
};

std::optional<CallError> Walk::fault(pb::Descriptor const& type, std::string const& at, int depth) {
    auto const parent = at.empty() ? at : at.substr(0, at.size() - 1);
    if (depth > levels_max) {
        return broken(parent, "nested too deeply");
    }
    while (auto const tag = input_.ReadTag()) {
        auto const* const field = type.FindFieldByNumber(Wire::GetTagFieldNumber(tag));
        auto const is_block = Wire::GetTagWireType(tag) == Wire::WIRETYPE_LENGTH_DELIMITED;
        auto const is_known_block = field != nullptr && is_block && !field->is_packable();
        if (is_known_block) {
            if (auto found = fault_in_field(*field, at, depth)) {
                return found;
            }
        } else if (!Wire::SkipField(&input_, tag)) {
            return broken(field == nullptr ? parent : at + field->json_name(),
                          "cannot be read as protobuf");
        }
    }
    if (!input_.ConsumedEntireMessage() && input_.BytesUntilLimit() != 0) {
        return broken(parent, "ends in the middle of a field");
    }
    return std::nullopt;
}

std::optional<CallError> Walk::fault_in_field(pb::FieldDescriptor const& field,
                                              std::string const& at, int depth) {
    auto const path = at + field.json_name();
    std::uint32_t length = 0;
    if (!input_.ReadVarint32(&length)) {
        return broken(path, "ends in the middle of the field");
    }
    if (field.message_type() != nullptr) {
        auto const limit = input_.PushLimit(static_cast<int>(length));
        auto found = fault(*field.message_type(), path + ".", depth + 1);
        input_.PopLimit(limit);
        return found;
    }
    std::string value;
    if (!input_.ReadString(&value, static_cast<int>(length))) {
        return broken(path, "ends in the middle of the field");
    }
    if (field.type() == pb::FieldDescriptor::TYPE_STRING && !is_utf8(value)) {
        return broken(path, "is not UTF-8");
    }
    return std::nullopt;
}

}  // namespace

CallError wire_fault(std::string_view bytes, pb::Descriptor const& type) {
    Walk walk{bytes};
    auto found = walk.fault(type, "", 0);
    return found ? std::move(*found) : broken("", "the bytes cannot be read");
}

}  // namespace larm::server
