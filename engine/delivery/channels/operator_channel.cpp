#include "engine/delivery/channels/operator_channel.hpp"

namespace larm::delivery {

template <ReachesPeople K>
void OperatorChannel<K>::transmit(Message<K> const& message, Report report) {
    static_cast<void>(message);
    if constexpr (std::same_as<K, Live>) {
        report(v1::DELIVERY_OUTCOME_ACCEPTED,
               "on the list of calls to make; nobody is reached yet");
    } else {
        // A test of who can be reached must not keep people from answering the telephone.
        report(v1::DELIVERY_OUTCOME_FAILED, "only alarms are called by hand");
    }
}

template class OperatorChannel<Live>;
template class OperatorChannel<RollCall>;
template class OperatorChannel<DutyOffer>;

}  // namespace larm::delivery
