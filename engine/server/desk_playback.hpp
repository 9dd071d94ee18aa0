// How it stood at an earlier moment: GetStateAt, GetAnswersAt. On a thread of its own at the lowest
// priority, since it folds the journal: neither the world, which it never asks, nor the desk's
// other calls wait for it.
#pragma once

#include <larm/v1/playback.pb.h>
#include <larm/v1/session.pb.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <filesystem>
#include <thread>
#include <utility>

#include "engine/server/queries.hpp"
#include "engine/world/playback.hpp"

namespace larm::server {

class PlaybackDesk {
public:
    explicit PlaybackDesk(std::filesystem::path journal);
    PlaybackDesk(PlaybackDesk const&) = delete;
    PlaybackDesk& operator=(PlaybackDesk const&) = delete;
    ~PlaybackDesk() { stop(); }

    /// Ends what is under way. Not on its thread; does nothing when called again.
    void stop();
    /// The same without waiting. Any thread.
    void begin_stop();
    /// Runs `work` on its thread, after what was posted before. Any thread.
    template <typename Work>
    void post(Work work) {
        boost::asio::post(io_, std::move(work));
    }
    /// On its thread. What it has played is kept for a while, for whoever goes on from there.
    [[nodiscard]] QueryAnswer look(v1::GetStateAt const& asked, core::Instant now);
    [[nodiscard]] QueryAnswer answers(v1::GetAnswersAt const& asked, core::Instant now);

private:
    /// For one call: as long as it may take, and not once the desk is stopped.
    [[nodiscard]] world::KeepGoing for_one_call() const;
    void forget_when_idle();

    world::Playback playback_;
    std::atomic<bool> is_stopped_ = false;
    boost::asio::io_context io_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
        io_.get_executor()};
    boost::asio::steady_timer idle_{io_};
    std::thread thread_;
};

}  // namespace larm::server
