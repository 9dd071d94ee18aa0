// larmd put together: everything long-lived as a member, in the order it depends on each other, and
// what the signals do.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <csignal>
#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "engine/access/access_thread.hpp"
#include "engine/exercise/exercises.hpp"
#include "engine/larmd/certifier.hpp"
#include "engine/larmd/doors.hpp"
#include "engine/larmd/fallback_keeper.hpp"
#include "engine/larmd/open_world.hpp"
#include "engine/larmd/options.hpp"
#include "engine/larmd/settings.hpp"
#include "engine/larmd/sign_of_life.hpp"
#include "engine/server/contact_desk.hpp"
#include "engine/server/limits.hpp"
#include "engine/server/metrics.hpp"
#include "engine/server/readiness.hpp"
#include "engine/server/server.hpp"
#include "engine/server/watch/hub.hpp"

namespace larm::larmd {

/// As an exit code: nothing has been served.
inline constexpr int could_not_start = 2;

/// What must exist before the world does, because the world publishes to it.
struct NetworkSide {
    explicit NetworkSide(server::Limits const& from)
        : limits{from}, clock{time_of_day}, hub{io, limits, metrics} {}

    boost::asio::io_context io{1};
    // From the first moment: a signal during a long start is obeyed when the start is done.
    boost::asio::signal_set signals{io, SIGTERM, SIGINT, SIGHUP};
    server::Limits limits;
    server::Clock clock;
    server::Metrics metrics;
    server::Readiness readiness;
    server::WatchHub hub;
};

/// The daemon once its world is open. One instance, on the main thread, which is the network
/// thread.
class Daemon {
public:
    /// `settings` must outlive the daemon, as the rest.
    Daemon(Options const& options, Settings const& settings, NetworkSide& network,
           OpenedWorld opened, std::unique_ptr<exercise::Exercises> exercises);
    Daemon(Daemon const&) = delete;
    Daemon& operator=(Daemon const&) = delete;
    ~Daemon();

    /// Listens and serves until a signal says stop. Returns the exit code.
    [[nodiscard]] int run();

private:
    void wait_for_signal();
    void reload();
    void tell(RulesTrouble const& trouble);
    /// How the pack in force stands its scenarios: known already, or found out in peace.
    void certify(RulesTrouble const& trouble);
    void on_reloaded(RulesTrouble const& trouble);
    void keep_alive();
    void look_at_reach();

    // Stopping, step by step.
    void begin_stop();
    void stop_world();
    void stop_watchers();
    void finish(int code);
    using SteadyTime = std::chrono::steady_clock::time_point;
    /// Calls `next` when `is_done`, at the latest after `at_most`.
    void when(std::function<bool()> is_done, std::chrono::milliseconds at_most,
              std::function<void()> next);
    void look_again(std::function<bool()> is_done, SteadyTime until, std::function<void()> next);

    Options const& options_;
    NetworkSide& network_;
    OpenedWorld opened_;
    access::AccessThread access_;
    server::ContactDesk desk_;
    Doors doors_;
    FallbackKeeper keeper_;
    Certifier certifier_;
    std::unique_ptr<exercise::Exercises> exercises_;
    server::Server server_;
    std::optional<SignOfLife> sign_of_life_;
    boost::asio::steady_timer step_timer_;
    boost::asio::steady_timer alive_timer_;
    boost::asio::steady_timer reach_timer_;
    std::thread drainer_;   // the world's drain waits for the disk; watchers need not
    std::thread reloader_;  // and so does taking new rules into use
    bool is_reloading_ = false;
    bool shall_reload_again_ = false;
    bool is_world_drained_ = false;
    bool is_stopping_ = false;
    int exit_code_ = 0;
};

}  // namespace larm::larmd
