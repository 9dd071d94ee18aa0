// An HTTP/1.1 server for simulators and tests: plain or TLS, on a port of the system's choice, with
// an answer for each request and the bad manners of real peers. What is asked and answered is its
// owner's; nothing is recorded here.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace larm::gateways {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

/// A request as it came.
struct HttpAsked {
    std::string method;
    std::string target;
    HttpHeaders headers;
    std::string body;
    std::size_t connection = 0;  ///< The how manieth that was accepted, from 1.
    std::chrono::steady_clock::time_point at;

    /// Empty where there is none; names in any case.
    [[nodiscard]] std::string_view header(std::string_view name) const;
};

/// How an answer is given.
enum class Manner {
    whole,     ///< As it should be; the connection is kept.
    last,      ///< Says that it closes, and does.
    leaves,    ///< Closes afterwards without having said so.
    hangs_up,  ///< Closes instead of answering.
    never,     ///< Reads, and never answers.
    drips,     ///< A byte at a time, 20 ms apart.
};

struct HttpSaid {
    unsigned status = 200;
    HttpHeaders headers{};
    std::string body{};
    Manner manner = Manner::whole;
    std::chrono::milliseconds after{0};  ///< The answer waits for so long.
};

/// A certificate (with what it is signed by, where that is not known) and its key, as PEM.
struct TlsIdentity {
    std::string certificate;
    std::string key;
};

/// Runs a thread of its own.
class HttpServer {
public:
    /// Called on the server's thread; must be quick.
    using Answerer = std::function<HttpSaid(HttpAsked const&)>;

    /// On loopback. Port 0: of the system's choice. Throws where it cannot listen.
    explicit HttpServer(Answerer answerer, std::optional<TlsIdentity> identity = {},
                        std::uint16_t port = 0);
    ~HttpServer();
    HttpServer(HttpServer const&) = delete;
    HttpServer& operator=(HttpServer const&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    /// "http://127.0.0.1:PORT/path", with TLS "https://localhost:PORT/path".
    [[nodiscard]] std::string url(std::string_view path = "/") const;
    /// How many connections have ever been accepted, and how many are open.
    [[nodiscard]] std::size_t accepted() const;
    [[nodiscard]] std::size_t open() const;
    /// Closes every open connection. Returns when it has been done.
    void hang_up();

private:
    class Running;
    std::unique_ptr<Running> running_;
};

}  // namespace larm::gateways
