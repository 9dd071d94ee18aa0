// larmd behind nginx as the README sets it up, and clients that come to it over TLS.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/daemon.hpp"
#include "tests/support/http_peer.hpp"

namespace larm::e2e {

/// Path of the program; empty where it is not installed.
[[nodiscard]] std::string nginx_program();

/// What came back over one connection.
struct Came {
    int status = 0;
    std::string head;
    std::string body;
};

class Behind {
public:
    Behind();
    ~Behind();
    Behind(Behind const&) = delete;
    Behind& operator=(Behind const&) = delete;

    /// One request over a TLS connection of its own, whose certificate is checked. `lines` are
    /// further header lines; Host is ours where they name none. Of what is not HTTP after a 101 two
    /// bytes are read.
    [[nodiscard]] Came ask(std::string const& verb, std::string const& path,
                           std::vector<std::string> const& lines = {},
                           std::string const& body = {}) const;
    [[nodiscard]] std::string origin() const { return "https://" + authority(); }
    [[nodiscard]] std::string authority() const { return "localhost:" + std::to_string(port_); }
    [[nodiscard]] test::Daemon& daemon() { return *daemon_; }
    [[nodiscard]] std::filesystem::path data() const { return directory_.path() / "data"; }
    /// All that nginx has logged.
    [[nodiscard]] std::string logged() const;

private:
    void start_nginx();

    test::TemporaryDirectory directory_;
    std::filesystem::path prefix_ = directory_.path() / "nginx";
    test::TestAuthority authority_;
    std::uint16_t port_ = 0;
    std::unique_ptr<test::Daemon> daemon_;
    std::unique_ptr<test::Running> nginx_;
};

}  // namespace larm::e2e
