// What a Rakel terminal has to remember: whose message a delivery report belongs to, and which text
// is only the last one come again. The terminal's thread only; no I/O.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "engine/delivery/channels/pei.hpp"
#include "engine/delivery/channels/rakel_terminal.hpp"

namespace larm::delivery {

/// To whom, and the message reference, of which there are 256: a later message takes its place.
using RakelReference = std::pair<std::string, std::uint8_t>;

/// The messages that a report may still come for.
class RakelReceipts {
public:
    /// A message is about to leave; its number.
    [[nodiscard]] std::uint64_t begin() { return ++number_; }
    /// Of the message begun last.
    void await(RakelReference const& reference, void const* owner,
               std::function<void(RakelNews)> news);
    /// The terminal has put its own reference on it.
    void rename(RakelReference const& was, std::uint8_t now);
    void come(RakelReference const& reference, pei::ReportPdu const& report);
    /// Whether a report of the message that says more than "sent" has come already.
    [[nodiscard]] bool has_come(std::uint64_t number) const { return latest_come_ == number; }
    void forget(void const* owner);
    /// It has not left: what may still come of it is no news.
    void drop(std::uint64_t number);

private:
    struct Awaited {
        std::uint64_t number = 0;
        void const* owner = nullptr;
        std::function<void(RakelNews)> news;
    };
    static constexpr std::size_t awaited_max = 4096;
    std::map<RakelReference, Awaited> awaited_;
    std::uint64_t number_ = 0;
    std::uint64_t latest_come_ = 0;
};

/// Tells a text that the radio has delivered twice from one that was sent twice: the same as the
/// last of its sender, with the same reference, within two minutes.
class RakelRepeats {
public:
    RakelRepeats();
    [[nodiscard]] std::string said_id(std::string const& from, pei::TextPdu const& text);

private:
    struct Last {
        pei::TextPdu text;
        std::string said_id;
        std::chrono::steady_clock::time_point at;
    };
    static constexpr std::size_t senders_max = 4096;
    std::map<std::string, Last> last_;
    std::string start_;  ///< So that no id is one of a former start.
    std::uint64_t count_ = 0;
};

}  // namespace larm::delivery
