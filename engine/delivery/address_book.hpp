// Where people are reached. The book stands outside the journal, since names, numbers and addresses
// must be erasable; the journal knows people by id.
#pragma once

#include <larm/v1/domain.pb.h>

#include <string>
#include <string_view>
#include <vector>

namespace larm::delivery {

/// Read at the moment of sending, so that a number corrected in mid-incident applies at once.
class AddressBook {
public:
    AddressBook() = default;
    AddressBook(AddressBook const&) = delete;
    AddressBook& operator=(AddressBook const&) = delete;
    virtual ~AddressBook() = default;

    // Both from any thread; they wait for nothing but a mutex.
    /// The officer's addresses on a channel, the best first; none where there is none. What an
    /// address looks like is the channel's: E.164, mail, ISSI, URL; for push a subscription as the
    /// browser's JSON.
    [[nodiscard]] virtual std::vector<std::string> addresses(std::string_view officer_id,
                                                             v1::Channel channel) const = 0;
    /// Whose address that is, as officer ids. Several may share a desk's number.
    [[nodiscard]] virtual std::vector<std::string> owners(v1::Channel channel,
                                                          std::string_view address) const = 0;
    /// The officer's name, for a human who is about to call; empty where it is not known.
    [[nodiscard]] virtual std::string name(std::string_view officer_id) const = 0;
    /// An address has turned out to be dead for good (404 or 410 of a push service): it is not used
    /// again, and its owner is told.
    virtual void drop(std::string_view officer_id, v1::Channel channel,
                      std::string_view address) = 0;
};

}  // namespace larm::delivery
