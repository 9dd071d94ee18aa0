// A test that this machine cannot run. Catch2 v2 knows no such thing; CTest does, by exit code.
#pragma once

#include <string>

namespace larm::test {

/// Says why. The program then ends with 77 unless a test fails: such tests stand in a CTest entry
/// of their own (larm_test(... NEEDS_ROOT)), which CTest's summary lists as skipped.
void skip_test(std::string const& why);

}  // namespace larm::test
