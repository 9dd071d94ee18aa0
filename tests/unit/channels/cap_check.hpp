// A strict reader of CAP 1.2 of the tests' own: the order of elements, what each may hold, and what
// hangs together. What the schema cannot say is said here: references, restriction, addresses.
#pragma once

#include <string>
#include <vector>

namespace larm::test {

/// Everything that is wrong with an alert, in words; empty where nothing is.
[[nodiscard]] std::vector<std::string> cap_faults(std::string const& xml);

/// What xmllint says of it against cap12.xsd; empty where it validates.
[[nodiscard]] std::string schema_faults(std::string const& xml);

/// The text of the first element of that path, e.g. "alert.info.headline".
[[nodiscard]] std::string in_cap(std::string const& xml, std::string const& path);

}  // namespace larm::test
