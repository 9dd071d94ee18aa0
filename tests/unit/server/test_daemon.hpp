// The network side as the daemon runs it, in this process: a real world on a directory of its own,
// a real access.db, real sockets on a port of the system's choice.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "engine/access/access_thread.hpp"
#include "engine/server/contact_desk.hpp"
#include "engine/server/door.hpp"
#include "engine/server/limits.hpp"
#include "engine/server/metrics.hpp"
#include "engine/server/readiness.hpp"
#include "engine/server/server.hpp"
#include "engine/server/watch/hub.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/unit/server/test_world.hpp"

namespace larm::server::test {

/// The product's limits, but looked at often, so that tests of them are quick.
[[nodiscard]] Limits quick_limits();

/// What a door under test may be made of.
struct DoorSite {
    boost::asio::io_context& io;
    world::LiveWorld& world;
    Clock const& clock;
    Metrics& metrics;
};
using MakeDoor = std::function<std::unique_ptr<Door>(DoorSite)>;
/// Gives the desk more than a book: push that is set up.
using SetUpDesk = std::function<void(DeskContext&)>;

class TestDaemon {
public:
    explicit TestDaemon(Limits limits = quick_limits(), MakeDoor const& make_door = {},
                        PublicSide public_side = {}, SetUpDesk const& set_up_desk = {});
    TestDaemon(TestDaemon const&) = delete;
    TestDaemon& operator=(TestDaemon const&) = delete;
    ~TestDaemon();

    [[nodiscard]] unsigned short port() const { return port_; }
    /// A new token's secret.
    [[nodiscard]] std::string token(v1::Role role, std::string organisation = "",
                                    std::string world = "live",
                                    std::optional<std::chrono::milliseconds> expires = {}) const;
    [[nodiscard]] std::string tib(std::string const& region) const {
        return token(v1::ROLE_TIB, region);
    }
    void revoke(std::string const& secret_or_name) const;
    [[nodiscard]] std::filesystem::path const& data() const { return directory_.path(); }
    [[nodiscard]] access::AccessThread& access() { return access_; }
    [[nodiscard]] world::LiveWorld& world() { return world_.live(); }
    [[nodiscard]] contacts::ContactBook& book() { return *book_; }

    /// Runs `work` on the network thread and waits for it.
    void on_network(std::function<void(Server&)> work);
    /// Waits until `is_true`, asked on the network thread; fails the test after 10 s.
    void wait_until(std::function<bool(Server&)> is_true);
    [[nodiscard]] std::size_t watchers();
    [[nodiscard]] double cut_watchers();
    [[nodiscard]] Readiness& readiness() { return readiness_; }

private:
    larm::test::TemporaryDirectory directory_;
    Limits limits_;
    Clock clock_;
    boost::asio::io_context io_{1};
    Metrics metrics_;
    Readiness readiness_;
    WatchHub hub_;
    TestWorld world_;
    access::AccessThread access_;
    std::unique_ptr<Door> door_;
    std::unique_ptr<contacts::ContactBook> book_;
    ContactDesk desk_;
    Server server_;
    unsigned short port_ = 0;
    std::thread thread_;
};

}  // namespace larm::server::test
