// What a start makes of the head that was noted outside the journal's folder: a journal that is
// gone, older than it was, or cut off. Tells it and keeps the note; what follows for the alarms is
// decided elsewhere.
#include <fmt/format.h>

#include "engine/journal/durable_log.hpp"
#include "engine/journal/head_note.hpp"
#include "engine/journal/verify.hpp"

namespace larm::journal {

Result<void> DurableLog::look_for_losses(SqliteJournal const& journal, core::Instant now) {
    if (!options_.spill_dir) {
        return {};  // nowhere outside the journal's own folder
    }
    for (auto const& earlier : lost_head_notes(*options_.spill_dir, options_.journal)) {
        status_.losses.push_back(
            fmt::format("events were lost at an earlier start, see {}; when that is known to all "
                        "it concerns, start once with --adopt",
                        earlier.string()));
    }
    auto const read = read_head_note(*options_.spill_dir, options_.journal);
    if (!read) {
        status_.warnings.push_back(read.error().message);
        return {};
    }
    auto const& noted = *read;
    if (!noted || noted->head.seq == 0) {
        return {};
    }
    auto const& path = options_.journal.string();
    auto const there = journal.record_at(noted->head.seq);
    if (!there) {
        return std::unexpected(there.error());
    }
    if (*there && (*there)->hash == noted->head.hash) {
        return {};  // also under another name, where a salvage could not read the old one
    }
    if (noted->site != journal.site()) {
        note_loss(fmt::format("{}: the journal that stood here is gone; its {} events are lost, "
                              "up to {}",
                              path, noted->head.seq, head_text(noted->head)),
                  now);
        return {};
    }
    auto const missing = noted->head.seq - head_.seq;
    note_loss(fmt::format("{}: it ends at {} and does not hold {}, which it is known to have "
                          "held: an older copy was put in its place, or its end is damaged; {}",
                          path, head_text(head_), head_text(noted->head),
                          missing > 0 ? fmt::format("the last {} events are lost", missing)
                                      : std::string{"how many events are lost cannot be told"}),
              now);
    return {};
}

/// The note itself stays until the first batch is in the journal, which holds what was open: a
/// process that dies before leaves it all to the next.
void DurableLog::note_loss(std::string what, core::Instant now) {
    status_.has_lost_events = true;
    auto const kept = keep_lost_head_note(*options_.spill_dir, options_.journal, now);
    status_.losses.push_back(fmt::format(
        "{}; {}", what,
        kept ? fmt::format("the note that says so is kept as {}", kept->filename().string())
             : kept.error().message));
}

}  // namespace larm::journal
