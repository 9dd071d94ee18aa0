// A real larmd process and a plain HTTP client: started, asked, killed. For tests, and without
// Catch for the benchmarks too.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/running.hpp"
#include "tests/support/temporary_directory.hpp"

#include <larm/v1/domain.pb.h>

namespace larm::test {

/// The shipped rule pack with every early rung `divisor` times as fast, in `directory`.
void write_fast_rules(std::filesystem::path const& directory, int divisor);

/// A token's secret, minted straight into DIR/access.db as `larm token create` does.
[[nodiscard]] std::string mint_token(std::filesystem::path const& data, v1::Role role,
                                     std::string const& organisation);

/// An HTTP answer; status 0 where the connection broke before one came.
struct Answer {
    int status = 0;
    std::string body;
};

/// One keep-alive connection. Not thread-safe; connects anew after an error.
class Client {
public:
    Client(std::uint16_t port, std::string token);
    ~Client();
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;

    /// POST /larm.v1.<method> with a JSON body.
    Answer call(std::string const& method, std::string const& json);
    Answer get(std::string const& path);

private:
    struct Connection;
    Answer send(std::string const& verb, std::string const& target, std::string const& body);

    std::uint16_t port_;
    std::string token_;
    std::unique_ptr<Connection> connection_;
};

/// larmd in a process of its own; its log goes where ours goes.
class Daemon {
public:
    /// Starts it and waits for its ready line; fails the test where none comes within 20 s. A
    /// --listen in `more` takes the place of a port of the system's choice.
    Daemon(std::filesystem::path const& rules, std::filesystem::path const& data,
           std::vector<std::string> const& more = {});
    /// As above with a command line of the caller's own, which must end up listening.
    explicit Daemon(std::vector<std::string> command);

    [[nodiscard]] std::uint16_t port() const { return port_; }
    /// ADDRESS:PORT.
    [[nodiscard]] std::string const& address() const { return address_; }
    [[nodiscard]] pid_t pid() const { return running_.pid(); }
    void signal(int number) const { running_.signal(number); }
    /// SIGKILL, as a power cut of the process; waits until it is gone.
    void kill() { running_.kill(); }
    /// SIGTERM, and the exit code. Fails the test where it does not end within 20 s.
    [[nodiscard]] int stop();

private:
    Running running_;
    std::string address_;
    std::uint16_t port_ = 0;
};

/// The value of a string or number field at the top of a JSON object; empty where it is not there.
[[nodiscard]] std::string json_field(std::string const& json, std::string const& name);

}  // namespace larm::test
