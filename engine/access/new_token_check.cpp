// The rules for `larm token create`. Names end up on terminals and in JSON, hence UTF-8 without
// control characters; ids are compared with those of the rule pack, hence plain ASCII.
#include "engine/access/new_token_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/access/role.hpp"
#include "engine/access/secret.hpp"

namespace larm::access {
namespace {

constexpr std::size_t id_bytes_max = 64;

std::unexpected<AccessError> refuse(std::string message) {
    return std::unexpected(AccessError{AccessErrorKind::invalid, std::move(message)});
}

bool is_id(std::string_view text) {
    constexpr std::string_view allowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    return !text.empty() && text.size() <= id_bytes_max &&
           std::ranges::all_of(text, [&](char c) { return allowed.contains(c); });
}

struct Decoded {
    std::uint32_t code_point = 0;
    std::size_t bytes = 0;  // 0: not UTF-8
};

Decoded decode_first(std::string_view text) {
    auto const lead = static_cast<std::uint8_t>(text[0]);
    if (lead < 0x80) {
        return {lead, 1};
    }
    std::size_t const bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < bytes) {
        return {};
    }
    std::uint32_t code_point = lead & (0xffU >> (bytes + 1));
    for (auto const c : text.substr(1, bytes - 1)) {
        auto const next = static_cast<std::uint8_t>(c);
        if ((next & 0xc0U) != 0x80U) {
            return {};
        }
        code_point = (code_point << 6U) | (next & 0x3fU);
    }
    bool const overlong =
        (bytes == 3 && code_point < 0x800) || (bytes == 4 && code_point < 0x10000);
    bool const surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
    if (overlong || surrogate || code_point > 0x10ffff) {
        return {};
    }
    return {code_point, bytes};
}

bool is_printable_utf8(std::string_view text) {
    while (!text.empty()) {
        auto const [code_point, bytes] = decode_first(text);
        bool const control = code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0);
        if (bytes == 0 || control) {
            return false;
        }
        text.remove_prefix(bytes);
    }
    return true;
}

std::expected<void, AccessError> check_name(std::string_view name) {
    if (name.size() > name_bytes_max) {
        return refuse(
            fmt::format("--name: {} bytes; at most {} are kept", name.size(), name_bytes_max));
    }
    if (!is_printable_utf8(name)) {
        return refuse("--name: must be UTF-8 text on one line, without control characters");
    }
    if (looks_like_token_id(name)) {
        return refuse("--name: must not begin with \"tok_\", which is how token ids begin");
    }
    return {};
}

}  // namespace

std::expected<void, AccessError> check(NewToken const& wanted, core::Instant now) {
    if (role_name(wanted.role) == "-") {
        return refuse(fmt::format("--role: must be one of {}", role_names()));
    }
    if (wanted.organisation.empty() && needs_organisation(wanted.role)) {
        return refuse(
            fmt::format("--region or --org: a token for the role {} must say whom it acts for; "
                        "without, its bearer could answer for nobody",
                        role_name(wanted.role)));
    }
    if (!wanted.organisation.empty() && !is_id(wanted.organisation)) {
        return refuse(
            fmt::format("--region or --org: an id has 1 to {} letters, digits, '-', '_' or '.', as "
                        "in \"uppsala\"",
                        id_bytes_max));
    }
    if (!is_id(wanted.world)) {
        return refuse(
            fmt::format("--world: must be \"{}\" or the id of an exercise: 1 to {} letters, "
                        "digits, '-', '_' or '.'",
                        live_world, id_bytes_max));
    }
    if (wanted.expires_at && *wanted.expires_at <= now) {
        return refuse("--expires: lies in the past; the token would never work");
    }
    return check_name(wanted.name);
}

}  // namespace larm::access
