// A journaled rule pack, ready to be asked. Reading packs from files is engine/rules' job.
#pragma once

#include <larm/v1/rules.pb.h>

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace larm::core {

/// One rule pack and its content hash. Immutable once made.
/// The pack in `bytes`, or nothing where they are none. What a pack from before a field was there
/// lacks means what the engine did then.
[[nodiscard]] std::optional<v1::RulePack> read_pack(std::string const& bytes);

struct Pack {
    std::string hash;   ///< SHA-256 of `bytes`, 32 bytes.
    std::string bytes;  ///< The serialized RulePack as journaled.
    v1::RulePack rules;

    [[nodiscard]] v1::Region const* region(std::string_view id) const;
    [[nodiscard]] v1::Hospital const* hospital(std::string_view id) const;
    /// Index into rules.steps(), or -1.
    [[nodiscard]] int step_index(std::string_view id) const;
    [[nodiscard]] v1::Step const& step(int index) const { return rules.steps(index); }
    /// The step that asks for transports, or -1.
    [[nodiscard]] int transport_step() const;
    /// The step that asks the country's blood centres for blood, or -1.
    [[nodiscard]] int blood_step() const;
    /// How a channel is tried; nullptr where the pack does not say.
    [[nodiscard]] v1::ChannelPolicy const* channel_policy(v1::Channel channel) const;
    /// Whether a channel's messages count as unproven until a device has them.
    [[nodiscard]] bool waits_for_receipts() const;
    /// The region of an organisation: itself, or its hospital's; empty where it has none.
    [[nodiscard]] std::string_view region_of(std::string_view organisation) const;
    /// Where a party stands in lists that people read: by region as the pack has them, whatever has
    /// none last; then by role.
    [[nodiscard]] std::tuple<int, int, std::string_view> place_of(std::string_view party) const;
    /// Parties ("tib@dalarna") of an audience for an incident in `stricken`. Not for WHERE_ALERTED;
    /// for WHERE_COUNTRY with whoever has raised the alarm.
    [[nodiscard]] std::vector<std::string> parties(v1::Audience const& audience,
                                                   std::string_view stricken) const;
};

}  // namespace larm::core
