#include "engine/server/desk_events.hpp"

#include <larm/v1/session.pb.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <vector>

#include "engine/core/exercise.hpp"
#include "engine/journal/sqlite_journal.hpp"
#include "engine/server/desk_call.hpp"

namespace larm::server {
namespace {

constexpr std::size_t page_default = 500;
/// So much is looked through for one page, about 50 ms; the next page goes on from there.
constexpr std::int64_t looked_at_max = 20'000;
/// Read backwards in such pieces.
constexpr std::int64_t piece = 1'000;

CallError unreadable(journal::JournalError const& error) {
    return {ConnectCode::unavailable, error.message, "", 0};
}

/// What a page is asked for and what it has got.
struct Page {
    v1::ListEvents const& asked;
    v1::Actor const& viewer;  ///< In an exercise players see their own part alone.
    std::size_t size = page_default;
    std::vector<v1::NumberedEvent> events;

    [[nodiscard]] bool is_full() const { return events.size() >= size; }
    void take(journal::Record const& record) {
        v1::NumberedEvent numbered;
        numbered.set_seq(record.seq);
        if (!numbered.mutable_event()->ParseFromString(record.body)) {
            return;  // `larm journal verify` tells of it
        }
        if (core::is_player(viewer.role())) {
            core::hide_from_players(*numbered.mutable_event());
            core::hide_unless_told_to(viewer, *numbered.mutable_event());
        }
        if (asked.incident_id().empty() || numbered.event().incident_id() == asked.incident_id()) {
            events.push_back(std::move(numbered));
        }
    }
};

/// From `from` on to `to` or until the page is full. Returns the last number looked at.
journal::Result<std::int64_t> read_forwards(journal::SqliteJournal const& journal,
                                            std::int64_t from, std::int64_t to, Page& page) {
    auto reached = from - 1;
    auto const read = journal.read(from, [&](journal::Record const& record) {
        if (record.seq > to || page.is_full()) {
            return false;
        }
        page.take(record);
        reached = record.seq;
        return true;
    });
    if (!read) {
        return std::unexpected(read.error());
    }
    return reached;
}

/// From `from` back to `down_to`, newest first. Returns the first number looked at.
journal::Result<std::int64_t> read_backwards(journal::SqliteJournal const& journal,
                                             std::int64_t from, std::int64_t down_to, Page& page) {
    auto reached = from + 1;
    while (reached > down_to && !page.is_full()) {
        auto const first = std::max(down_to, reached - piece);
        Page part{page.asked, page.viewer, std::numeric_limits<std::size_t>::max(), {}};
        auto const read = read_forwards(journal, first, reached - 1, part);
        if (!read) {
            return read;
        }
        auto const room = std::min(page.size - page.events.size(), part.events.size());
        auto const kept = part.events.end() - static_cast<std::ptrdiff_t>(room);
        reached = room < part.events.size() ? kept->seq() : first;
        std::move(std::make_reverse_iterator(part.events.end()), std::make_reverse_iterator(kept),
                  std::back_inserter(page.events));
    }
    return reached;
}

}  // namespace

QueryAnswer list_events(DeskContext const& desk, DeskCall const& call) {
    auto const& asked = as<v1::ListEvents>(call);
    auto const journal = journal::SqliteJournal::open(desk.journal, journal::OpenMode::read_only);
    if (!journal) {
        return std::unexpected{unreadable(journal.error())};
    }
    auto const head = (*journal)->head();
    if (!head) {
        return std::unexpected{unreadable(head.error())};
    }
    Page page{asked,
              call.envelope.actor(),
              asked.page_size() == 0 ? page_default : static_cast<std::size_t>(asked.page_size()),
              {}};
    auto const first = asked.after() + 1;
    auto const last = asked.up_to() == 0 ? head->seq : std::min(asked.up_to(), head->seq);
    auto const down_to = std::max(first, last - looked_at_max + 1);
    auto const up_to = std::min(last, first + looked_at_max - 1);
    auto const reached = asked.newest_first() ? read_backwards(**journal, last, down_to, page)
                                              : read_forwards(**journal, first, up_to, page);
    if (!reached) {
        return std::unexpected{unreadable(reached.error())};
    }
    auto reply = std::make_unique<v1::ListEventsReply>();
    for (auto& event : page.events) {
        *reply->add_events() = std::move(event);
    }
    reply->set_has_more(asked.newest_first() ? *reached > first : *reached < last);
    reply->set_reached(*reached);
    reply->set_seq(head->seq);
    return reply;
}

}  // namespace larm::server
