// Who was told of an alarm or asked in a roll-call, found by what they were given to answer with.
// The one place that every way back goes through. An alarm's code goes before a roll-call's that
// happens to be the same.
#pragma once

#include <larm/v1/command.pb.h>
#include <larm/v1/domain.pb.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/state.hpp"
#include "engine/delivery/answer_keys.hpp"

namespace larm::delivery {

/// Somebody who was told.
struct Addressee {
    std::string incident_id;  ///< Or the roll-call's id.
    std::string party;
    std::string officer_id;
    /// What a link went out by; CHANNEL_UNSPECIFIED for a code, which is the same over all.
    v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
    /// The incident is closed or the roll-call over: there is nothing more to answer, and
    /// command_of() says so in words.
    bool is_over = false;
    /// What it answers, as question_of() has it; empty: the alarm, or a roll-call.
    std::string question = {};

    friend bool operator==(Addressee const&, Addressee const&) = default;
};

/// Of closed incidents only so many of the newest are known by their codes and links.
constexpr std::size_t closed_known_max = 8;

/// Whose link that is; nothing where it is nobody's. Anybody who has the party's duty, or could
/// take it over, has one; it works from the alarm until the incident is closed. The time it takes
/// grows with the open incidents.
[[nodiscard]] std::optional<Addressee> whose_link(core::State const& state, AnswerKeys const& keys,
                                                  std::string_view link);
/// Whose code that is, of those officers: each for the parties that they are of, as for links.
[[nodiscard]] std::optional<Addressee> whose_code(core::State const& state, AnswerKeys const& keys,
                                                  std::vector<std::string> const& officers,
                                                  std::string_view code);

/// How much patience the pack in use has with whoever answers; no limits before there is one.
[[nodiscard]] v1::AnswerPolicy const& answer_policy(core::State const& state);

/// Whether the officer has the party's duty or could take it over.
[[nodiscard]] bool is_officer_of(core::State const& state, std::string_view party,
                                 std::string_view officer_id);

/// The delivery of that id to whoever has the link, to be reported on; nothing where there is none,
/// or a later attempt has taken its place.
[[nodiscard]] std::optional<v1::RecordDelivery> delivery_to(core::State const& state,
                                                            Addressee const& who,
                                                            std::string_view delivery_id);

}  // namespace larm::delivery
