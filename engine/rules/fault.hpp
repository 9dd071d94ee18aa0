// What is wrong in a rule pack, and where. Nothing here looks for faults.
#pragma once

#include <string>
#include <vector>

namespace larm::rules {

/// One fault of a pack or of contacts.
struct Fault {
    std::string file;  ///< As the folder was named, e.g. "rules/mellansverige/regions.textproto".
    int line = 1;      ///< From 1.
    int column = 1;    ///< In characters, from 1.
    std::string message;  ///< What is wrong.
    std::string hint;     ///< What would be right; empty where the message says it.

    friend bool operator==(Fault const&, Fault const&) = default;
};

using Faults = std::vector<Fault>;

/// "FILE:LINE:COL: error: MESSAGE", and on a line of its own "FILE:LINE:COL: note: HINT".
[[nodiscard]] std::string to_string(Fault const& fault);

/// In the order of file, line and column; a fault found twice is kept once.
void put_in_order(Faults& faults);

}  // namespace larm::rules
