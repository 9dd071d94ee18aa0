// What a start makes of the head that was noted outside the journal's folder: a journal that is
// gone, older than it was, or cut off. Tells it and keeps the note; what follows for the alarms is
// decided elsewhere.
#include <fmt/format.h>

#include <fstream>

#include "engine/journal/durable_log.hpp"
#include "engine/journal/files.hpp"
#include "engine/journal/head_note.hpp"
#include "engine/journal/salvage.hpp"
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

/// Damage in the log shows nowhere else: SQLite takes it for the end of what was committed.
Result<void> DurableLog::take_rest(SqliteJournal& journal, RowPages& logged, core::Instant now) {
    auto const rest = take_rest_of_log(journal, logged);
    if (!rest) {
        return std::unexpected(rest.error());
    }
    if (rest->taken == 0 && rest->lost == 0) {
        return {};
    }
    auto kept = name_with_time(options_.journal, ".corrupt-", now);
    kept += "-wal";
    std::ofstream file{kept, std::ios::binary};
    using enum std::filesystem::perms;  // as the journal's
    std::error_code unchanged;
    std::filesystem::permissions(kept, owner_read | owner_write | group_read, unchanged);
    file << logged.log();
    status_.warnings.push_back(fmt::format(
        "{}: its log was damaged; {} events that stood behind the damage were read from it{}; {}; "
        "have the disk looked at",
        options_.journal.string(), rest->taken,
        rest->lost == 0 ? std::string{} : fmt::format(", and {} or more are LOST", rest->lost),
        file.flush() ? "the log as it was is kept as " + kept.filename().string()
                     : std::string{"the log as it was could not be kept"}));
    status_.has_lost_events = status_.has_lost_events || rest->lost > 0;
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
