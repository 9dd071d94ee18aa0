#include "engine/larm/server_address.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>

namespace larm::cli {
namespace {

bool is_port(std::string_view text) {
    std::uint16_t port = 0;
    auto const [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc{} && stopped == text.data() + text.size() && port != 0;
}

std::string check_url(std::string const& url) {
    auto const address = parse_server(url);
    return address ? std::string{} : address.error();
}

}  // namespace

std::string ServerAddress::authority() const {
    return host.contains(':') ? fmt::format("[{}]:{}", host, port)
                              : fmt::format("{}:{}", host, port);
}

std::expected<ServerAddress, std::string> parse_server(std::string_view url) {
    constexpr std::string_view scheme = "http://";
    if (url.starts_with("https://")) {
        return std::unexpected{
            std::string{"https finns inte än; larmd lyssnar bara på den egna maskinen, över http"}};
    }
    if (!url.starts_with(scheme)) {
        return std::unexpected{std::string{"måste vara en adress som http://127.0.0.1:8080"}};
    }
    auto rest = url.substr(scheme.size());
    if (rest.ends_with('/')) {
        rest.remove_suffix(1);
    }
    auto const bracket = rest.find(']');
    auto const colon = rest.find(':', bracket == std::string_view::npos ? 0 : bracket);
    auto host = rest.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
    }
    auto const port = colon == std::string_view::npos ? "80" : rest.substr(colon + 1);
    if (host.empty() || host.find_first_of("/?#@[]") != std::string_view::npos || !is_port(port)) {
        return std::unexpected{std::string{"måste vara en adress som http://127.0.0.1:8080"}};
    }
    return ServerAddress{std::string{host}, std::string{port}};
}

void ServerFlags::declare(CLI::App& flags) {
    flags.add_option("--server", url, "URL of the daemon")
        ->envname("LARM_SERVER")
        ->check(check_url)
        ->capture_default_str();
    flags.add_option("--token", token, "Token; better given as LARM_TOKEN, which ps does not show")
        ->envname("LARM_TOKEN")
        ->required();
    flags.add_option("--timeout", timeout_s, "Seconds to go on trying without an answer")
        ->check(CLI::Range(0.1, 3600.0))
        ->capture_default_str();
    flags.add_flag("--json", json, "Print the server's JSON as it came");
}

ServerAddress ServerFlags::address() const {
    return *parse_server(url);
}

}  // namespace larm::cli
