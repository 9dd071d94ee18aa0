// Calls by hand. Nothing leaves through it: a delivery over it stands in the journal, and the list
// of calls to make (core/calls) is a fold of those. It only says so; whether anybody has been
// reached, only a human's entry says.
#pragma once

#include "engine/delivery/channel.hpp"

namespace larm::delivery {

template <ReachesPeople K>
class OperatorChannel final : public Channel<K> {
public:
    void stop() override {}

private:
    void transmit(Message<K> const& message, Report report) override;
};

}  // namespace larm::delivery
