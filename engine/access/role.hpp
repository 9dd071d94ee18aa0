// The roles' names as the command line, access.db and the audit write them. What a role may do is
// not here: each RPC says that.
#pragma once

#include <larm/v1/domain.pb.h>

#include <optional>
#include <string_view>

namespace larm::access {

/// "tib" for ROLE_TIB; "-" for a role that is not set.
[[nodiscard]] std::string_view role_name(v1::Role role);

/// The role called `name`, in lower case; nothing if there is none.
[[nodiscard]] std::optional<v1::Role> parse_role(std::string_view name);

/// "tib, deputy, ...", for help and error texts.
[[nodiscard]] std::string_view role_names();

/// Whether a token with this role means nothing without a region or organisation to act for.
[[nodiscard]] bool needs_organisation(v1::Role role);

}  // namespace larm::access
