#include "engine/delivery/channels/web_push.hpp"

#include <concepts>

namespace larm::delivery {
namespace {

using namespace std::chrono_literals;

// An alarm that a telephone gets four hours late is still better known than not; it tells when it
// was sent. A test that comes late would only be taken for an alarm.
constexpr std::chrono::seconds live_kept = 4h;
constexpr std::chrono::seconds test_kept = 10min;
constexpr std::chrono::milliseconds answer_within = 5s;

}  // namespace

template <ReachesPeople K>
PushTerms WebPushChannel<K>::terms() {
    return {.mark = K::mark,
            .ttl = std::same_as<K, Live> ? live_kept : test_kept,
            .within = answer_within};
}

template class WebPushChannel<Live>;
template class WebPushChannel<RollCall>;
template class WebPushChannel<DutyOffer>;

}  // namespace larm::delivery
