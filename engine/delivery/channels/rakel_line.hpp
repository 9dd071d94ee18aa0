// The serial line to a TETRA terminal: one command and its answer at a time, and what the terminal
// says unasked. When to open it, what to send and what an answer means is rakel_terminal's.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/serial_port.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "engine/delivery/channels/pei.hpp"

namespace larm::delivery {

/// The thread of its io_context only, which must not outlive it while it runs.
class RakelLine {
public:
    /// `hear` takes all that is no result, in its order; `broke` is told when the line has broken
    /// by itself.
    RakelLine(boost::asio::io_context& io, std::function<void(pei::Said const&)> hear,
              std::function<void()> broke);

    /// What is wrong, in English; empty where it is open now.
    [[nodiscard]] std::string open(std::string const& device, int baud);
    void close();
    [[nodiscard]] bool is_open() const { return port_.is_open(); }

    struct Answer {
        bool came = false;  ///< Not so: too late, or the line broke.
        bool is_ok = false;
        std::optional<int> code;  ///< Of +CME ERROR.
    };
    /// An answer that does not come in time may come later: close the line then, or the next
    /// command takes it for its own. `bytes` outlives the call.
    [[nodiscard]] boost::asio::awaitable<Answer> command(std::string_view bytes,
                                                         std::chrono::milliseconds within);
    /// What the terminal says of how the message of the latest command fares, waiting for it.
    [[nodiscard]] boost::asio::awaitable<std::optional<int>> status(
        std::chrono::milliseconds within);

private:
    [[nodiscard]] boost::asio::awaitable<void> read(std::uint64_t opening);
    void take(pei::Said const& said);

    boost::asio::io_context& io_;
    std::function<void(pei::Said const&)> hear_;
    std::function<void()> broke_;
    boost::asio::serial_port port_;
    boost::asio::steady_timer answered_;
    std::uint64_t opening_ = 0;  ///< Counts, so that the reader of a former one disturbs no later.
    pei::Reader reader_;
    bool is_asking_ = false;
    Answer answer_;
    std::optional<int> instance_;  ///< Of the latest message.
    std::optional<int> status_;
};

}  // namespace larm::delivery
