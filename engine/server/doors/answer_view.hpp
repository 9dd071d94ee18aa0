// What somebody who follows their link is shown, out of the state: the message as it was sent, and
// what is registered.
#pragma once

#include "engine/core/state.hpp"
#include "engine/delivery/addressee.hpp"
#include "engine/server/doors/answer_html.hpp"

namespace larm::server {

/// `who` must be of that state. Without link, form id and notice, which are the request's.
[[nodiscard]] AnswerView answer_view(core::State const& state, delivery::Addressee const& who);

}  // namespace larm::server
