// Who is let in without one of our tokens in an RPC: people with a link, the provider of SMS and
// voice, readers of CAP. Which of them there are is the settings' to say.
#pragma once

#include <boost/asio/io_context.hpp>
#include <optional>
#include <vector>

#include "engine/access/access_thread.hpp"
#include "engine/larmd/open_world.hpp"
#include "engine/larmd/settings.hpp"
#include "engine/server/authenticate.hpp"
#include "engine/server/door.hpp"
#include "engine/server/doors/answer_page.hpp"
#include "engine/server/doors/answer_taker.hpp"
#include "engine/server/doors/cap_feed.hpp"
#include "engine/server/doors/elks_hooks.hpp"
#include "engine/server/metrics.hpp"

namespace larm::larmd {

/// All of it must outlive the doors.
struct DoorsContext {
    boost::asio::io_context& io;
    OpenedWorld& opened;
    access::AccessThread& access;
    server::Clock const& clock;
    server::Metrics& metrics;
    Settings const& settings;
};

/// Network thread only.
class Doors {
public:
    explicit Doors(DoorsContext const& context);
    Doors(Doors const&) = delete;
    Doors& operator=(Doors const&) = delete;
    ~Doors() = default;

    [[nodiscard]] std::vector<server::Door*> all();

private:
    server::Authenticator authenticator_;
    server::AnswerTaker taker_;
    server::AnswerPage page_;
    std::optional<server::ElksHooks> hooks_;
    std::optional<server::CapFeed> cap_;
};

}  // namespace larm::larmd
