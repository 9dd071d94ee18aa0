// Reads rule packs and contacts from a folder: the only file of engine/rules that touches the file
// system.
//
// Every *.textproto in the folder is a part of one RulePack, except contacts.textproto, which seeds
// the roster and is no part of the pack's bytes or hash.
#pragma once

#include <larm/v1/rules.pb.h>

#include <array>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>

#include "engine/rules/fault.hpp"
#include "engine/rules/sound_contacts.hpp"

namespace larm::rules {

/// A checked pack, as the journal wants it.
struct LoadedPack {
    v1::RulePack pack;
    std::string bytes;                    ///< Serialized deterministically.
    std::array<std::uint8_t, 32> hash{};  ///< SHA-256 of `bytes`.
};

/// The pack in `folder` without a fault, or all its faults in order. Any thread.
[[nodiscard]] std::expected<LoadedPack, Faults> load_pack(std::filesystem::path const& folder);

/// The contacts in `folder`, checked against the parties and channels that `pack` needs. Any
/// thread.
[[nodiscard]] std::expected<v1::Contacts, Faults> load_contacts(std::filesystem::path const& folder,
                                                                v1::RulePack const& pack);

/// The contacts in `folder`, checked in themselves only: for when the pack beside them cannot be
/// used.
[[nodiscard]] std::expected<v1::Contacts, Faults> load_contacts(
    std::filesystem::path const& folder);

/// What can be used of the contacts in `folder`, whatever is wrong with the rest. `pack` null: they
/// are checked in themselves only. Any thread.
[[nodiscard]] SoundContacts load_sound_contacts(std::filesystem::path const& folder,
                                                v1::RulePack const* pack);

/// Every fault of the pack and the contacts in `folder`; none when both can be used. Any thread.
[[nodiscard]] Faults check_folder(std::filesystem::path const& folder);

}  // namespace larm::rules
