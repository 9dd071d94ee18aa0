#include "engine/larm/world_now.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <exception>
#include <string>
#include <utility>

#include "engine/access/grant.hpp"
#include "engine/larm/output.hpp"
#include "engine/larm/watch_feed.hpp"

namespace larm::cli {
namespace {

/// Whoever asks how it stands does not wait long for how many minutes are left.
constexpr std::chrono::seconds answers_within{2};

class FirstFrame final : public FeedListener {
public:
    explicit FirstFrame(boost::asio::io_context& io) : io_{io} {}

    void on_frame(v1::WatchFrame const& frame, std::string const& /*text*/) override {
        server_time_us = server_time_us ? server_time_us : frame.server_time();
        io_.stop();
    }
    void on_lost(std::string const& /*why*/) override {}

    std::optional<std::int64_t> server_time_us;

private:
    boost::asio::io_context& io_;
};

}  // namespace

std::optional<std::int64_t> world_now_us(ServerFlags const& server,
                                         std::optional<v1::SessionView> const& who) {
    if (!who || who->world().empty() || who->world() == access::live_world) {
        return now_us();
    }
    boost::asio::io_context io{1};
    FirstFrame first{io};
    FeedTarget target{server.address(), server.token, who->world(), {}, answers_within};
    auto following = follow(std::move(target), first);
    auto ended = [&io](std::exception_ptr const&, FeedEnd const&) { io.stop(); };
    boost::asio::co_spawn(io, std::move(following), std::move(ended));
    io.run_for(answers_within);
    return first.server_time_us;
}

}  // namespace larm::cli
