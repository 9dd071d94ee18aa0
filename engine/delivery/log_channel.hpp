// A channel that reaches nobody: it writes what would have been sent into the log, one line a
// delivery, and says so in every result. For installations without a provider, and for trying out.
#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <string>
#include <string_view>

#include "engine/delivery/channel.hpp"

namespace larm::delivery {

/// `name="value"`; quotes, backslashes, control characters, separators and direction marks escaped,
/// so that no value can end its quotes, its line, or look like another.
[[nodiscard]] std::string log_field(std::string_view name, std::string_view value);

template <Kind K>
class LogChannel final : public Channel<K> {
public:
    explicit LogChannel(std::shared_ptr<spdlog::logger> log) : log_{std::move(log)} {}
    void stop() override {}

private:
    void transmit(Message<K> const& message, Report report) override;

    std::shared_ptr<spdlog::logger> log_;
};

}  // namespace larm::delivery
