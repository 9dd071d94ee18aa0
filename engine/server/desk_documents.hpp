// Documents: reports, exports and minutes. What they are made of is read in the engine's thread,
// and copied; the words, HTML, PDF and XML are made in the desk's, so that no reader delays an
// alarm.
#pragma once

#include "engine/server/contact_desk.hpp"

namespace larm::server {

[[nodiscard]] QueryAnswer get_situation(DeskContext const& desk, DeskCall const& call);
[[nodiscard]] QueryAnswer export_situation(DeskContext const& desk, DeskCall const& call);
[[nodiscard]] QueryAnswer export_support(DeskContext const& desk, DeskCall const& call);
[[nodiscard]] QueryAnswer export_conference(DeskContext const& desk, DeskCall const& call);
[[nodiscard]] QueryAnswer export_capacity(DeskContext const& desk, DeskCall const& call);

}  // namespace larm::server
