// The live world from larmd's point of view: opened with what lies in the folders of rules and
// data, given its channels, and new rules while it runs.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>

#include "engine/contacts/contact_book.hpp"
#include "engine/core/instant.hpp"
#include "engine/larmd/certifier.hpp"
#include "engine/larmd/options.hpp"
#include "engine/larmd/outboxes.hpp"
#include "engine/larmd/reach.hpp"
#include "engine/larmd/settings.hpp"
#include "engine/world/live_outbox.hpp"
#include "engine/world/live_world.hpp"

namespace larm::larmd {

/// What is wrong with the folder of rules; empty when all is well.
struct RulesTrouble {
    std::string rules;     ///< the pack cannot be used: an earlier one is
    std::string contacts;  ///< some cannot be used: for these, what was known before
    std::string remark;    ///< the pack is used, and there is something to mend
    Pack pack;             ///< the folder's, where it is the one in force now
    /// How its scenarios went, where they were played before it was taken; empty: all held.
    std::optional<std::string> certificate;
};

/// A world that runs, and what whoever runs the installation must hear about it; empty when all is
/// well.
struct OpenedWorld {
    // Each may use those before it for as long as it lives.
    std::unique_ptr<contacts::ContactBook> book;  ///< in memory only where its file is unusable
    std::unique_ptr<Reach> reach;
    std::unique_ptr<world::LiveOutbox> outbox;
    std::unique_ptr<Outboxes> outboxes;
    std::unique_ptr<world::LiveWorld> world;
    std::string book_trouble;
    RulesTrouble rules_trouble;
    bool may_deliver = false;      ///< Not from a copy of a data folder.
    std::string delivery_trouble;  ///< nobody is reached, and why
    std::string notice;            ///< the same for duty officers, in Swedish

    /// Finishes what is queued, then sends what that made due. Blocks for a few seconds at most,
    /// unless a disk hangs.
    void drain();
};

/// Opens the world. A broken pack is no reason not to start where the journal holds an earlier one.
/// Failure: lines to print. `feed` must outlive the world.
[[nodiscard]] std::expected<OpenedWorld, std::string> open_world(Options const& options,
                                                                 Settings const& settings,
                                                                 world::FeedPort& feed);

/// Reads rules and contacts again, and takes what can be used; for the rest the old ones stay. Logs
/// each fault of the contacts. At a start what the contacts file says anew waits for approval.
/// `certifier` tries a pack that is not in force yet before it is taken; nullptr: nothing is tried,
/// since no start waits for that.
[[nodiscard]] RulesTrouble reload_rules(Options const& options, OpenedWorld& opened,
                                        contacts::ContactBook::When when, Certifier* certifier);

/// A line for the refusal and one for each fault.
void log_refused_rules(Options const& options, RulesTrouble const& trouble);

/// The time of day, from the one place that reads it.
[[nodiscard]] core::Instant time_of_day();

}  // namespace larm::larmd
