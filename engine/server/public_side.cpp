#include "engine/server/public_side.hpp"
#include "engine/server/trimmed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <optional>

namespace larm::server {
namespace {

namespace ip = boost::asio::ip;
namespace http = boost::beast::http;

std::optional<ip::address> address_in(std::string_view text) {
    boost::system::error_code error;
    auto address = ip::make_address(std::string{text}, error);
    return error ? std::nullopt : std::optional{std::move(address)};
}

bool is_local(std::string const& host) {
    auto const address = address_in(host);
    return host == "localhost" || (address && address->is_loopback());
}

/// All values of the header in order, since a proxy may add a line of its own.
std::vector<std::string_view> forwarded_for(HttpRequest const& request) {
    std::vector<std::string_view> hops;
    auto const [begin, end] = request.equal_range("X-Forwarded-For");
    for (auto field = begin; field != end; ++field) {
        std::string_view value{field->value().data(), field->value().size()};
        while (!value.empty()) {
            auto const comma = value.find(',');
            hops.push_back(trimmed(value.substr(0, comma)));
            value = comma == std::string_view::npos ? std::string_view{} : value.substr(comma + 1);
        }
    }
    return hops;
}

}  // namespace

std::expected<PublicSide, std::string> PublicSide::of(
    std::string const& url, std::vector<std::string> const& trusted_proxies) {
    PublicSide side;
    for (auto const& each : trusted_proxies) {
        auto const address = address_in(each);
        if (!address) {
            return std::unexpected{fmt::format("trusted_proxies: '{}' is no address", each)};
        }
        side.trusted_proxies.push_back(*address);
    }
    if (url.empty()) {
        return side;
    }
    auto const parsed = boost::urls::parse_uri(url);
    if (!parsed || parsed->host().empty() || parsed->has_userinfo() || !parsed->path().empty() ||
        parsed->has_query() || parsed->has_fragment()) {
        return std::unexpected{fmt::format(
            "public url: '{}' must be like https://larm.example.se, without a path", url)};
    }
    auto const is_secure = parsed->scheme_id() == boost::urls::scheme::https;
    if (!is_secure &&
        !(parsed->scheme_id() == boost::urls::scheme::http && is_local(parsed->host_address()))) {
        return std::unexpected{fmt::format(
            "public url: '{}' must be https, since links and answers travel over it", url)};
    }
    side.url = url;
    side.authority = std::string{parsed->encoded_host_and_port()};
    return side;
}

std::string PublicSide::client_of(HttpRequest const& request, std::string_view peer) const {
    auto const is_trusted = [this](std::string_view text) {
        auto const address = address_in(text);
        return address && std::ranges::find(trusted_proxies, *address) != trusted_proxies.end();
    };
    std::string client{peer};
    auto const hops = forwarded_for(request);
    for (auto hop = hops.rbegin(); hop != hops.rend() && is_trusted(client); ++hop) {
        if (!address_in(*hop)) {
            break;  // rubbish behind a trusted proxy: the proxy itself is the last thing known
        }
        client = std::string{*hop};
    }
    return client;
}

}  // namespace larm::server
