// Events as rows of the journal: who numbered them, when, and under which id.
#pragma once

#include <larm/v1/event.pb.h>

#include <cstdint>
#include <string>

#include "engine/journal/record.hpp"

namespace larm::world {

/// One site's numbering. Deterministic: the same events after the same start give the same rows.
class RecordMaker {
public:
    /// `site_seq` and `hlc` are the last ones given out.
    RecordMaker(std::string site, std::int64_t site_seq, std::int64_t hlc);

    /// The row of `event`; epoch, flags and hash are the journal's to fill in.
    [[nodiscard]] journal::Record make(v1::Event const& event, std::int64_t seq);

private:
    std::string site_;
    std::uint32_t site_mark_;
    std::int64_t site_seq_;
    std::int64_t hlc_;
};

}  // namespace larm::world
