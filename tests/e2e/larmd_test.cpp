// larmd as a process: what it refuses to start with, what it says, what it does on signals.
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>

#include "tests/e2e/larmd_process.hpp"

namespace larm::e2e {
namespace {

/// Starts with `extra` behind the usual flags and expects a refusal.
std::string refusal(std::vector<std::string> const& extra) {
    Directory const directory;
    auto arguments = usual(directory);
    if (extra.front() == "--listen") {
        arguments.resize(arguments.size() - 2);
    }
    arguments.insert(arguments.end(), extra.begin(), extra.end());
    Larmd larmd{arguments};
    auto const end = larmd.end();
    CHECK(end.code == 2);
    return end.err;
}

/// What systemd would hear.
class NotifySocket {
public:
    explicit NotifySocket(fs::path const& path) : fd_{::socket(AF_UNIX, SOCK_DGRAM, 0)} {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.string().copy(address.sun_path, sizeof(address.sun_path) - 1);
        REQUIRE(::bind(fd_, reinterpret_cast<sockaddr const*>(&address), sizeof(address)) == 0);
        timeval const ten_seconds{10, 0};
        ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &ten_seconds, sizeof(ten_seconds));
    }
    NotifySocket(NotifySocket const&) = delete;
    NotifySocket& operator=(NotifySocket const&) = delete;
    ~NotifySocket() { ::close(fd_); }

    /// Hears until a message has `part`.
    void wait_for(std::string const& part) const {
        std::string heard;
        while (heard.find(part) == std::string::npos) {
            std::array<char, 1024> bytes{};
            auto const count = ::recv(fd_, bytes.data(), bytes.size(), 0);
            INFO("waiting for " << part);
            REQUIRE(count > 0);
            heard.assign(bytes.data(), static_cast<std::size_t>(count));
        }
    }

private:
    int fd_;
};

}  // namespace

TEST_CASE("larmd does not start on bad flags, and says which and why", "[e2e][larmd]") {
    CHECK(has(refusal({"--listen", "0.0.0.0:8080"}), "TLS"));
    CHECK(has(refusal({"--listen", "[::]:8080"}), "TLS"));
    CHECK(has(refusal({"--listen", "localhost"}), "ADDRESS:PORT"));
    CHECK(has(refusal({"--listen", "127.0.0.1:99999"}), "ADDRESS:PORT"));
    CHECK(has(refusal({"--no-such-flag"}), "--no-such-flag"));
    CHECK(has(refusal({"--config", "/no/such/file"}), "/no/such/file"));
    CHECK(has(refusal({"--data"}), "--data"));
    Larmd bare{{}};
    CHECK(bare.end().code == 2);
    Directory const directory;
    Larmd lost{usual(directory, "/no/such/folder")};
    auto const end = lost.end();
    CHECK(end.code == 2);
    CHECK(has(end.err, "/no/such/folder"));
}

TEST_CASE("a port that is taken is named", "[e2e][larmd]") {
    Directory const first;
    Directory const second;
    Larmd larmd{usual(first)};
    auto const line = larmd.first_line();
    auto const address = line.substr(line.rfind('/') + 1);
    auto arguments = usual(second);
    arguments.back() = address;
    Larmd other{arguments};
    auto const end = other.end();
    CHECK(end.code == 2);
    CHECK(has(end.err, address));
}

TEST_CASE("faults of the settings file are told by line and column", "[e2e][larmd]") {
    Directory const directory;
    auto const unknown = directory.write("unknown", "heartbeat_ms: 500\nheartbeet_ms: 500\n");
    CHECK(has(refusal({"--config", unknown.string()}), unknown.string() + ":2:"));
    auto const range = directory.write("range", "\n  idle_ms_max: 5");
    CHECK(has(refusal({"--config", range.string()}),
              range.string() + ":2:3: error: idle_ms_max is 5; it must be from 1000 to 3600000"));
    auto const good = directory.write("good", "# comment\nheartbeat_ms: 500\n");
    auto arguments = usual(directory);
    arguments.insert(arguments.end(), {"--config", good.string()});
    Larmd larmd{arguments};
    CHECK(larmd.first_line().starts_with("larmd ready on http://127.0.0.1:"));
}

TEST_CASE("a broken rule pack and no earlier one: the faults, and no start", "[e2e][larmd]") {
    Directory const directory;
    auto const broken = directory.write("pack.textproto", "name: \"x\"\nnonsense: 3\n");
    Larmd larmd{usual(directory, directory.path())};
    auto const end = larmd.end();
    CHECK(end.code == 2);
    CHECK(has(end.err, broken.string() + ":2:"));
}

TEST_CASE("SIGTERM and SIGINT end it with 0", "[e2e][larmd]") {
    for (int const number : {SIGTERM, SIGINT}) {
        Directory const directory;
        Larmd larmd{usual(directory)};
        CHECK(larmd.first_line().starts_with("larmd ready on http://127.0.0.1:"));
        auto const begun = std::chrono::steady_clock::now();
        larmd.signal(number);
        CHECK(larmd.end().code == 0);
        CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds{10});
    }
}

TEST_CASE("SIGHUP takes new rules, and keeps the old ones where the new are broken",
          "[e2e][larmd]") {
    Directory const directory;
    auto const rules = directory.path() / "rules";
    fs::copy(RULES, rules, fs::copy_options::recursive);
    Larmd larmd{usual(directory, rules)};
    (void)larmd.first_line();
    auto const wait_for = [&](std::string const& event) {
        for (auto line = larmd.log_line(); !line.empty(); line = larmd.log_line()) {
            if (line.find(event) != std::string::npos) {
                return line;
            }
        }
        return std::string{};
    };
    larmd.signal(SIGHUP);
    CHECK(has(wait_for("event=rules_"), "event=rules_reloaded"));
    std::ofstream{rules / "pack.textproto", std::ios::app} << "sources: \"En rad till\"\n";
    larmd.signal(SIGHUP);
    CHECK(has(wait_for("event=rules_"), "event=rules_reloaded"));
    CHECK(has(wait_for("event=rules_"), "its version is still"));
    std::ofstream{rules / "pack.textproto", std::ios::app} << "nonsense: 3\n";
    larmd.signal(SIGHUP);
    CHECK(has(wait_for("event=rules_"), "event=rules_refused"));
    CHECK(has(wait_for("event=pack_fault"), "event=pack_fault trouble=\""));
    larmd.signal(SIGTERM);
    CHECK(larmd.end().code == 0);

    // With the broken pack in the folder it starts on the one it has journaled.
    Larmd again{usual(directory, rules)};
    CHECK(again.first_line().starts_with("larmd ready on"));
}

TEST_CASE("systemd is told of every change, and that larmd lives", "[e2e][larmd]") {
    Directory const directory;
    NotifySocket const systemd{directory.path() / "notify"};
    Larmd larmd{usual(directory),
                {{"NOTIFY_SOCKET", (directory.path() / "notify").string()},
                 {"WATCHDOG_USEC", "200000"},
                 {"JOURNAL_STREAM", "8:1"}}};
    systemd.wait_for("WATCHDOG=1");
    systemd.wait_for("READY=1");
    systemd.wait_for("WATCHDOG=1");
    systemd.wait_for("WATCHDOG=1");
    larmd.signal(SIGHUP);
    systemd.wait_for("RELOADING=1");
    systemd.wait_for("READY=1");
    larmd.signal(SIGTERM);
    systemd.wait_for("STOPPING=1");
    auto const end = larmd.end();
    CHECK(end.code == 0);
    CHECK(end.err.starts_with("<4>"));  // as journald reads levels: an empty world
    CHECK(has(end.err, "\n<6>"));
}

TEST_CASE("a signal during the start is obeyed when the start is done", "[e2e][larmd]") {
    Directory const directory;
    NotifySocket const systemd{directory.path() / "notify"};
    for (int const number : {SIGHUP, SIGTERM}) {
        Larmd larmd{usual(directory), {{"NOTIFY_SOCKET", (directory.path() / "notify").string()}}};
        auto const line = larmd.log_line();  // the first thing it logs, before it is ready
        CHECK_FALSE(line.empty());
        larmd.signal(number);
        systemd.wait_for(number == SIGHUP ? "RELOADING=1" : "STOPPING=1");
        larmd.signal(SIGTERM);
        CHECK(larmd.end().code == 0);
    }
}

TEST_CASE("whoever reads the log may stall or go away", "[e2e][larmd]") {
    Directory const directory;
    // Nobody reads standard error until the end: a pipe holds 64 KiB, and each of these says a
    // line.
    Larmd larmd{usual(directory)};
    (void)larmd.first_line();
    for (int count = 0; count < 1000; ++count) {
        larmd.signal(SIGHUP);
        ::usleep(500);  // signals of one kind are not queued
    }
    larmd.signal(SIGTERM);
    auto const begun = std::chrono::steady_clock::now();
    CHECK(larmd.end_without_reading() == 0);
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds{10});

    Larmd other{usual(directory)};
    (void)other.first_line();
    other.close_log();
    other.signal(SIGHUP);
    other.signal(SIGTERM);
    CHECK(other.end_without_reading() == 0);
}

}  // namespace larm::e2e
