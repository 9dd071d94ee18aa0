// The book as it is held in memory: people, addresses in order, push devices. Read and written row
// by row here; who may change what is decided elsewhere.
#pragma once

#include <larm/v1/rules.pb.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/contacts/book_file.hpp"
#include "engine/core/instant.hpp"

namespace larm::contacts {

/// One browser that has asked to be told.
struct Device {
    std::string name;
    std::string subscription;  ///< The browser's JSON.
    core::Instant added_at;
    core::Instant accepted_at{};  ///< When a push service last took a message for it.
    core::Instant received_at{};  ///< When it last had one.
    core::Instant dropped_at{};   ///< Not set: in use.
    core::Instant renewed_at{};   ///< When it last showed that it has its subscription still.
};

struct Person {
    v1::Officer entry;
    /// Places in entry.addresses() that a provider has called dead.
    std::vector<int> dropped;
    std::vector<Device> devices;
};

using People = std::map<std::string, Person, std::less<>>;

[[nodiscard]] Result<People> load_people(BookFile& file);
/// Replaces the officer's row and addresses; devices stay.
[[nodiscard]] Result<void> save_officer(BookFile& file, v1::Officer const& officer);
[[nodiscard]] Result<void> delete_officer(BookFile& file, std::string const& officer_id);
[[nodiscard]] Result<void> save_device(BookFile& file, std::string const& officer_id,
                                       Device const& device);
[[nodiscard]] Result<void> delete_device(BookFile& file, std::string const& officer_id,
                                         std::string const& subscription);
[[nodiscard]] Result<void> save_dropped(BookFile& file, std::string const& officer_id,
                                        v1::Channel channel, std::string const& value,
                                        core::Instant at);

}  // namespace larm::contacts
