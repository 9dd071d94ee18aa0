// How the world outside reaches us: through a proxy on this machine that has the name and the TLS.
// Without one only this machine does.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "engine/server/http.hpp"

namespace larm::server {

/// Immutable.
struct PublicSide {
    std::string url;        ///< "https://larm.example.se"; empty where there is none.
    std::string authority;  ///< "larm.example.se", as a Host header says it.
    std::vector<boost::asio::ip::address> trusted_proxies;

    /// Failure: what is wrong with it, in English. The URL is https, or http to a loopback name,
    /// and has neither path nor user.
    [[nodiscard]] static std::expected<PublicSide, std::string> of(
        std::string const& url, std::vector<std::string> const& trusted_proxies);

    /// Who asks: `peer`, or where that is a trusted proxy, the last address in X-Forwarded-For that
    /// is not. What a stranger writes into that header is never believed.
    [[nodiscard]] std::string client_of(HttpRequest const& request, std::string_view peer) const;
};

}  // namespace larm::server
