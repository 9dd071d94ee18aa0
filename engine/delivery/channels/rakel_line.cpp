#include "engine/delivery/channels/rakel_line.hpp"
#include "engine/delivery/channels/with_error.hpp"

#include <termios.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/write.hpp>
#include <utility>

namespace larm::delivery {
namespace {

namespace asio = boost::asio;

template <typename... Each>
struct Overloaded : Each... {
    using Each::operator()...;
};

}  // namespace

RakelLine::RakelLine(asio::io_context& io, std::function<void(pei::Said const&)> hear,
                     std::function<void()> broke)
    : io_{io}, hear_{std::move(hear)}, broke_{std::move(broke)}, port_{io}, answered_{io} {}

std::string RakelLine::open(std::string const& device, int baud) {
    using Port = asio::serial_port;
    boost::system::error_code error;
    std::string failed = "cannot be opened";
    auto const set = [&](auto option) {
        if (!error) {
            failed = "takes no settings";
            port_.set_option(option, error);
        }
    };
    port_.open(device, error);
    set(Port::baud_rate{static_cast<unsigned>(baud)});
    set(Port::character_size{8});
    set(Port::parity{Port::parity::none});
    set(Port::stop_bits{Port::stop_bits::one});
    set(Port::flow_control{Port::flow_control::none});
    if (error) {
        close();
        return device + " " + failed + ": " + error.message();
    }
    ::tcflush(port_.native_handle(), TCIOFLUSH);  // what was said to nobody is no answer to us
    reader_ = {};
    auto reading = read(++opening_);
    asio::co_spawn(io_, std::move(reading), asio::detached);
    return {};
}

void RakelLine::close() {
    boost::system::error_code ignored;
    port_.close(ignored);
    answered_.cancel();
}

asio::awaitable<void> RakelLine::read(std::uint64_t opening) {
    std::array<char, 512> bytes{};
    auto const room = asio::buffer(bytes);
    for (;;) {
        auto const [error, size] = co_await port_.async_read_some(room, with_error);
        if (opening != opening_ || !port_.is_open()) {
            co_return;
        }
        if (error || size == 0) {
            close();
            broke_();
            co_return;
        }
        reader_.feed({bytes.data(), size});
        while (auto said = reader_.next()) {
            take(*said);
        }
    }
}

void RakelLine::take(pei::Said const& said) {
    auto const answer = [this](bool is_ok, std::optional<int> code) {
        if (is_asking_ && !answer_.came) {
            answer_ = {.came = true, .is_ok = is_ok, .code = code};
            answered_.cancel();
        }
    };
    auto const each = Overloaded{
        [&](pei::Ok) { answer(true, {}); },
        [&](pei::Failed const& failed) { answer(false, failed.code); },
        [&](pei::Sending const& news) {
            if (is_asking_ && !answer_.came) {
                if (instance_ != news.instance) {
                    status_ = {};  // was of a former message
                }
                instance_ = news.instance;
            } else if (instance_ && news.instance != instance_) {
                return;  // late news of a former message
            }
            status_ = news.status ? news.status : status_;
            hear_(news);
            if (!is_asking_) {
                answered_.cancel();
            }
        },
        [&](pei::Incoming const& incoming) { hear_(incoming); },
    };
    std::visit(each, said);
}

asio::awaitable<RakelLine::Answer> RakelLine::command(std::string_view bytes,
                                                      std::chrono::milliseconds within) {
    answer_ = {};
    instance_ = {};
    status_ = {};
    is_asking_ = true;
    auto const until = std::chrono::steady_clock::now() + within;
    answered_.expires_at(until);
    // A terminal that takes no bytes is as dead as one that says none.
    asio::steady_timer unsent{io_, until};
    unsent.async_wait([this](boost::system::error_code stopped) {
        if (!stopped) {
            close();
        }
    });
    auto const data = asio::buffer(bytes);
    auto const [error, size] = co_await asio::async_write(port_, data, with_error);
    static_cast<void>(size);
    unsent.cancel();
    while (!error && !answer_.came && port_.is_open() && std::chrono::steady_clock::now() < until) {
        answered_.expires_at(until);
        co_await answered_.async_wait(with_error);
    }
    is_asking_ = false;
    co_return answer_;
}

asio::awaitable<std::optional<int>> RakelLine::status(std::chrono::milliseconds within) {
    auto const until = std::chrono::steady_clock::now() + within;
    while (!status_ && port_.is_open() && std::chrono::steady_clock::now() < until) {
        answered_.expires_at(until);
        co_await answered_.async_wait(with_error);
    }
    co_return status_;
}

}  // namespace larm::delivery
