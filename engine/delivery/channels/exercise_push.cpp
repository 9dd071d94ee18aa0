#include "engine/delivery/channels/exercise_push.hpp"

#include <utility>

namespace larm::delivery {
namespace {

using namespace std::chrono_literals;

// One that comes late would be taken for something that is asked now.
constexpr std::chrono::seconds exercise_kept = 10min;
constexpr std::chrono::milliseconds exercise_answer_within = 5s;

}  // namespace

ExercisePushChannel::ExercisePushChannel(ExercisePushTools tools)
    : devices_{tools.devices},
      sender_{{.book = devices_,
               .vapid = tools.vapid,
               .services = tools.services,
               .log = std::move(tools.log),
               .on_accepted =
                   [&devices = tools.devices](std::string_view officer, std::string_view address) {
                       devices.note_accepted(officer, address);
                   }},
              {.mark = Exercise::mark, .ttl = exercise_kept, .within = exercise_answer_within}} {}

std::vector<std::string> ExercisePushChannel::Devices::addresses(std::string_view officer_id,
                                                                 v1::Channel channel) const {
    return channel == v1::CHANNEL_PUSH ? devices_.subscriptions(officer_id)
                                       : std::vector<std::string>{};
}

void ExercisePushChannel::Devices::drop(std::string_view officer_id, v1::Channel channel,
                                        std::string_view address) {
    if (channel == v1::CHANNEL_PUSH) {
        devices_.drop(officer_id, address);
    }
}

}  // namespace larm::delivery
