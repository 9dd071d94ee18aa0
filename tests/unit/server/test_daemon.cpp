#include "tests/unit/server/test_daemon.hpp"

#include <chrono>
#include <future>
#include <utility>

#include "engine/access/token_store.hpp"
#include "tests/support/catch.hpp"

namespace larm::server::test {
namespace {

namespace asio = boost::asio;

core::Instant wall_clock() {
    auto const since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(since_epoch).count()};
}

access::AccessFile open_access(std::filesystem::path const& directory) {
    auto file = access::AccessFile::open(directory, {});
    if (!file) {
        FAIL(file.error().message);
    }
    return std::move(*file);
}

std::unique_ptr<contacts::ContactBook> open_book(std::filesystem::path const& directory) {
    auto book = contacts::ContactBook::open(directory);
    if (!book) {
        FAIL(book.error().message);
    }
    return std::move(*book);
}

std::set<v1::Channel> all_channels() {
    std::set<v1::Channel> all;
    for (int channel = v1::CHANNEL_PUSH; channel <= v1::CHANNEL_OPERATOR; ++channel) {
        all.insert(static_cast<v1::Channel>(channel));
    }
    return all;
}

access::AccessOptions access_options(std::filesystem::path const& directory, asio::io_context& io,
                                     WatchHub& hub) {
    access::AccessOptions options;
    options.data_directory = directory;
    options.on_tokens_changed = [&io, &hub] { asio::post(io, [&hub] { hub.check_tokens(); }); };
    return options;
}

DeskContext desk_context(std::filesystem::path const& directory, TestWorld& world,
                         contacts::ContactBook& book, Clock const& clock, SetUpDesk const& set_up) {
    DeskContext context{.world = world.live(),
                        .book = book,
                        .clock = clock,
                        .means = [] { return core::Means{.configured = all_channels()}; },
                        .on_preflight = {},
                        .on_book_trouble = {}};
    context.journal = directory / "live.db";
    if (set_up) {
        set_up(context);
    }
    return context;
}

std::vector<Door*> doors_of(Door* door) {
    return door == nullptr ? std::vector<Door*>{} : std::vector{door};
}

}  // namespace

Limits quick_limits() {
    Limits limits;
    limits.sweep_every = std::chrono::milliseconds{20};
    return limits;
}

TestDaemon::TestDaemon(Limits limits, MakeDoor const& make_door, PublicSide public_side,
                       SetUpDesk const& set_up_desk)
    : limits_{limits},
      clock_{wall_clock},
      hub_{io_, limits_, metrics_},
      world_{directory_.path(), hub_},
      access_{access_options(directory_.path(), io_, hub_), clock_},
      door_{make_door ? make_door({io_, world_.live(), clock_, metrics_}) : nullptr},
      book_{open_book(directory_.path())},
      desk_{desk_context(directory_.path(), world_, *book_, clock_, set_up_desk)},
      server_{{io_, world_.live(), world_.outbox(), desk_, access_, hub_, metrics_, readiness_,
               clock_, limits_, doors_of(door_.get()), nullptr, std::move(public_side)}} {
    auto const bound = server_.listen({asio::ip::address_v4::loopback(), 0});
    if (!bound) {
        FAIL(bound.error());
    }
    port_ = bound->port();
    readiness_.set_ready();
    thread_ = std::thread{[this] {
        auto const work = asio::make_work_guard(io_);
        io_.run();
    }};
}

TestDaemon::~TestDaemon() {
    io_.stop();
    thread_.join();
    server_.end();
    access_.stop();
    desk_.stop();
    world_.live().drain();
}

std::string TestDaemon::token(v1::Role role, std::string organisation, std::string world,
                              std::optional<std::chrono::milliseconds> expires) const {
    auto file = open_access(directory_.path());
    access::NewToken wanted;
    wanted.role = role;
    wanted.organisation = std::move(organisation);
    wanted.world = std::move(world);
    if (expires) {
        wanted.expires_at = wall_clock() + core::milliseconds(expires->count());
    }
    auto created = access::TokenStore{file}.create(wanted, wall_clock());
    if (!created) {
        FAIL(created.error().message);
    }
    return created->secret;
}

void TestDaemon::revoke(std::string const& secret_or_name) const {
    auto file = open_access(directory_.path());
    access::TokenStore store{file};
    auto const grant = store.find(secret_or_name, wall_clock());
    REQUIRE(grant);
    REQUIRE(*grant);
    REQUIRE(store.revoke((*grant)->token_id, wall_clock()));
}

void TestDaemon::on_network(std::function<void(Server&)> work) {
    std::promise<void> done;
    asio::post(io_, [&] {
        work(server_);
        done.set_value();
    });
    done.get_future().get();
}

void TestDaemon::wait_until(std::function<bool(Server&)> is_true) {
    auto const give_up = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    bool holds = false;
    while (!holds && std::chrono::steady_clock::now() < give_up) {
        on_network([&](Server& server) { holds = is_true(server); });
    }
    REQUIRE(holds);
}

std::size_t TestDaemon::watchers() {
    std::size_t count = 0;
    on_network([&](Server&) { count = hub_.watchers(); });
    return count;
}

double TestDaemon::cut_watchers() {
    double count = 0;
    on_network([&](Server&) { count = metrics_.watchers_cut.Value(); });
    return count;
}

}  // namespace larm::server::test
