// Rakel, Sweden's TETRA network: short data to a person's radios. The terminal itself is shared by
// all kinds: rakel_terminal. What people send back is rakel_answers'.
#pragma once

#include <map>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "engine/delivery/address_book.hpp"
#include "engine/delivery/channel.hpp"
#include "engine/delivery/channels/rakel_terminal.hpp"

namespace larm::delivery {

/// The terminal and the book must outlive it.
template <ReachesPeople K>
class RakelChannel final : public Channel<K> {
public:
    RakelChannel(RakelTerminal& terminal, AddressBook const& book)
        : terminal_{terminal}, book_{book} {}
    ~RakelChannel() override { terminal_.forget(this); }

    void stop() override { stop_.request_stop(); }

private:
    /// Waits until the message before it has left the terminal.
    void transmit(Message<K> const& message, Report report) override;
    /// What is sent to a person about an incident is counted from 1; again is the same number.
    [[nodiscard]] int number_of(Envelope const& envelope);

    RakelTerminal& terminal_;
    AddressBook const& book_;
    std::stop_source stop_;
    static constexpr std::size_t counted_max = 4096;
    /// Delivery ids in their order, by incident and officer.
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> sent_;
};

}  // namespace larm::delivery
