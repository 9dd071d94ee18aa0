// What holds for whoever signs in at the console, from the settings.
#pragma once

#include <string>

#include "engine/core/instant.hpp"

namespace larm::server {

struct SignInTerms {
    /// A session ends so long after it was last used. A night and the day after it are shorter.
    core::Duration session_lasts = core::seconds(72L * 3600);
    core::Duration link_lasts = core::seconds(15L * 60);
    /// Whom to call when the console cannot send; empty: nobody is named.
    std::string reserve_number{};
    /// What stands before a sign-in link; empty: whoever asks knows the address.
    std::string public_url{};
    std::string server_version{};
};

}  // namespace larm::server
