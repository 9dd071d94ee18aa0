// A server on a real socket that answers, or fails to, as a test has written down: for the failures
// that a well daemon does not show.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <string>
#include <thread>
#include <vector>

namespace larm::test {

/// What becomes of one request.
struct Scripted {
    unsigned status = 200;
    std::string body;
    bool hangs_up = false;  ///< reads the request and closes without an answer
};

struct Received {
    std::string target;
    std::string authorization;
    std::string body;
};

class ScriptedServer {
public:
    /// One entry for each connection; the last one is repeated. `larm` looks up what a command has
    /// written, and what ids are called: where the next entry has no events, or no pack, there are
    /// none, and that is not counted.
    explicit ScriptedServer(std::vector<Scripted> script);
    ~ScriptedServer();
    ScriptedServer(ScriptedServer const&) = delete;
    ScriptedServer& operator=(ScriptedServer const&) = delete;

    [[nodiscard]] std::string url() const;
    /// Stops it, and says what it was asked.
    [[nodiscard]] std::vector<Received> stop();

private:
    void serve();

    std::vector<Scripted> script_;
    std::vector<Received> received_;
    boost::asio::io_context io_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::thread thread_;
};

}  // namespace larm::test
