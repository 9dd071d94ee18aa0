// A night at random: muddled and well-meaning people give commands in any order, time passes,
// deliveries fail, outages come and go. Every step is a plain number triple, so that rapidcheck can
// shrink a bad night to its shortest form.
#pragma once

#include <rapidcheck.h>

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/story.hpp"

namespace larm::test {

/// One thing that happens; what the numbers mean depends on the kind.
struct Happening {
    std::uint8_t kind = 0;
    std::uint16_t first = 0;
    std::uint16_t second = 0;
};

std::ostream& operator<<(std::ostream& out, Happening const& happening);

/// Does what `happening` says to `story`. Nothing where there is nothing to do it to (no incident
/// yet). Answers with the command that was given, if one was, and whether it was accepted.
struct Done {
    std::optional<v1::Command> command;
    bool accepted = false;
};
Done happen(Story& story, Happening const& happening);

}  // namespace larm::test

namespace rc {

template <>
struct Arbitrary<larm::test::Happening> {
    static Gen<larm::test::Happening> arbitrary() {
        return gen::build<larm::test::Happening>(
            gen::set(&larm::test::Happening::kind),
            gen::set(&larm::test::Happening::first, gen::arbitrary<std::uint16_t>()),
            gen::set(&larm::test::Happening::second, gen::arbitrary<std::uint16_t>()));
    }
};

}  // namespace rc
