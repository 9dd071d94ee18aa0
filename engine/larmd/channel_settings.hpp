// What must be so in the settings of the channels before any of them is made. Whether a file or a
// terminal is there is not asked here: that is found out, and said, when the channel is made.
#pragma once

#include <larm/v1/config.pb.h>

#include <string>
#include <vector>

namespace larm::larmd {

/// A fault in one field, in English.
struct SettingFault {
    std::vector<std::string> path;  ///< Fields from DeliveryConfig inwards, e.g. {"email", "url"}.
    std::string what;
};

/// `public_url` is where providers and people reach us; empty where nobody does.
[[nodiscard]] std::vector<SettingFault> faults_of(v1::DeliveryConfig const& config,
                                                  std::string const& public_url);

}  // namespace larm::larmd
