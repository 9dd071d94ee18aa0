// What can go wrong with access.db, as a value. Messages are English, for whoever runs the
// installation: what happened, to which file, and what to do about it.
#pragma once

#include <cstdint>
#include <string>

namespace larm::access {

enum class AccessErrorKind : std::uint8_t {
    invalid,       ///< the request itself: the message names the command-line flag
    not_found,     ///< no such token
    ambiguous,     ///< several tokens bear that name
    conflict,      ///< a row with that key exists
    busy,          ///< another program kept the file locked for longer than we wait
    full,          ///< no room on the disk
    io,            ///< the disk, the directory or the permissions
    damaged,       ///< not an access file, or one that is broken
    newer_format,  ///< written by a later version of the programs
};

struct AccessError {
    AccessErrorKind kind;
    std::string message;
};

}  // namespace larm::access
