// A CAP Ack from outside, read: which of our messages somebody has seen. What it may do is decided
// by whoever asked for a token.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace larm::delivery {

/// One entry of `references`.
struct CapReference {
    std::string sender;
    std::string identifier;
    std::string sent;

    friend bool operator==(CapReference const&, CapReference const&) = default;
};

struct CapAck {
    std::string identifier;
    std::string sender;
    std::string status;  ///< "Actual", "Exercise", ...
    std::vector<CapReference> references;
};

constexpr std::size_t cap_ack_bytes_max = 16 * 1024;

/// Of a CAP 1.2 alert of msgType Ack; a prefix for its namespace is allowed, a document type is
/// not. Failure: what is wrong, in English.
[[nodiscard]] std::expected<CapAck, std::string> read_cap_ack(std::string_view xml);

}  // namespace larm::delivery
