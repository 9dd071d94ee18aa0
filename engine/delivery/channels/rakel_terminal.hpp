// The Rakel terminal: one TETRA radio on a serial port, which all kinds of messages share. It sends
// one short data message at a time, live alarms first, and hands on what people send to it. It
// lives on through pulled cables and dead radios: what comes meanwhile fails at once, so that other
// channels are taken.
#pragma once

#include <larm/v1/domain.pb.h>

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace larm::delivery {

struct RakelOptions {
    std::string device;  ///< "/dev/ttyUSB0"
    int baud = 9600;
    std::chrono::milliseconds command_within{3'000};
    std::chrono::milliseconds message_within{15'000};  ///< Until the terminal has taken it.
    /// After that, until it has said whether the network has.
    std::chrono::milliseconds network_within{5'000};
    std::chrono::milliseconds health_every{20'000};
    std::chrono::milliseconds reopen_after{1'000};
};

/// In the order in which they leave.
enum class RakelRank { live, reply, roll_call };

/// What became of a message.
struct RakelNews {
    v1::DeliveryOutcome outcome = v1::DELIVERY_OUTCOME_FAILED;
    bool may_try_again = false;  ///< Of a failure.
    std::string detail;          ///< English, without identities.
};

/// One message, to all the terminals a person has.
struct RakelMessage {
    std::vector<std::string> to;  ///< ISSIs
    std::string text;             ///< Printable ISO 8859-1 in UTF-8, at most 120 characters.
    RakelRank rank = RakelRank::live;
    /// On the terminal's thread: when it has left or failed, the best of all; then for each device
    /// that has it and each that has shown it. May be empty.
    std::function<void(RakelNews)> news;
    void const* owner = nullptr;  ///< For forget().
};

/// Somebody has written.
struct RakelHeard {
    std::string from;  ///< ISSI
    std::string text;
    /// The same for a text that the radio has delivered twice, another for one that was sent twice.
    std::string said_id;
};

/// Any thread, unless a member says otherwise.
class RakelTerminal {
public:
    /// Starts a thread, "larm-rakel-tty". `heard` is called on it, must be quick, and may send().
    explicit RakelTerminal(RakelOptions options, std::function<void(RakelHeard)> heard = {});
    ~RakelTerminal();
    RakelTerminal(RakelTerminal const&) = delete;
    RakelTerminal& operator=(RakelTerminal const&) = delete;

    /// Waits until the one before it of the same rank has left, so that what is answered meanwhile
    /// can still be held back where it waits; not for replies, of which a hundred may wait and the
    /// rest is dropped. False, and no news, where `stop` came first. Not on the terminal's thread
    /// but for replies.
    [[nodiscard]] bool send(RakelMessage message, std::stop_token stop = {});
    /// No news to `owner` any more once this returns. Not on the terminal's thread.
    void forget(void const* owner);
    /// English, for /readyz: empty while the terminal answers and is registered.
    [[nodiscard]] std::string trouble() const;

private:
    class Running;
    std::unique_ptr<Running> running_;
};

}  // namespace larm::delivery
