#include "tests/bench/alertmanager.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <cstdlib>
#include <iterator>
#include <thread>
#include <vector>

#include "engine/core/check.hpp"

namespace larm::bench {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;

tcp::endpoint here(std::uint16_t port) {
    return {asio::ip::address_v4::loopback(), port};
}

/// It takes no port 0, so one that is free now.
std::uint16_t free_port() {
    asio::io_context io;
    return tcp::acceptor{io, here(0)}.local_endpoint().port();
}

/// Each alert is a group, and no group waits for others.
std::string configuration(std::uint16_t receiver_port) {
    return fmt::format(
        "route:\n"
        "  receiver: bench\n"
        "  group_by: ['...']\n"
        "  group_wait: 0s\n"
        "  group_interval: 1h\n"
        "  repeat_interval: 4h\n"
        "receivers:\n"
        "  - name: bench\n"
        "    webhook_configs:\n"
        "      - url: 'http://127.0.0.1:{}/'\n"
        "        send_resolved: false\n",
        receiver_port);
}

[[noreturn]] void give_up(std::string_view why) {
    fmt::print(stderr, "alertmanager: {}\n", why);
    std::exit(1);
}

/// Its log goes nowhere.
pid_t spawned(std::vector<std::string> words) {
    std::vector<char*> arguments;
    for (auto& word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t process = -1;
    auto const refused =
        ::posix_spawn(&process, arguments[0], &files, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&files);
    return refused == 0 ? process : -1;
}

}  // namespace

std::unique_ptr<Alertmanager> Alertmanager::start(std::string const& program,
                                                  std::uint16_t receiver_port) {
    std::unique_ptr<Alertmanager> peer{new Alertmanager};
    auto const file = peer->directory_.path() / "alertmanager.yml";
    std::ofstream{file} << configuration(receiver_port);
    peer->port_ = free_port();
    // However we end, it does not outlive us.
    peer->process_ = spawned({"/usr/bin/setpriv", "--pdeathsig", "KILL", program,
                              "--config.file=" + file.string(),
                              "--storage.path=" + (peer->directory_.path() / "data").string(),
                              fmt::format("--web.listen-address=127.0.0.1:{}", peer->port_),
                              "--cluster.listen-address=", "--log.level=error"});
    if (peer->process_ < 0) {
        give_up("cannot be started");
    }
    auto const until = std::chrono::steady_clock::now() + 15s;
    while (!peer->is_ready()) {
        auto const has_ended = ::waitpid(peer->process_, nullptr, WNOHANG) != 0;
        peer->process_ = has_ended ? -1 : peer->process_;
        if (has_ended || std::chrono::steady_clock::now() > until) {
            peer.reset();
            give_up("is not ready within 15 s");
        }
        std::this_thread::sleep_for(20ms);
    }
    return peer;
}

Alertmanager::~Alertmanager() {
    if (process_ > 0) {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
}

bool Alertmanager::is_ready() const {
    asio::io_context io;
    tcp::socket socket{io};
    boost::system::error_code error;
    socket.connect(here(port_), error);
    if (error) {
        return false;
    }
    asio::write(socket, asio::buffer(std::string{"GET /-/ready HTTP/1.1\r\nHost: here\r\n\r\n"}),
                error);
    std::string answer(12, '\0');
    asio::read(socket, asio::buffer(answer), error);
    return !error && answer == "HTTP/1.1 200";
}

std::string Alertmanager::alerts(int count) {
    ++round_;
    std::vector<std::string> all;
    for (int i = 1; i <= count; ++i) {
        all.push_back(fmt::format(
            R"({{"labels":{{"alertname":"Masskadelarm","round":"{0}","recipient":"tib@r{1}"}},)"
            R"("annotations":{{"title_sv":"Masskadelarm Region 0: katastrofläge",)"
            R"("title_en":"Mass casualty alarm Region 0: disaster",)"
            R"("body_sv":"Region 0 har bekräftat katastrofläge kl 03:12. Plats: E18 väster om )"
            R"(Arboga. Skadeutfall: 12 svårt skadade. Kvittera.",)"
            R"("body_en":"Region 0 confirmed disaster at 03:12. Place: E18 väster om Arboga. )"
            R"(Casualties: 12 severe. Acknowledge."}}}})",
            round_, i));
    }
    auto const body = fmt::format("[{}]", fmt::join(all, ","));
    return fmt::format(
        "POST /api/v2/alerts HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
        "Content-Length: {}\r\n\r\n{}",
        body.size(), body);
}

}  // namespace larm::bench
