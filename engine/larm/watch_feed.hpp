// The live feed as a client follows it: one WebSocket after the other, each going on after the last
// event seen, for as long as it is let. What is done with a frame is the listener's.
#pragma once

#include <larm/v1/watch.pb.h>

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <optional>
#include <string>

#include "engine/larm/server_address.hpp"
#include "engine/larm/verb.hpp"

namespace larm::cli {

class FeedListener {
public:
    virtual ~FeedListener() = default;
    /// `text` is the frame as it came, in JSON.
    virtual void on_frame(v1::WatchFrame const& frame, std::string const& text) = 0;
    virtual void on_lost(std::string const& why) = 0;
};

struct FeedTarget {
    ServerAddress server;
    std::string token;
    std::string world;
    std::optional<std::int64_t> after;
    /// How long the first connection may take. Once there has been one, it goes on for ever.
    std::chrono::milliseconds first_contact_max{15'000};
};

/// Why following ended: it only does when the server says no, or was never reached.
struct FeedEnd {
    ExitCode code = ExitCode::ok;
    std::string why;
};

/// `listener` must outlive it. Each event reaches it once.
[[nodiscard]] boost::asio::awaitable<FeedEnd> follow(FeedTarget target, FeedListener& listener);

}  // namespace larm::cli
