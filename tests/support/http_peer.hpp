// The other side of an HTTP client under test: the simulators' server on loopback, answering as a
// test says and keeping what came; and certificates made for the occasion.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "simulators/gateways/http_server.hpp"

namespace larm::test {

using gateways::HttpAsked;
using gateways::HttpSaid;
using gateways::Manner;

class HttpPeer {
public:
    /// Answers 200 with an empty body unless told otherwise.
    explicit HttpPeer(gateways::HttpServer::Answerer answerer = {},
                      std::optional<gateways::TlsIdentity> identity = {});
    HttpPeer(HttpPeer const&) = delete;
    HttpPeer& operator=(HttpPeer const&) = delete;

    // All from any thread.
    void answer_with(gateways::HttpServer::Answerer answerer);
    void answer_with(HttpSaid said);
    [[nodiscard]] std::vector<HttpAsked> asked() const;
    /// Waits until so many requests have come; false where that takes longer than 30 s.
    [[nodiscard]] bool wait_for(std::size_t count) const;

    [[nodiscard]] std::string url(std::string_view path = "/") const { return server_.url(path); }
    [[nodiscard]] gateways::HttpServer& server() { return server_; }

private:
    HttpSaid answer(HttpAsked const& asked);

    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    gateways::HttpServer::Answerer answerer_;
    std::vector<HttpAsked> asked_;
    gateways::HttpServer server_;  ///< Last: its thread uses all of the above.
};

/// An authority of a test's own, and the certificates it has signed.
class TestAuthority {
public:
    TestAuthority();
    /// For DNS names and IP addresses, valid from yesterday for `days`.
    [[nodiscard]] gateways::TlsIdentity identity(std::vector<std::string> const& names,
                                                 int days = 30) const;
    /// Its own certificate, as PEM.
    [[nodiscard]] std::string const& pem() const { return own_.certificate; }

private:
    gateways::TlsIdentity own_;
};

}  // namespace larm::test
