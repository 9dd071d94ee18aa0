// What the access tests share: a directory of their own, tokens in short, another hand on the same
// file.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "engine/access/access_file.hpp"
#include "engine/access/grant.hpp"
#include "engine/access/refusal.hpp"
#include "engine/access/token_store.hpp"
#include "engine/core/instant.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::access::test {

/// 2026-11-24 00:00 UTC: a full minute, so that minutes are easy to count.
inline constexpr core::Instant midnight{1'795'478'400'000'000};

class Directory : public larm::test::TemporaryDirectory {
public:
    [[nodiscard]] std::filesystem::path file() const { return path() / "access.db"; }
};

/// Opens access.db or fails the test with the error's message.
[[nodiscard]] AccessFile open(Directory const& directory, OpenOptions options = {});

[[nodiscard]] NewToken tib_of(std::string organisation, std::string name = "");

/// Makes a token through a connection of its own, as `larm token create` does.
[[nodiscard]] CreatedToken mint(Directory const& directory, NewToken const& wanted,
                                core::Instant now = midnight);

/// Revokes through a connection of its own, as `larm token revoke` does.
void revoke(Directory const& directory, std::string_view id_or_name, core::Instant now = midnight);

[[nodiscard]] Refusal refusal(core::Instant at, std::string token_id, std::string method,
                              std::string code = "permission_denied");

/// A secret of the right shape that nobody was given.
[[nodiscard]] std::string unknown_secret();

/// Runs SQL on the file behind the library's back.
void tamper(Directory const& directory, std::string const& sql);

[[nodiscard]] std::string bytes_of(std::filesystem::path const& file);

}  // namespace larm::access::test
