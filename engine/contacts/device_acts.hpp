// The rows of contacts.db that say which commands on devices have been obeyed, so that each is
// once. Callers hold a transaction where they write.
#pragma once

#include <larm/v1/contact.pb.h>

#include <optional>
#include <string>

#include "engine/contacts/book_file.hpp"
#include "engine/core/instant.hpp"

namespace larm::contacts {

/// A command on a device, and what it did.
struct DeviceAct {
    std::string command_id;
    std::string fingerprint;  ///< Of caller and request: the same id must mean the same.
    std::string officer_id;
    std::string device;
    v1::PushDeviceChange change = v1::PUSH_DEVICE_CHANGE_UNSPECIFIED;
};

[[nodiscard]] Result<std::optional<DeviceAct>> load_act(BookFile& file,
                                                        std::string const& command_id);
/// Nothing for an act without a command id. Forgets those that nobody repeats any more.
[[nodiscard]] Result<void> save_act(BookFile& file, DeviceAct const& act, core::Instant at);

}  // namespace larm::contacts
