// The small parts of CAP: times, names of messages, and text that may stand in XML and leave the
// house.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/instant.hpp"

namespace larm::delivery {

/// Which turn of which incident an identifier names; nothing where it cannot be one of ours.
struct CapName {
    std::string incident_id;
    std::size_t number = 0;
};
[[nodiscard]] std::optional<CapName> cap_name(std::string_view identifier);

/// CAP's time: local with its offset from UTC, no "Z", no fractions.
[[nodiscard]] std::string cap_time(core::Instant at);
/// What is wrong with a sender, in English; empty where nothing is: no blanks, commas, "<" or "&".
[[nodiscard]] std::string cap_sender_fault(std::string_view sender);
/// With what looks like a personal identity number left out.
[[nodiscard]] std::string without_identity_numbers(std::string_view text);
/// As the content of an element or attribute: one line, escaped, without what XML 1.0 cannot hold.
[[nodiscard]] std::string xml_text(std::string_view text);

}  // namespace larm::delivery
