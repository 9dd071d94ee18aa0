// The book changes: proposals, erasure. A contacts file is taken in book_import.cpp, devices are in
// book_devices.cpp. Each change is one transaction of the file, and is read back from it into
// memory.
#include <algorithm>

#include "engine/contacts/contact_book.hpp"
#include "engine/core/party.hpp"

namespace larm::contacts {
namespace {

bool stands_as(v1::Contacts const& now, v1::OfficerChange const& change, bool is_after) {
    auto const* const entry = officer_in(now, change.officer_id());
    auto const has = is_after ? change.has_after() : change.has_before();
    auto const& wanted = is_after ? change.after() : change.before();
    return entry == nullptr ? !has : has && same_entry(*entry, wanted);
}

bool is_others(std::string_view party, std::optional<std::string_view> organisation) {
    return organisation && core::organisation_of(party) != *organisation;
}

Result<void> check_open(v1::ContactsProposal const& proposal) {
    if (proposal.state() == v1::PROPOSAL_STATE_WITHDRAWN) {
        return failure(ContactsErrorKind::state, "the proposal has been withdrawn");
    }
    if (proposal.state() != v1::PROPOSAL_STATE_OPEN) {
        return failure(ContactsErrorKind::state, "the proposal has been decided already");
    }
    return {};
}

}  // namespace

Changes ContactBook::difference(v1::Contacts const& wanted, bool remove_missing,
                                std::optional<std::string_view> organisation) const {
    auto changes = changes_between(contacts(), wanted, remove_missing);
    std::erase_if(changes, [organisation](auto const& each) {
        return (each.has_before() && is_others(each.before().party(), organisation)) ||
               (each.has_after() && is_others(each.after().party(), organisation));
    });
    return changes;
}

std::vector<v1::PassedOver> ContactBook::passed_over(
    v1::Contacts const& wanted, std::optional<std::string_view> organisation) const {
    auto const now = contacts();
    std::vector<v1::PassedOver> all;
    for (auto const& officer : wanted.officers()) {
        auto const* const known = officer_in(now, officer.id());
        auto const is_theirs = known != nullptr && is_others(known->party(), organisation);
        if (is_theirs || is_others(officer.party(), organisation)) {
            auto& passed = all.emplace_back();
            passed.set_officer_id(officer.id());
            passed.set_party(is_theirs ? known->party() : officer.party());
        }
    }
    return all;
}

Result<v1::ContactsProposal> ContactBook::propose(Changes const& changes, Origin const& origin) {
    std::scoped_lock const lock{file_mutex_};
    if (file_ == nullptr) {
        return std::unexpected{cannot_be_kept()};
    }
    auto writing = Writing::begin(*file_);
    if (!writing) {
        return std::unexpected{std::move(writing.error())};
    }
    auto number = proposal_of(*file_, origin.command_id);
    if (number && *number == 0) {
        number = add_proposal(*file_, changes, origin);
    }
    if (!number) {
        return std::unexpected{std::move(number.error())};
    }
    if (auto done = writing->commit(); !done) {
        return std::unexpected{std::move(done.error())};
    }
    return load_proposal(*file_, *number);
}

Result<v1::ContactsProposal> ContactBook::proposal(std::int64_t number) {
    std::scoped_lock const lock{file_mutex_};
    if (file_ == nullptr) {
        return std::unexpected{cannot_be_kept()};
    }
    if (auto there = file_->check_in_place(); !there) {
        return std::unexpected{std::move(there.error())};
    }
    return load_proposal(*file_, number);
}

Result<void> ContactBook::check(v1::ContactsProposal const& proposal, bool rolls_back) const {
    if (rolls_back && proposal.state() != v1::PROPOSAL_STATE_APPLIED) {
        return failure(ContactsErrorKind::state, "only an applied proposal can be rolled back");
    }
    if (auto open = check_open(proposal); !rolls_back && !open) {
        return open;
    }
    auto const now = contacts();
    for (auto const& change : proposal.changes()) {
        if (change.erased()) {
            return failure(ContactsErrorKind::state,
                           change.officer_id() + " has been erased since; import the rest anew");
        }
        if (!stands_as(now, change, rolls_back)) {
            return failure(ContactsErrorKind::changed,
                           "the entry of " + change.officer_id() +
                               " has been changed since; look at the difference and import anew");
        }
    }
    return {};
}

Result<void> ContactBook::apply(std::int64_t number, bool rolls_back, Origin const& origin) {
    std::scoped_lock const lock{file_mutex_};
    if (file_ == nullptr) {
        return std::unexpected{cannot_be_kept()};
    }
    auto const proposal = load_proposal(*file_, number);
    if (!proposal) {
        return std::unexpected{proposal.error()};
    }
    auto const state = rolls_back ? v1::PROPOSAL_STATE_ROLLED_BACK : v1::PROPOSAL_STATE_APPLIED;
    if (proposal->state() == state) {
        return {};
    }
    auto writing = Writing::begin(*file_);
    if (!writing) {
        return std::unexpected{std::move(writing.error())};
    }
    Changes changes{proposal->changes().begin(), proposal->changes().end()};
    std::erase_if(changes, [](auto const& change) { return change.erased(); });
    auto written = write_changes(rolls_back ? inverse(changes) : changes, number, origin);
    if (written) {
        written = decide_proposal(*file_, number, state, origin);
    }
    if (written) {
        written = writing->commit();
    }
    return written ? reload() : written;
}

Result<void> ContactBook::withdraw(std::int64_t number, Origin const& origin) {
    std::scoped_lock const lock{file_mutex_};
    if (file_ == nullptr) {
        return std::unexpected{cannot_be_kept()};
    }
    auto const proposal = load_proposal(*file_, number);
    if (!proposal) {
        return std::unexpected{proposal.error()};
    }
    if (proposal->state() == v1::PROPOSAL_STATE_WITHDRAWN) {
        return {};
    }
    if (auto open = check_open(*proposal); !open) {
        return open;
    }
    auto writing = Writing::begin(*file_);
    if (!writing) {
        return std::unexpected{std::move(writing.error())};
    }
    auto done = decide_proposal(*file_, number, v1::PROPOSAL_STATE_WITHDRAWN, origin);
    return done ? writing->commit() : done;
}

Result<void> ContactBook::write_changes(Changes const& changes, std::int64_t number,
                                        Origin const& origin) {
    for (auto const& change : changes) {
        auto done = change.has_after() ? save_officer(*file_, change.after())
                                       : delete_officer(*file_, change.officer_id());
        if (done) {
            done = add_history(*file_, change.officer_id(), in_words(change), number, origin);
        }
        if (!done) {
            return done;
        }
    }
    return {};
}

Result<bool> ContactBook::knows(std::string const& officer_id) {
    std::scoped_lock const lock{file_mutex_};
    if (file_ == nullptr) {
        return std::unexpected{cannot_be_kept()};
    }
    if (auto there = file_->check_in_place(); !there) {
        return std::unexpected{std::move(there.error())};
    }
    return has_traces(*file_, officer_id);
}

Result<void> ContactBook::erase(std::string const& officer_id, Origin const& origin) {
    std::scoped_lock const lock{file_mutex_};
    if (file_ == nullptr) {
        return std::unexpected{cannot_be_kept()};
    }
    {
        auto writing = Writing::begin(*file_);
        if (!writing) {
            return std::unexpected{std::move(writing.error())};
        }
        auto done = delete_officer(*file_, officer_id);
        if (done) {
            done = erase_traces(*file_, officer_id, origin.at);
        }
        if (done) {
            done = add_history(*file_, officer_id, "erased", 0, origin);
        }
        if (done) {
            done = writing->commit();
        }
        if (!done) {
            return done;
        }
    }
    {
        std::scoped_lock const memory{mutex_};
        std::erase_if(unwritten_, [&](auto const& each) { return each.officer_id == officer_id; });
    }
    if (auto reread = reload(); !reread) {
        return reread;
    }
    return file_->run("VACUUM", "compacting it after an erasure");
}

Result<v1::ContactsHistoryReply> ContactBook::history(std::string const& officer_id, int at_most) {
    std::scoped_lock const lock{file_mutex_};
    if (file_ == nullptr) {
        return std::unexpected{cannot_be_kept()};
    }
    v1::ContactsHistoryReply reply;
    auto const numbers = proposal_numbers(*file_, at_most);
    if (!numbers) {
        return std::unexpected{numbers.error()};
    }
    for (auto const number : *numbers) {
        auto proposal = load_proposal(*file_, number);
        if (!proposal) {
            return std::unexpected{std::move(proposal.error())};
        }
        auto& changes = *proposal->mutable_changes();
        if (!officer_id.empty()) {  // an import may be about everybody
            changes.erase(std::remove_if(changes.begin(), changes.end(),
                                         [&](v1::OfficerChange const& change) {
                                             return change.officer_id() != officer_id;
                                         }),
                          changes.end());
        }
        if (officer_id.empty() || !changes.empty()) {
            *reply.add_proposals() = std::move(*proposal);
        }
    }
    auto entries = load_history(*file_, officer_id, at_most);
    if (!entries) {
        return std::unexpected{std::move(entries.error())};
    }
    reply.mutable_entries()->Add(entries->begin(), entries->end());
    return reply;
}

}  // namespace larm::contacts
