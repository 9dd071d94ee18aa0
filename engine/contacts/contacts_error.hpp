// What can go wrong with the book of contacts, as a value. Messages are English, for whoever runs
// the installation; they hold no names and no addresses.
#pragma once

#include <cstdint>
#include <expected>
#include <string>

namespace larm::contacts {

enum class ContactsErrorKind : std::uint8_t {
    not_found,  ///< no such proposal or officer
    state,      ///< the proposal is not in a state for that
    changed,    ///< the book has moved on since the proposal was made
    busy,       ///< another program holds the file
    full,       ///< no room on the disk
    io,         ///< the disk, the directory or the permissions
    damaged,    ///< not a book of ours, or a broken one, or of a later version
};

struct ContactsError {
    ContactsErrorKind kind = ContactsErrorKind::io;
    std::string message;
};

template <typename Value>
using Result = std::expected<Value, ContactsError>;

[[nodiscard]] inline std::unexpected<ContactsError> failure(ContactsErrorKind kind,
                                                            std::string message) {
    return std::unexpected{ContactsError{kind, std::move(message)}};
}

}  // namespace larm::contacts
