// A contacts file meets the book: it fills an empty one; afterwards what it says anew is applied
// where somebody asks for that, and a proposal else.
#include <algorithm>
#include <set>

#include "engine/contacts/contact_book.hpp"

namespace larm::contacts {
Result<FileTaken> ContactBook::take_file(v1::Contacts const& file, When when, core::Instant at) {
    std::scoped_lock const lock{file_mutex_};
    FileTaken taken;
    if (file_ == nullptr) {
        std::scoped_lock const memory{mutex_};
        for (auto const& officer : file.officers()) {
            people_[officer.id()].entry = officer;
        }
        ++revision_;
        taken.applied = file.officers_size();
        return taken;
    }
    auto writing = Writing::begin(*file_);
    if (!writing) {
        return std::unexpected{std::move(writing.error())};
    }
    auto changes = new_in_file(file, taken);
    if (!changes) {
        return std::unexpected{std::move(changes.error())};
    }
    std::set<std::string> parties;
    auto const before = contacts();
    for (auto const& officer : before.officers()) {
        parties.insert(officer.party());
    }
    Changes now;
    Changes later;
    for (auto& change : *changes) {
        auto const is_decided = is_peoples(*file_, change.officer_id());
        if (!is_decided) {
            return std::unexpected{is_decided.error()};
        }
        auto const fills = !parties.contains(change.after().party());
        auto const is_taken = fills || (when == When::reload && !*is_decided);
        (is_taken ? now : later).push_back(std::move(change));
    }
    Origin const origin{by_file, {}, at};
    auto done = withdraw_outdated(*file_, file, origin);
    if (done) {
        done = apply_at_once(now, origin);
    }
    if (done) {
        taken.applied = static_cast<int>(now.size());
        done = propose_later(later, origin, taken.proposal);
    }
    if (done) {
        done = note_seen(file);
    }
    if (done) {
        done = writing->commit();
    }
    if (done) {
        done = reload();
    }
    if (done) {
        file_says_ = file;
    }
    return done ? Result<FileTaken>{taken} : std::unexpected{std::move(done.error())};
}

Result<std::vector<std::string>> ContactBook::not_as_in_file() {
    std::scoped_lock const lock{file_mutex_};
    std::vector<std::string> found;
    if (file_ == nullptr) {
        return found;  // then it goes by the file
    }
    auto const differing = changes_between(contacts(), file_says_, false);
    if (differing.empty()) {
        return found;
    }
    auto const not_in_use = files_not_in_use(*file_);
    if (!not_in_use) {
        return std::unexpected{not_in_use.error()};
    }
    for (auto const& change : differing) {
        if (not_in_use->contains(change.officer_id())) {
            found.push_back(change.officer_id());
        }
    }
    return found;
}

Result<void> ContactBook::apply_at_once(Changes const& changes, Origin const& origin) {
    if (changes.empty()) {
        return {};
    }
    auto const number = add_proposal(*file_, changes, origin);
    if (!number) {
        return std::unexpected{number.error()};
    }
    auto done = write_changes(changes, *number, origin);
    return done ? decide_proposal(*file_, *number, v1::PROPOSAL_STATE_APPLIED, origin) : done;
}

/// A restart proposes the same once.
Result<void> ContactBook::propose_later(Changes const& changes, Origin const& origin,
                                        std::int64_t& number) {
    if (changes.empty()) {
        return {};
    }
    auto known = open_proposal_of(*file_, by_file, changes);
    if (known && *known == 0) {
        known = add_proposal(*file_, changes, origin);
    }
    if (!known) {
        return std::unexpected{known.error()};
    }
    number = *known;
    return {};
}

Result<Changes> ContactBook::new_in_file(v1::Contacts const& file, FileTaken& taken) {
    auto seen = file_->prepare("SELECT digest FROM file_seen WHERE officer_id = ?1");
    auto erased = file_->prepare("SELECT 1 FROM erased WHERE officer_id = ?1");
    if (!seen || !erased) {
        return std::unexpected{!seen ? seen.error() : erased.error()};
    }
    v1::Contacts fresh;
    for (auto const& officer : file.officers()) {
        erased->bind_text(1, officer.id());
        auto const is_erased = step(*erased, "reading who has been erased");
        seen->bind_text(1, officer.id());
        auto const was_seen = step(*seen, "reading what was seen of the file");
        if (!is_erased || !was_seen) {
            return std::unexpected{!is_erased ? is_erased.error() : was_seen.error()};
        }
        taken.erased += static_cast<int>(*is_erased);
        auto const is_new = !*was_seen || seen->bytes(0) != digest_of(officer);
        if (is_new && !*is_erased) {
            *fresh.add_officers() = officer;
        }
        erased->reset();
        seen->reset();
    }
    return changes_between(contacts(), fresh, false);
}

Result<void> ContactBook::note_seen(v1::Contacts const& file) {
    auto row = file_->prepare(
        "INSERT OR REPLACE INTO file_seen SELECT ?1, ?2 WHERE NOT EXISTS(SELECT 1 FROM erased "
        "WHERE officer_id = ?1)");
    if (!row) {
        return std::unexpected{std::move(row.error())};
    }
    for (auto const& officer : file.officers()) {
        auto const digest = digest_of(officer);
        row->bind_text(1, officer.id()).bind_blob(2, std::string_view{digest});
        if (auto done = execute(*row, "writing what was seen of the file"); !done) {
            return done;
        }
    }
    return {};
}

}  // namespace larm::contacts
