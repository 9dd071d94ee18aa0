// Where the daemon is, from --server or LARM_SERVER, and who asks, from --token or LARM_TOKEN.
#pragma once

#include <CLI/CLI.hpp>
#include <expected>
#include <string>
#include <string_view>

namespace larm::cli {

struct ServerAddress {
    std::string host;
    std::string port;

    /// As it stands in a Host header: "127.0.0.1:8080", "[::1]:8080".
    [[nodiscard]] std::string authority() const;
};

/// "http://HOST[:PORT]" or what is wrong with it. Without a port it is HTTP's own, 80.
[[nodiscard]] std::expected<ServerAddress, std::string> parse_server(std::string_view url);

/// What every verb that talks to a daemon is told.
struct ServerFlags {
    std::string url = "http://127.0.0.1:8080";
    std::string token;
    double timeout_s = 15;
    bool json = false;

    void declare(CLI::App& flags);
    /// The address; only after the command line has been read, which checks it.
    [[nodiscard]] ServerAddress address() const;
};

}  // namespace larm::cli
