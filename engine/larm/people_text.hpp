// Contacts, devices and the roster as a duty officer reads them, in Swedish.
#pragma once

#include <larm/v1/contact.pb.h>

#include <string>

#include "engine/report/words.hpp"

namespace larm::cli {

/// What a proposal changes, entry by entry.
[[nodiscard]] std::string proposal_text(v1::ContactsProposal const& proposal);
[[nodiscard]] std::string history_text(v1::ContactsHistoryReply const& reply);
[[nodiscard]] std::string devices_text(v1::ListDevicesReply const& reply);
/// What has become of one.
[[nodiscard]] std::string device_text(v1::PushDeviceReply const& reply);
[[nodiscard]] std::string roster_text(v1::ListRosterReply const& reply, report::Words const& words);

}  // namespace larm::cli
