#include "engine/delivery/channels/name_lookup.hpp"
#include "engine/delivery/channels/with_error.hpp"

#include <fmt/format.h>
#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <cstring>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace larm::delivery {
namespace {

namespace asio = boost::asio;

constexpr std::size_t threads_max = 32;
constexpr std::chrono::seconds fresh_for{60};
/// How long a name server is waited for when there is an older answer.
constexpr std::chrono::milliseconds refresh_max{1'000};

/// Blocks for as long as the system's resolver does.
std::expected<Addresses, std::string> ask_system(std::string const& name) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* first = nullptr;
    auto const failed = getaddrinfo(name.c_str(), nullptr, &hints, &first);
    if (failed != 0) {
        return std::unexpected{fmt::format("{} has no address: {}", name, gai_strerror(failed))};
    }
    Addresses addresses;
    for (auto const* each = first; each != nullptr; each = each->ai_next) {
        asio::ip::tcp::endpoint endpoint;
        if (each->ai_addrlen <= endpoint.capacity()) {
            std::memcpy(endpoint.data(), each->ai_addr, each->ai_addrlen);
            endpoint.resize(each->ai_addrlen);
            addresses.push_back(endpoint.address());
        }
    }
    freeaddrinfo(first);
    return addresses;
}

}  // namespace

struct NameLookup::Owner {
    std::mutex mutex;
    NameLookup* lookup = nullptr;  ///< Not set once it is gone.
};

NameLookup::NameLookup(asio::io_context& io) : io_{io}, owner_{std::make_shared<Owner>()} {
    owner_->lookup = this;
}

NameLookup::~NameLookup() {
    std::lock_guard const lock{owner_->mutex};
    owner_->lookup = nullptr;
}

asio::awaitable<std::expected<Addresses, std::string>> NameLookup::find(std::string host,
                                                                        SteadyTime until) {
    boost::system::error_code is_name;
    auto const literal = asio::ip::make_address(host, is_name);
    if (!is_name) {
        co_return Addresses{literal};
    }
    auto const now = std::chrono::steady_clock::now();
    auto& found = hosts_[host];
    if (found.fresh_until < now && !is_stopped_) {
        seek(host);
        asio::steady_timer timer{io_};
        timer.expires_at(found.known.empty() ? until : std::min(until, now + refresh_max));
        auto const place = found.waiting.insert(found.waiting.end(), &timer);
        co_await timer.async_wait(with_error);
        found.waiting.erase(place);
    }
    if (is_stopped_) {
        co_return std::unexpected{"the client is going down"};
    }
    if (!found.known.empty()) {
        co_return found.known;
    }
    co_return std::unexpected{found.trouble.empty() || found.is_sought
                                  ? host + " has no address: no answer in time"
                                  : found.trouble};
}

void NameLookup::stop() {
    is_stopped_ = true;
    queue_.clear();
    for (auto& [name, host] : hosts_) {
        for (auto* const timer : host.waiting) {
            timer->cancel();
        }
    }
}

void NameLookup::seek(std::string const& name) {
    auto& host = hosts_[name];
    if (std::exchange(host.is_sought, true)) {
        return;
    }
    if (threads_ >= threads_max) {
        queue_.push_back(name);
        return;
    }
    begin(name);
}

void NameLookup::begin(std::string const& name) {
    auto answer = [owner = owner_, name] {
        auto found = ask_system(name);
        std::lock_guard const lock{owner->mutex};
        if (owner->lookup == nullptr) {
            return;
        }
        auto take = [lookup = owner->lookup, name, found = std::move(found)]() mutable {
            --lookup->threads_;
            lookup->take(name, std::move(found));
        };
        asio::post(owner->lookup->io_, std::move(take));
    };
    try {
        std::thread{std::move(answer)}.detach();
        ++threads_;
    } catch (std::system_error const& error) {
        auto const trouble = fmt::format("{} cannot be looked up: {}", name, error.what());
        auto fail = [this, name, trouble] { take(name, std::unexpected{trouble}); };
        asio::post(io_, std::move(fail));
    }
}

void NameLookup::take(std::string const& name, std::expected<Addresses, std::string> found) {
    auto& host = hosts_[name];
    host.is_sought = false;
    if (found && !found->empty()) {
        host.known = std::move(*found);
        host.fresh_until = std::chrono::steady_clock::now() + fresh_for;
    } else {
        host.trouble = found ? name + " has no address" : found.error();
    }
    for (auto* const timer : host.waiting) {
        timer->cancel();
    }
    if (!queue_.empty() && threads_ < threads_max) {
        auto const next = std::move(queue_.front());
        queue_.pop_front();
        begin(next);
    }
}

}  // namespace larm::delivery
