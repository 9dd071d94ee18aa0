// A real larmd process and a plain HTTP client for tests: started, asked, killed.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <larm/v1/domain.pb.h>

namespace larm::test {

/// A directory of its own, gone when the test ends.
class TemporaryDirectory {
public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    TemporaryDirectory(TemporaryDirectory const&) = delete;
    TemporaryDirectory& operator=(TemporaryDirectory const&) = delete;
    [[nodiscard]] std::filesystem::path const& path() const { return path_; }

private:
    std::filesystem::path path_;
};

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

/// A child process running larmd.
class Daemon {
public:
    /// Starts it and waits for its ready line. Fails the test where none comes within 20 s.
    Daemon(std::filesystem::path const& rules, std::filesystem::path const& data,
           std::vector<std::string> const& more = {});
    ~Daemon();
    Daemon(Daemon const&) = delete;
    Daemon& operator=(Daemon const&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] pid_t pid() const { return pid_; }
    /// SIGKILL, as a power cut of the process; waits until it is gone.
    void kill();
    /// SIGTERM; the exit status, or -1 where it did not end within 10 s.
    int stop();

private:
    pid_t pid_ = -1;
    int output_ = -1;
    std::uint16_t port_ = 0;
};

/// Runs a program to its end. Its exit status, and what it wrote to stdout.
struct Ran {
    int status = -1;
    std::string output;
};
[[nodiscard]] Ran run(std::vector<std::string> const& command);

/// The value of a string or number field at the top of a JSON object; empty where it is not there.
[[nodiscard]] std::string json_field(std::string const& json, std::string const& name);

}  // namespace larm::test
