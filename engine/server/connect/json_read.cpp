#include "engine/server/connect/json_read.hpp"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "engine/server/connect/json_value.hpp"

namespace larm::server {
namespace {

namespace json = boost::json;
namespace pb = google::protobuf;
using boost::system::error_code;

constexpr std::size_t depth_max = 32;  // the deepest request has four levels

std::string field_names(pb::Descriptor const& type) {
    std::string names;
    for (int i = 0; i < type.field_count(); ++i) {
        names += (i == 0 ? "" : ", ") + type.field(i)->json_name();
    }
    return names.empty() ? "none" : names;
}

pb::FieldDescriptor const* find_field(pb::Descriptor const& type, std::string_view name) {
    for (int i = 0; i < type.field_count(); ++i) {
        auto const* const field = type.field(i);
        if (field->json_name() == name || field->name() == name) {
            return field;
        }
    }
    return nullptr;
}

CallError bad_body(std::string message) {
    return {ConnectCode::invalid_argument, std::move(message), "", 0};
}

/// One object under way: the slot that its next value goes to, and what it has had.
struct Level {
    FieldSlot slot;
    std::vector<pb::FieldDescriptor const*> seen;
};

/// Boost.JSON calls this for every token; false with an error code stops it.
class Reader {
public:
    // Names that Boost.JSON asks for; the body's limit bounds them all.
    static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_array_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_key_size = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t max_string_size = std::numeric_limits<std::size_t>::max();

    explicit Reader(pb::Message& root) : root_{root} {}

    [[nodiscard]] std::optional<CallError>& fault() { return fault_; }

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code& stop);
    bool on_object_end(std::size_t, error_code&);
    bool on_array_begin(error_code& stop);
    bool on_array_end(std::size_t, error_code&);
    bool on_key_part(json::string_view part, std::size_t, error_code&) { return gather(part); }
    bool on_key(json::string_view part, std::size_t, error_code& stop);
    bool on_string_part(json::string_view part, std::size_t, error_code&) { return gather(part); }
    bool on_string(json::string_view part, std::size_t, error_code& stop);
    bool on_number_part(json::string_view, error_code&) { return true; }
    bool on_int64(std::int64_t value, json::string_view, error_code& stop);
    bool on_uint64(std::uint64_t value, json::string_view, error_code& stop);
    bool on_double(double value, json::string_view, error_code& stop);
    bool on_bool(bool value, error_code& stop);
    bool on_null(error_code& stop);
    bool on_comment_part(json::string_view, error_code&) { return true; }
    bool on_comment(json::string_view, error_code&) { return true; }

private:
    bool gather(json::string_view part) {
        text_.append(part.data(), part.size());
        return true;
    }
    [[nodiscard]] std::string path() const;
    bool refuse(CallError error, error_code& stop);
    bool refuse_here(std::string_view what, error_code& stop) {
        return refuse(field_error(path(), what), stop);
    }
    /// Where a scalar goes; nothing, and refused, where none may stand.
    [[nodiscard]] FieldSlot const* scalar_slot(std::string_view given, error_code& stop);
    bool finish(PutResult const& result, error_code& stop);
    void end_value();

    pb::Message& root_;
    std::vector<Level> levels_;
    std::string text_;  // of a key or string that comes in parts
    std::optional<CallError> fault_;
};

std::string Reader::path() const {
    std::string path;
    for (auto const& level : levels_) {
        auto const& [message, field, in_list] = level.slot;
        if (field == nullptr) {
            continue;
        }
        path += (path.empty() ? "" : ".") + field->json_name();
        if (in_list) {
            // An object in a list is added before its fields are read, a scalar after.
            auto const is_inside = &level != &levels_.back();
            auto const size = message->GetReflection()->FieldSize(*message, field);
            path += fmt::format("[{}]", is_inside ? size - 1 : size);
        }
    }
    return path;
}

bool Reader::refuse(CallError error, error_code& stop) {
    fault_ = std::move(error);
    stop = json::make_error_code(json::error::exception);
    return false;
}

void Reader::end_value() {
    auto& slot = levels_.back().slot;
    if (!slot.in_list) {
        slot.field = nullptr;
    }
}

bool Reader::on_object_begin(error_code& stop) {
    if (levels_.empty()) {
        levels_.push_back({{&root_, nullptr, false}, {}});
        return true;
    }
    auto const& [message, field, in_list] = levels_.back().slot;
    if (field->is_repeated() && !in_list) {
        return refuse_here("must be a list, not an object", stop);
    }
    if (field->cpp_type() != pb::FieldDescriptor::CPPTYPE_MESSAGE) {
        return refuse_here(fmt::format("must be {}, not an object", wanted(*field)), stop);
    }
    auto const* const reflection = message->GetReflection();
    auto* const child = in_list ? reflection->AddMessage(message, field)
                                : reflection->MutableMessage(message, field);
    levels_.push_back({{child, nullptr, false}, {}});
    return true;
}

bool Reader::on_object_end(std::size_t, error_code&) {
    levels_.pop_back();
    if (!levels_.empty()) {
        end_value();
    }
    return true;
}

bool Reader::on_array_begin(error_code& stop) {
    if (levels_.empty()) {
        return refuse(bad_body("the body must be a JSON object, not a list"), stop);
    }
    auto& slot = levels_.back().slot;
    if (!slot.field->is_repeated() || slot.in_list) {
        return refuse_here(fmt::format("must be {}, not a list", wanted(*slot.field)), stop);
    }
    slot.in_list = true;
    return true;
}

bool Reader::on_array_end(std::size_t, error_code&) {
    levels_.back().slot.in_list = false;
    end_value();
    return true;
}

bool Reader::on_key(json::string_view part, std::size_t, error_code& stop) {
    gather(part);
    auto const name = std::exchange(text_, {});
    auto& [slot, seen] = levels_.back();
    auto const& type = *slot.message->GetDescriptor();
    auto const* const field = find_field(type, name);
    if (field == nullptr) {
        auto const parent = path();
        auto const what =
            fmt::format("{} has no such field; its fields are: {}", type.name(), field_names(type));
        return refuse(field_error(parent.empty() ? name : parent + "." + name, what), stop);
    }
    slot.field = field;
    auto const* const choice = field->real_containing_oneof();
    for (auto const* const before : seen) {
        if (before == field) {
            return refuse_here("is given twice", stop);
        }
        if (choice != nullptr && before->real_containing_oneof() == choice) {
            return refuse_here(fmt::format("cannot stand beside {}", before->json_name()), stop);
        }
    }
    seen.push_back(field);
    return true;
}

FieldSlot const* Reader::scalar_slot(std::string_view given, error_code& stop) {
    if (levels_.empty()) {
        refuse(bad_body(fmt::format("the body must be a JSON object, not {}", given)), stop);
        return nullptr;
    }
    auto const& slot = levels_.back().slot;
    if (slot.field->is_repeated() && !slot.in_list) {
        refuse_here(fmt::format("must be a list, not {}", given), stop);
        return nullptr;
    }
    return &slot;
}

bool Reader::finish(PutResult const& result, error_code& stop) {
    if (!result) {
        return refuse_here(result.error(), stop);
    }
    end_value();
    return true;
}

bool Reader::on_string(json::string_view part, std::size_t, error_code& stop) {
    gather(part);
    auto text = std::exchange(text_, {});
    auto const* const slot = scalar_slot("text", stop);
    return slot != nullptr && finish(put_text(*slot, std::move(text)), stop);
}

bool Reader::on_int64(std::int64_t value, json::string_view, error_code& stop) {
    auto const* const slot = scalar_slot("a number", stop);
    return slot != nullptr && finish(put_whole(*slot, value), stop);
}

bool Reader::on_uint64(std::uint64_t, json::string_view, error_code& stop) {
    // Boost.JSON calls this only for what a signed number cannot hold.
    return scalar_slot("a number", stop) != nullptr && refuse_here("is too large a number", stop);
}

bool Reader::on_double(double value, json::string_view, error_code& stop) {
    auto const* const slot = scalar_slot("a number", stop);
    return slot != nullptr && finish(put_fraction(*slot, value), stop);
}

bool Reader::on_bool(bool value, error_code& stop) {
    auto const* const slot = scalar_slot("true or false", stop);
    return slot != nullptr && finish(put_bool(*slot, value), stop);
}

bool Reader::on_null(error_code& stop) {
    if (levels_.empty()) {
        return refuse(bad_body("the body must be a JSON object, not null"), stop);
    }
    if (levels_.back().slot.in_list) {
        return refuse_here("must not be null", stop);
    }
    end_value();  // null means: not given
    return true;
}

CallError not_json(std::string_view text, std::size_t offset, error_code const& error) {
    auto const before = text.substr(0, std::min(offset, text.size()));
    auto const line = 1 + std::count(before.begin(), before.end(), '\n');
    auto const column = before.size() - (before.rfind('\n') + 1) + 1;  // npos + 1 is 0
    return bad_body(
        fmt::format("the body is not JSON: line {}, column {}: {}", line, column, error.message()));
}

}  // namespace

std::expected<void, CallError> read_json(std::string_view text, pb::Message& message) {
    json::parse_options options;
    options.max_depth = depth_max;
    json::basic_parser<Reader> parser{options, message};
    error_code error;
    auto const consumed = parser.write_some(false, text.data(), text.size(), error);
    if (auto& fault = parser.handler().fault()) {
        return std::unexpected{std::move(*fault)};
    }
    if (!error && consumed < text.size()) {
        error = json::make_error_code(json::error::extra_data);
    }
    if (error) {
        return std::unexpected{not_json(text, consumed, error)};
    }
    return {};
}

}  // namespace larm::server
