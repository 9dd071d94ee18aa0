#include "engine/contacts/proposals.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace larm::contacts {
namespace {

std::string bytes_of(bool has, v1::Officer const& officer) {
    return has ? officer.SerializeAsString() : std::string{};
}

Result<void> load_changes(BookFile& file, v1::ContactsProposal& proposal) {
    auto rows = file.prepare(
        "SELECT officer_id, was, becomes, erased FROM change WHERE number = ?1 ORDER BY "
        "officer_id");
    if (!rows) {
        return std::unexpected{std::move(rows.error())};
    }
    rows->bind(1, proposal.number());
    for (auto more = step(*rows, "reading a proposal"); !more || *more;
         more = step(*rows, "reading a proposal")) {
        if (!more) {
            return std::unexpected{more.error()};
        }
        auto& change = *proposal.add_changes();
        change.set_officer_id(std::string{rows->bytes(0)});
        change.set_erased(rows->number(3) != 0);
        auto const before = std::string{rows->bytes(1)};
        auto const after = std::string{rows->bytes(2)};
        if ((!before.empty() && !change.mutable_before()->ParseFromString(before)) ||
            (!after.empty() && !change.mutable_after()->ParseFromString(after))) {
            return failure(ContactsErrorKind::damaged, "contacts.db: a proposal cannot be read");
        }
    }
    return {};
}

/// The first column of every row.
Result<std::vector<std::int64_t>> numbers_in(journal::Statement& rows) {
    std::vector<std::int64_t> numbers;
    for (auto more = step(rows, "reading proposals"); !more || *more;
         more = step(rows, "reading proposals")) {
        if (!more) {
            return std::unexpected{more.error()};
        }
        numbers.push_back(rows.number(0));
    }
    return numbers;
}

}  // namespace

Result<std::int64_t> add_proposal(BookFile& file, Changes const& changes, Origin const& origin) {
    auto row = file.prepare(
        "INSERT INTO proposal(command_id, state, proposed_by, proposed_at_us, decided_by, "
        "decided_at_us) VALUES(?1, ?2, ?3, ?4, '', 0)");
    auto add = file.prepare("INSERT INTO change VALUES(?1, ?2, ?3, ?4, 0)");
    if (!row || !add) {
        return std::unexpected{!row ? row.error() : add.error()};
    }
    row->bind_text(1, origin.command_id)
        .bind(2, std::int64_t{v1::PROPOSAL_STATE_OPEN})
        .bind_text(3, origin.by)
        .bind(4, origin.at.us);
    if (auto done = execute(*row, "writing a proposal"); !done) {
        return std::unexpected{std::move(done.error())};
    }
    auto const number = file.last_row();
    for (auto const& change : changes) {
        auto const before = bytes_of(change.has_before(), change.before());
        auto const after = bytes_of(change.has_after(), change.after());
        add->bind(1, number)
            .bind_text(2, change.officer_id())
            .bind_blob(3, std::string_view{before})
            .bind_blob(4, std::string_view{after});
        if (auto done = execute(*add, "writing a proposal"); !done) {
            return std::unexpected{std::move(done.error())};
        }
    }
    return number;
}

Result<v1::ContactsProposal> load_proposal(BookFile& file, std::int64_t number) {
    auto row = file.prepare(
        "SELECT state, proposed_by, proposed_at_us, decided_by, decided_at_us FROM proposal WHERE "
        "number = ?1");
    if (!row) {
        return std::unexpected{std::move(row.error())};
    }
    row->bind(1, number);
    auto const found = step(*row, "reading a proposal");
    if (!found) {
        return std::unexpected{found.error()};
    }
    if (!*found) {
        return failure(ContactsErrorKind::not_found, fmt::format("no proposal {}", number));
    }
    v1::ContactsProposal proposal;
    proposal.set_number(number);
    proposal.set_state(static_cast<v1::ProposalState>(row->number(0)));
    proposal.set_proposed_by(std::string{row->bytes(1)});
    proposal.set_proposed_at(row->number(2));
    proposal.set_decided_by(std::string{row->bytes(3)});
    proposal.set_decided_at(row->number(4));
    if (auto loaded = load_changes(file, proposal); !loaded) {
        return std::unexpected{std::move(loaded.error())};
    }
    proposal.set_needs_second_person(
        need_second_person({proposal.changes().begin(), proposal.changes().end()}));
    return proposal;
}

Result<std::int64_t> proposal_of(BookFile& file, std::string const& command_id) {
    if (command_id.empty()) {
        return 0;
    }
    auto row = file.prepare("SELECT number FROM proposal WHERE command_id = ?1");
    if (!row) {
        return std::unexpected{std::move(row.error())};
    }
    row->bind_text(1, command_id);
    auto const found = step(*row, "reading proposals");
    if (!found) {
        return std::unexpected{found.error()};
    }
    return *found ? row->number(0) : 0;
}

Result<std::int64_t> open_proposal_of(BookFile& file, std::string const& by,
                                      Changes const& changes) {
    constexpr int looked_at = 20;
    auto const numbers = proposal_numbers(file, looked_at);
    if (!numbers) {
        return std::unexpected{numbers.error()};
    }
    auto const hash = hash_of(changes);
    for (auto const number : *numbers) {
        auto const proposal = load_proposal(file, number);
        if (!proposal) {
            return std::unexpected{proposal.error()};
        }
        if (proposal->state() == v1::PROPOSAL_STATE_OPEN && proposal->proposed_by() == by &&
            hash_of({proposal->changes().begin(), proposal->changes().end()}) == hash) {
            return number;
        }
    }
    return 0;
}

Result<void> decide_proposal(BookFile& file, std::int64_t number, v1::ProposalState state,
                             Origin const& origin) {
    auto row = file.prepare(
        "UPDATE proposal SET state = ?2, decided_by = ?3, decided_at_us = ?4 WHERE number = ?1");
    if (!row) {
        return std::unexpected{std::move(row.error())};
    }
    row->bind(1, number).bind(2, std::int64_t{state}).bind_text(3, origin.by).bind(4, origin.at.us);
    return execute(*row, "deciding a proposal");
}

Result<void> withdraw_outdated(BookFile& file, v1::Contacts const& says, Origin const& origin) {
    auto rows = file.prepare("SELECT number FROM proposal WHERE state = ?1 AND proposed_by = ?2");
    if (!rows) {
        return std::unexpected{std::move(rows.error())};
    }
    rows->bind(1, std::int64_t{v1::PROPOSAL_STATE_OPEN}).bind_text(2, by_file);
    auto const open = numbers_in(*rows);
    if (!open) {
        return std::unexpected{open.error()};
    }
    auto const says_it = [&says](v1::OfficerChange const& change) {
        return std::ranges::any_of(says.officers(), [&change](v1::Officer const& officer) {
            return officer.id() == change.officer_id() &&
                   officer.SerializeAsString() == change.after().SerializeAsString();
        });
    };
    for (auto const number : *open) {
        auto const proposal = load_proposal(file, number);
        if (!proposal) {
            return std::unexpected{proposal.error()};
        }
        if (std::ranges::all_of(proposal->changes(), says_it)) {
            continue;
        }
        if (auto done = decide_proposal(file, number, v1::PROPOSAL_STATE_WITHDRAWN, origin);
            !done) {
            return done;
        }
    }
    return {};
}

Result<bool> is_peoples(BookFile& file, std::string const& officer_id) {
    auto row = file.prepare(
        "SELECT decided_by <> ?2 FROM proposal JOIN change USING(number) WHERE officer_id = ?1 AND "
        "state IN(?3, ?4) ORDER BY decided_at_us DESC, number DESC LIMIT 1");
    if (!row) {
        return std::unexpected{std::move(row.error())};
    }
    row->bind_text(1, officer_id)
        .bind_text(2, by_file)
        .bind(3, std::int64_t{v1::PROPOSAL_STATE_APPLIED})
        .bind(4, std::int64_t{v1::PROPOSAL_STATE_ROLLED_BACK});
    auto const found = step(*row, "reading who has decided");
    if (!found) {
        return std::unexpected{found.error()};
    }
    return *found && row->number(0) != 0;
}

Result<std::set<std::string>> files_not_in_use(BookFile& file) {
    auto rows = file.prepare(
        "SELECT DISTINCT officer_id FROM change JOIN proposal USING(number) WHERE proposed_by = ?1 "
        "AND state <> ?2");
    if (!rows) {
        return std::unexpected{std::move(rows.error())};
    }
    rows->bind_text(1, by_file).bind(2, std::int64_t{v1::PROPOSAL_STATE_APPLIED});
    std::set<std::string> officers;
    for (auto more = step(*rows, "reading proposals"); !more || *more;
         more = step(*rows, "reading proposals")) {
        if (!more) {
            return std::unexpected{more.error()};
        }
        officers.emplace(rows->bytes(0));
    }
    return officers;
}

Result<std::vector<std::int64_t>> proposal_numbers(BookFile& file, int at_most) {
    auto rows = file.prepare("SELECT number FROM proposal ORDER BY number DESC LIMIT ?1");
    if (!rows) {
        return std::unexpected{std::move(rows.error())};
    }
    rows->bind(1, std::int64_t{at_most});
    return numbers_in(*rows);
}

Result<void> add_history(BookFile& file, std::string const& officer_id, std::string const& what,
                         std::int64_t number, Origin const& origin) {
    auto row = file.prepare(
        "INSERT INTO history(at_us, by, officer_id, what, number) VALUES(?1, ?2, ?3, ?4, ?5)");
    if (!row) {
        return std::unexpected{std::move(row.error())};
    }
    row->bind(1, origin.at.us)
        .bind_text(2, origin.by)
        .bind_text(3, officer_id)
        .bind_text(4, what)
        .bind(5, number);
    return execute(*row, "writing the history");
}

Result<std::vector<v1::HistoryEntry>> load_history(BookFile& file, std::string const& officer_id,
                                                   int at_most) {
    auto rows = file.prepare(
        "SELECT at_us, by, officer_id, what, number FROM history WHERE ?1 = '' OR officer_id = ?1 "
        "ORDER BY id DESC LIMIT ?2");
    if (!rows) {
        return std::unexpected{std::move(rows.error())};
    }
    rows->bind_text(1, officer_id).bind(2, std::int64_t{at_most});
    std::vector<v1::HistoryEntry> entries;
    for (auto more = step(*rows, "reading the history"); !more || *more;
         more = step(*rows, "reading the history")) {
        if (!more) {
            return std::unexpected{more.error()};
        }
        auto& entry = entries.emplace_back();
        entry.set_at(rows->number(0));
        entry.set_by(std::string{rows->bytes(1)});
        entry.set_officer_id(std::string{rows->bytes(2)});
        entry.set_what(std::string{rows->bytes(3)});
        entry.set_number(rows->number(4));
    }
    return entries;
}

Result<bool> has_traces(BookFile& file, std::string const& officer_id) {
    auto rows = file.prepare(
        "SELECT 1 FROM officer WHERE officer_id = ?1 UNION ALL SELECT 1 FROM change WHERE "
        "officer_id = ?1 UNION ALL SELECT 1 FROM history WHERE officer_id = ?1 UNION ALL SELECT 1 "
        "FROM erased WHERE officer_id = ?1");
    if (!rows) {
        return std::unexpected{std::move(rows.error())};
    }
    rows->bind_text(1, officer_id);
    return step(*rows, "looking for a person");
}

Result<void> erase_traces(BookFile& file, std::string const& officer_id, core::Instant at) {
    for (std::string_view const sql :
         {"UPDATE change SET was = x'', becomes = x'', erased = 1 WHERE officer_id = ?1",
          "UPDATE history SET what = '' WHERE officer_id = ?1",
          "DELETE FROM device_act WHERE officer_id = ?1",
          "DELETE FROM file_seen WHERE officer_id = ?1"}) {
        auto row = file.prepare(sql);
        if (!row) {
            return std::unexpected{std::move(row.error())};
        }
        row->bind_text(1, officer_id);
        if (auto done = execute(*row, "erasing a person"); !done) {
            return done;
        }
    }
    auto row = file.prepare("INSERT OR REPLACE INTO erased VALUES(?1, ?2)");
    if (!row) {
        return std::unexpected{std::move(row.error())};
    }
    row->bind_text(1, officer_id).bind(2, at.us);
    return execute(*row, "erasing a person");
}

}  // namespace larm::contacts
