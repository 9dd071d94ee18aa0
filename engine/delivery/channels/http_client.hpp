// The HTTP client of all channels that speak HTTP: many calls at once, connections kept and reused
// per origin, TLS with the peer's name checked, a time limit for each call. It follows no redirect
// and retries nothing but a kept connection that turned out to be closed before the first byte.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace larm::delivery {

struct HttpCall {
    std::string method = "POST";
    std::string url;  ///< http or https; anything else is refused.
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::chrono::milliseconds within{10'000};  ///< The whole call, to a tenth of a second.
};

struct HttpResult {
    unsigned status = 0;  ///< 0: no answer, `trouble` says why.
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;     ///< At most 64 KiB; the rest is left out.
    std::string trouble;  ///< In English, without the URL's path, which may hold a secret.
};

struct HttpClientOptions {
    std::string ca_file{};  ///< PEM beside the system's authorities; may be empty.
    std::size_t connections_per_origin = 64;  ///< More calls wait in line.
    std::chrono::milliseconds idle_max{30'000};
};

/// Runs a thread of its own ("larm-http"). Safe from any thread.
class HttpClient {
public:
    explicit HttpClient(HttpClientOptions options = {});
    /// Calls under way end with trouble; their `done` has been called when this returns.
    ~HttpClient();
    HttpClient(HttpClient const&) = delete;
    HttpClient& operator=(HttpClient const&) = delete;

    /// `done` is called once, on the client's thread; it must be quick.
    void call(HttpCall call, std::function<void(HttpResult)> done);
    /// No call begins any more; those under way and waiting end with trouble.
    void stop();

private:
    class Running;
    std::unique_ptr<Running> running_;
};

/// One header of a result, empty where there is none; names in any case.
[[nodiscard]] std::string_view header_of(HttpResult const& result, std::string_view name);

}  // namespace larm::delivery
