#include "engine/larm/journal_text.hpp"

#include <fmt/format.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>
#include <larm/v1/event.pb.h>
#include <openssl/evp.h>

#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <limits>
#include <optional>
#include <vector>

#include "engine/core/party.hpp"
#include "engine/delivery/base64.hpp"
#include "engine/larm/output.hpp"

namespace larm::cli {
namespace {

namespace json = boost::json;
namespace pb = google::protobuf;

constexpr std::int64_t shown_field_bytes_max = 200;  // a rule pack's chunk has 64 KiB

std::optional<std::string> base64_bytes(std::string_view text) {
    std::vector<unsigned char> bytes(3 * (text.size() / 4) + 3);
    auto length = EVP_DecodeBlock(bytes.data(), reinterpret_cast<unsigned char const*>(text.data()),
                                  static_cast<int>(text.size()));
    if (length < 0 || text.size() % 4 != 0) {
        return std::nullopt;
    }
    // The padding decodes to zero bytes which are no part of the data.
    length -= text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
    return std::string{bytes.begin(), bytes.begin() + length};
}

std::optional<v1::Event> event_of(journal::Record const& record) {
    v1::Event event;
    if (!event.ParseFromString(record.body)) {
        return std::nullopt;
    }
    return event;
}

pb::FieldDescriptor const* kind_of(std::int32_t type) {
    auto const* const field = v1::Event::descriptor()->FindFieldByNumber(type);
    return field != nullptr && field->containing_oneof() != nullptr ? field : nullptr;
}

/// Reads columns of one line; remembers the first that is wrong.
class Columns {
public:
    explicit Columns(json::object const& object) : object_{object} {}

    std::int64_t number(std::string_view name) {
        auto const digits = text(name);
        std::int64_t value = 0;
        auto const [stopped, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (error != std::errc{} || stopped != digits.data() + digits.size()) {
            fail(name, "a whole number in quotes");
        }
        return value;
    }

    std::int32_t small_number(std::string_view name) {
        auto const* const value = object_.if_contains(name);
        auto const* const found = value == nullptr ? nullptr : value->if_int64();
        if (found == nullptr || *found < std::numeric_limits<std::int32_t>::min() ||
            *found > std::numeric_limits<std::int32_t>::max()) {
            fail(name, "a whole number of 32 bits");
            return 0;
        }
        return static_cast<std::int32_t>(*found);
    }

    std::string_view text(std::string_view name) {
        auto const* const value = object_.if_contains(name);
        auto const* const found = value == nullptr ? nullptr : value->if_string();
        if (found == nullptr) {
            fail(name, "text");
            return {};
        }
        return {found->data(), found->size()};
    }

    template <std::size_t size>
    void bytes(std::string_view name, std::array<std::uint8_t, size>& into) {
        auto const digits = text(name);
        bool is_hex = digits.size() == 2 * size;
        for (std::size_t i = 0; is_hex && i < size; ++i) {
            auto const* const from = digits.data() + 2 * i;
            auto const [stopped, error] = std::from_chars(from, from + 2, into[i], 16);
            is_hex = error == std::errc{} && stopped == from + 2;
        }
        if (!is_hex) {
            fail(name, fmt::format("{} hex digits", 2 * size));
        }
    }

    void fail(std::string_view name, std::string_view wanted) {
        if (fault_.empty()) {
            fault_ = fmt::format("{} is missing or not {}", name, wanted);
        }
    }
    [[nodiscard]] std::string const& fault() const { return fault_; }

private:
    json::object const& object_;
    std::string fault_;
};

}  // namespace

std::string type_name(std::int32_t type) {
    auto const* const kind = kind_of(type);
    return kind == nullptr ? fmt::format("type {}", type) : kind->message_type()->name();
}

std::string record_text(journal::Record const& record) {
    auto const hash = journal::hex(record.hash).substr(0, 8);
    auto const event = event_of(record);
    if (!event) {
        return fmt::format("{:>8}  {}  {}  ({} bytes that are no event of this version)",
                           record.seq, hash, type_name(record.type), record.body.size());
    }
    auto rest = *event;
    std::string by;
    if (rest.has_cause()) {
        auto const& actor = rest.cause().actor();
        by = actor.token_id().empty() ? std::string{}
                                      : fmt::format("  by {}@{} {}", core::role_word(actor.role()),
                                                    actor.organisation(), actor.token_id());
    }
    for (auto const* const shown : {"at_us", "cause", "incident_id"}) {
        rest.GetReflection()->ClearField(&rest, v1::Event::descriptor()->FindFieldByName(shown));
    }
    pb::TextFormat::Printer printer;
    printer.SetSingleLineMode(true);
    printer.SetUseUtf8StringEscaping(true);
    printer.SetTruncateStringFieldLongerThan(shown_field_bytes_max);
    std::string body;
    printer.PrintToString(rest, &body);
    return fmt::format("{:>8}  {}  {}  {}{}{}{}  {}", record.seq, hash, utc_time(event->at_us()),
                       type_name(record.type), event->incident_id().empty() ? "" : "  ",
                       event->incident_id(), by, body);
}

std::string record_json(journal::Record const& record) {
    // Written in pieces: the body comes as text from protobuf, and the order of columns is kept.
    std::string body = "null";
    if (auto const event = event_of(record)) {
        pb::util::JsonPrintOptions options;
        options.add_whitespace = false;
        body.clear();
        if (!pb::util::MessageToJsonString(*event, &body, options).ok()) {
            body = "null";
        }
    }
    return fmt::format(
        R"({{"seq":"{}","epoch":"{}","site":{},"siteSeq":"{}","id":"{}","hlc":"{}","type":{},)"
        R"("typeName":"{}","flags":{},"hash":"{}","body":{},"bodyBase64":"{}"}})",
        record.seq, record.epoch, json::serialize(json::value(record.site)), record.site_seq,
        journal::hex(record.id), record.hlc, record.type, type_name(record.type), record.flags,
        journal::hex(record.hash), body, delivery::base64_padded(record.body));
}

std::expected<journal::Record, std::string> parse_record(std::string_view line) {
    boost::system::error_code error;
    auto const value = json::parse({line.data(), line.size()}, error);
    if (error || !value.is_object()) {
        return std::unexpected{std::string{"is no JSON object"}};
    }
    Columns columns{value.get_object()};
    journal::Record record;
    record.seq = columns.number("seq");
    record.epoch = columns.number("epoch");
    record.site = columns.text("site");
    record.site_seq = columns.number("siteSeq");
    columns.bytes("id", record.id);
    record.hlc = columns.number("hlc");
    record.type = columns.small_number("type");
    record.flags = columns.small_number("flags");
    columns.bytes("hash", record.hash);
    auto body = base64_bytes(columns.text("bodyBase64"));
    if (body) {
        record.body = std::move(*body);
    } else {
        columns.fail("bodyBase64", "base64");
    }
    if (!columns.fault().empty()) {
        return std::unexpected{columns.fault()};
    }
    return record;
}

}  // namespace larm::cli
