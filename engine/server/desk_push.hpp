// The desk's calls about devices for push, and what the preflight has to know of them. A
// subscription is a secret, since it is the device's address at its push service: it goes to the
// book, and into no answer, no error, no log and no journal.
#pragma once

#include <larm/v1/rules.pb.h>

#include <expected>
#include <string>

#include "engine/core/preflight.hpp"
#include "engine/server/contact_desk.hpp"

namespace larm::server {

[[nodiscard]] QueryAnswer get_vapid_key(DeskContext const& desk, DeskCall const& call);
[[nodiscard]] QueryAnswer subscribe_push(DeskContext const& desk, DeskCall const& call);
[[nodiscard]] QueryAnswer unsubscribe_push(DeskContext const& desk, DeskCall const& call);
[[nodiscard]] QueryAnswer list_devices(DeskContext const& desk, DeskCall const& call);

/// The officer, where the caller may act for it; else an error that names the field officerId.
[[nodiscard]] std::expected<v1::Officer, CallError> own_officer(DeskContext const& desk,
                                                                DeskCall const& call,
                                                                std::string const& officer_id);
/// What can reach people: channels, and officers whose devices are missing or in doubt.
[[nodiscard]] core::Means means_now(DeskContext const& desk);

}  // namespace larm::server
