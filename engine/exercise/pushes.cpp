#include "engine/exercise/pushes.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>
#include <utility>

#include "engine/core/check.hpp"
#include "engine/delivery/delivery_id.hpp"
#include "engine/delivery/text.hpp"
#include "engine/server/doors/exercise_answers.hpp"

namespace larm::exercise {
namespace {

constexpr std::size_t title_characters_max = 100;

/// Why an exercise stands, for whoever sees nothing but a notification.
delivery::Texts broken_off(std::string const& reason) {
    auto const title = delivery::cut(delivery::one_line(reason), title_characters_max);
    return {.title_sv = title.empty() ? "Övningen är avbruten" : title,
            .title_en = "The exercise has been broken off",
            .body_sv = "Inget mer kommer från övningen. Har du ett skarpt larm: svara på det.",
            .body_en =
                "Nothing more comes from the exercise. If you have a live alarm, answer that one.",
            .short_sv = {}};
}

/// Whether what it asks for is still asked.
bool goes_on(core::State const& state) {
    auto const phase = state.exercise()->phase();
    return phase == v1::EXERCISE_PHASE_PLAYING || phase == v1::EXERCISE_PHASE_PAUSED;
}

}  // namespace

delivery::AnswerKeys keys_of(delivery::AnswerKeys const& keys, RunFolder const& folder) {
    auto const key = keys.key_for(
        fmt::format("exercise {} {}", folder.world_id, folder.path.filename().string()));
    delivery::AnswerKeys::Secret secret{};
    LARM_CHECK(key.size() == secret.size());
    std::ranges::transform(key, secret.begin(),
                           [](char each) { return static_cast<std::uint8_t>(each); });
    return delivery::AnswerKeys{secret};
}

Pushes::Pushes(EnrolledBook& devices, PushSetup const& setup, delivery::AnswerKeys const& keys)
    : devices_{devices}, setup_{setup} {
    options_.answers = std::make_shared<delivery::AnswerSide const>(
        delivery::AnswerSide{.keys = keys,
                             .public_url = setup.public_url,
                             .path = server::exercise_answer_path(devices.world_id())});
}

std::unique_ptr<delivery::ExercisePushChannel> Pushes::channel() {
    return std::make_unique<delivery::ExercisePushChannel>(
        delivery::ExercisePushTools{.devices = devices_,
                                    .vapid = setup_.vapid,
                                    .services = setup_.services,
                                    .log = spdlog::default_logger()});
}

void Pushes::take(core::State const& state, v1::Event const& event, std::int64_t seq) {
    if (is_stopped_ || state.exercise() == nullptr) {
        return;
    }
    auto const is_broken_off =
        event.has_exercise_moved() && event.exercise_moved().phase() == v1::EXERCISE_PHASE_FROZEN;
    if (!goes_on(state)) {
        end_chases();
    }
    if (is_broken_off) {
        tell_broken_off(event.exercise_moved().reason(), seq);
    }
    if (!goes_on(state) || devices_.officers().empty()) {
        return;
    }
    if (chases_ == nullptr) {
        delivery::Channels<delivery::Exercise> channels;
        channels.emplace(v1::CHANNEL_PUSH, channel());
        chases_ = std::make_unique<delivery::Outbox<delivery::Exercise>>(std::move(channels),
                                                                         untold_, options_);
    }
    chases_->take(state, event);
}

void Pushes::tell_broken_off(std::string const& reason, std::int64_t seq) {
    for (auto const& officer : devices_.officers()) {
        if (news_ == nullptr) {
            news_ = channel();
        }
        delivery::Envelope envelope;
        envelope.delivery_id = delivery::delivery_id({.incident_id = devices_.world_id(),
                                                      .step = "broken off",
                                                      .party = officer,
                                                      .attempt = static_cast<int>(seq),
                                                      .recipient = officer,
                                                      .channel = v1::CHANNEL_PUSH});
        envelope.officer_id = officer;
        envelope.channel = v1::CHANNEL_PUSH;
        news_->send(delivery::Message<delivery::Exercise>{std::move(envelope), broken_off(reason)},
                    delivery::Report{v1::RecordDelivery{}, untold_});
    }
}

void Pushes::stop() {
    is_stopped_ = true;
    end_chases();
    news_.reset();
}

}  // namespace larm::exercise
