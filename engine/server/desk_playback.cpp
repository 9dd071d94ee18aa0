#include "engine/server/desk_playback.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <memory>

#include "engine/report/answers.hpp"

namespace larm::server {
namespace {

using std::chrono::steady_clock;

/// Of a thread's niceness: it gets what nobody else wants.
constexpr int lowest_priority = 19;
/// Well within the time that a call may take; what has been played by then is not lost.
constexpr std::chrono::seconds look_max{10};
/// A second state of the world takes as much memory as the first.
constexpr std::chrono::minutes kept_for{5};

ConnectCode code_of(world::PlaybackErrorKind kind) {
    switch (kind) {
        case world::PlaybackErrorKind::bad_question: return ConnectCode::invalid_argument;
        case world::PlaybackErrorKind::unknown_incident: return ConnectCode::not_found;
        case world::PlaybackErrorKind::unreadable: return ConnectCode::unavailable;
        case world::PlaybackErrorKind::unfinished: break;
    }
    return ConnectCode::deadline_exceeded;
}

CallError call_error(world::PlaybackError error) {
    auto field = lower_camel(error.field);
    auto message = field.empty() ? std::move(error.message) : field + ": " + error.message;
    return {code_of(error.kind), std::move(message), std::move(field), 0};
}

}  // namespace

PlaybackDesk::PlaybackDesk(std::filesystem::path journal) : playback_{std::move(journal)} {
    thread_ = std::thread{[this] {
        ::pthread_setname_np(::pthread_self(), "larm-playback");
        // Linux: of this thread alone.
        (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), lowest_priority);
        io_.run();
    }};
}

void PlaybackDesk::begin_stop() {
    is_stopped_ = true;
    io_.stop();
}

void PlaybackDesk::stop() {
    begin_stop();
    if (thread_.joinable()) {
        thread_.join();
    }
}

world::KeepGoing PlaybackDesk::for_one_call() const {
    return [this, until = steady_clock::now() + look_max] {
        return !is_stopped_.load() && steady_clock::now() < until;
    };
}

QueryAnswer PlaybackDesk::look(v1::GetStateAt const& asked, core::Instant now) {
    auto reply = playback_.look(asked, now, for_one_call());
    forget_when_idle();
    if (!reply) {
        return std::unexpected{call_error(std::move(reply).error())};
    }
    return std::make_unique<v1::GetStateAtReply>(std::move(*reply));
}

QueryAnswer PlaybackDesk::answers(v1::GetAnswersAt const& asked, core::Instant now) {
    auto const at =
        playback_.go({{asked.at_us()}, asked.seq(), asked.incident_id()}, now, for_one_call());
    forget_when_idle();
    if (!at) {
        return std::unexpected{call_error(at.error())};
    }
    auto const& state = playback_.state();
    return std::make_unique<v1::GetAnswersAtReply>(
        report::answers_at(state, *state.incident(asked.incident_id()), asked, *at));
}

void PlaybackDesk::forget_when_idle() {
    idle_.expires_after(kept_for);
    idle_.async_wait([this](boost::system::error_code error) {
        if (!error) {
            playback_.forget();
        }
    });
}

}  // namespace larm::server
