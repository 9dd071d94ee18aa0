// The file our VAPID key stands in. Every subscription is bound to the key: who loses it loses all
// subscriptions, so it is made once, whole or not at all, and never written over.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "engine/delivery/channels/web_push_key.hpp"

namespace larm::delivery {

/// Reads the key; makes it, readable by its owner only, where there is no file. Failure, in English
/// with what to do: a file that others than its owner may read or write, that belongs to neither us
/// nor root, or that holds no key. Blocks on the disk.
[[nodiscard]] std::expected<PushKey, std::string> vapid_key_of(std::filesystem::path const& file);

}  // namespace larm::delivery
