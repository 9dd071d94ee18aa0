// Web Push to devices that are enrolled for an exercise: the one way by which an exercise reaches a
// real device. Nothing of it is a WebPushChannel, which no exercise can have: it takes exercise
// messages only, and reaches enrolled devices only.
#pragma once

#include <spdlog/logger.h>

#include <memory>

#include "engine/delivery/channel.hpp"
#include "engine/delivery/channels/web_push_sender.hpp"
#include "engine/delivery/enrolled_devices.hpp"

namespace larm::delivery {

/// What it works with; all of it outlives the channel.
struct ExercisePushTools {
    EnrolledDevices& devices;
    Vapid& vapid;
    PushServices const& services;
    std::shared_ptr<spdlog::logger> log;
};

/// As WebPushChannel, over connections of its own, so that an exercise delays no alarm.
class ExercisePushChannel final : public Channel<Exercise> {
public:
    explicit ExercisePushChannel(ExercisePushTools tools);
    void stop() override { sender_.stop(); }

private:
    /// The devices as the sender, which knows nothing of kinds, asks for addresses. Only here.
    class Devices final : public AddressBook {
    public:
        explicit Devices(EnrolledDevices& devices) : devices_{devices} {}
        [[nodiscard]] std::vector<std::string> addresses(std::string_view officer_id,
                                                         v1::Channel channel) const override;
        [[nodiscard]] std::vector<std::string> owners(v1::Channel,
                                                      std::string_view) const override {
            return {};
        }
        [[nodiscard]] std::string name(std::string_view) const override { return {}; }
        void drop(std::string_view officer_id, v1::Channel channel,
                  std::string_view address) override;

    private:
        EnrolledDevices& devices_;
    };

    void transmit(Message<Exercise> const& message, Report report) override {
        sender_.send(message.letter(), std::move(report));
    }

    Devices devices_;
    PushSender sender_;
};

}  // namespace larm::delivery
