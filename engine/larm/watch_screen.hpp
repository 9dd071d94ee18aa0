// The live view of `larm watch` on a terminal: what the feed says, kept up to date and drawn again
// when it changes and once a second, because deadlines count down. That a chain has become
// complete, or is so no longer, stands at the top until it changes again. The board's looks are
// board's.
#pragma once

#include <larm/v1/incident.pb.h>

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <deque>
#include <map>
#include <set>
#include <string>

#include "engine/larm/board.hpp"
#include "engine/larm/screen.hpp"
#include "engine/larm/server_address.hpp"
#include "engine/larm/watch_feed.hpp"
#include "engine/larm/watch_memory.hpp"
#include "engine/report/words.hpp"

namespace larm::cli {

class WatchScreen final : public FeedListener {
public:
    WatchScreen(ServerFlags const& server, std::string_view world, core::Pack const* pack);

    void on_frame(v1::WatchFrame const& frame, std::string const& text) override;
    void on_lost(std::string const& why) override;

    /// Draws, and asks for incidents that have changed, until it is cancelled.
    [[nodiscard]] boost::asio::awaitable<void> run();

private:
    using SteadyTime = std::chrono::steady_clock::time_point;

    void on_event(v1::WatchFrame const& frame);
    [[nodiscard]] boost::asio::awaitable<void> refresh(std::string incident_id);
    /// Takes the incident as it now stands, and says so when its chain has become complete, or is
    /// so no longer.
    void take(v1::IncidentView const& incident);
    void say(std::int64_t at_us, std::string const& text);
    void draw();
    [[nodiscard]] std::string connection_line() const;

    ServerFlags const& server_;
    std::string_view world_;  ///< What is said of it.
    report::Words words_;
    BoardNames names_;
    FullScreen screen_;
    WatchMemory memory_;
    std::map<std::string, v1::IncidentView> incidents_;
    std::set<std::string> stale_;  ///< changed since they were asked for
    std::deque<std::string> timeline_;
    std::map<std::string, BoardNotice> notices_;  ///< by incident: the last change of its chain
    std::int64_t server_ahead_us_ = 0;            ///< engine time less our clock
    SteadyTime heard_at_;
    std::string lost_because_ = "ansluter";
    bool has_heard_ = false;  ///< anything at all
    bool is_known_ = false;   ///< which incidents there are: the feed has shown them
    v1::Durability durability_ = v1::DURABILITY_UNSPECIFIED;
    std::string notice_;  ///< what the server wants every duty officer to know
};

}  // namespace larm::cli
