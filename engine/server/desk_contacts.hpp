// The desk's calls that change the book of contacts, and its history. Who may is in the contract
// (role) and in the core (organisation, two persons); here a caller of one organisation sees and
// proposes what is its own.
#pragma once

#include "engine/server/contact_desk.hpp"

namespace larm::server {

[[nodiscard]] QueryAnswer diff_contacts(DeskContext const& desk, DeskCall const& call);
[[nodiscard]] QueryAnswer import_contacts(DeskContext const& desk, DeskCall const& call);
[[nodiscard]] QueryAnswer approve_contacts(DeskContext const& desk, DeskCall const& call);
[[nodiscard]] QueryAnswer roll_back_contacts(DeskContext const& desk, DeskCall const& call);
[[nodiscard]] QueryAnswer withdraw_contacts(DeskContext const& desk, DeskCall const& call);
[[nodiscard]] QueryAnswer erase_officer(DeskContext const& desk, DeskCall const& call);
[[nodiscard]] QueryAnswer contacts_history(DeskContext const& desk, DeskCall const& call);

}  // namespace larm::server
