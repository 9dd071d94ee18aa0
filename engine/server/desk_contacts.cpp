#include "engine/server/desk_contacts.hpp"

#include <fmt/format.h>
#include <larm/v1/contact.pb.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "engine/core/party.hpp"
#include "engine/rules/sound_contacts.hpp"
#include "engine/server/desk_call.hpp"

namespace larm::server {
namespace {

constexpr int entries_default = 50;
constexpr int entries_max = 500;
constexpr int faults_told = 10;
constexpr std::size_t passed_over_told = 20;

/// What a contacts file would change, and whom it names besides, whom the caller may not change.
struct Difference {
    contacts::Changes changes;
    std::vector<v1::PassedOver> passed_over;
};

/// A refusal with its faults where it has any.
std::expected<Difference, CallError> difference(DeskContext const& desk, DeskCall const& call,
                                                std::string const& text, bool remove_missing) {
    auto const sound = rules::sound_contacts("contacts", text, nullptr);
    if (!sound.faults.empty()) {
        std::string told;
        for (std::size_t index = 0; index < std::min<std::size_t>(sound.faults.size(), faults_told);
             ++index) {
            told += "\n" + rules::to_string(sound.faults[index]);
        }
        return std::unexpected{field_error("contacts", "has faults:" + told)};
    }
    auto const organisation = organisation_of(call);
    return Difference{desk.book.difference(sound.whole, remove_missing, organisation),
                      desk.book.passed_over(sound.whole, organisation)};
}

void tell_passed_over(std::vector<v1::PassedOver> const& all, v1::ContactsProposal& reply) {
    reply.set_passed_over_count(static_cast<int>(all.size()));
    auto const told = std::min(all.size(), passed_over_told);
    reply.mutable_passed_over()->Add(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(told));
}

/// Whom a file with nothing to change for the caller is about.
CallError nothing_to_propose(std::vector<v1::PassedOver> const& passed_over) {
    v1::ContactsProposal told;
    tell_passed_over(passed_over, told);
    std::string text = "the book says the same already: nothing to propose";
    for (int index = 0; index < told.passed_over_size(); ++index) {
        auto const& each = told.passed_over(index);
        text += fmt::format("{}{} ({})", index == 0 ? "; passed over, of others: " : ", ",
                            each.officer_id(), each.party());
    }
    return {ConnectCode::failed_precondition, std::move(text), "", 0};
}

/// The core decides and the journal keeps it; a command id that is known is answered as before.
std::expected<v1::CommandReply, CallError> decide(DeskContext const& desk, DeskCall const& call,
                                                  v1::ChangeContacts change) {
    auto command = call.envelope;
    *command.mutable_change_contacts() = std::move(change);
    auto reply = desk.world.submit_and_wait(std::move(command));
    if (!reply) {
        return std::unexpected{call_error(std::move(reply.error()))};
    }
    return std::move(*reply);
}

contacts::Changes changes_of(v1::ContactsProposal const& proposal, bool rolls_back) {
    contacts::Changes changes{proposal.changes().begin(), proposal.changes().end()};
    return rolls_back ? contacts::inverse(changes) : changes;
}

QueryAnswer take(DeskContext const& desk, DeskCall const& call, std::string const& command_id,
                 std::int64_t number, bool rolls_back) {
    auto const proposal = desk.book.proposal(number);
    if (!proposal) {
        return refused(proposal.error());
    }
    auto const done = rolls_back ? v1::PROPOSAL_STATE_ROLLED_BACK : v1::PROPOSAL_STATE_APPLIED;
    if (proposal->state() != done) {  // else it may be the same command once more
        if (auto fits = desk.book.check(*proposal, rolls_back); !fits) {
            return refused(std::move(fits.error()));
        }
    } else if (proposal->decided_by() != call.envelope.actor().token_id()) {
        return refused({contacts::ContactsErrorKind::state, "it has been done already"});
    }
    auto change = contacts::for_core(changes_of(*proposal, rolls_back));
    change.set_command_id(command_id);
    change.set_number(number);
    change.set_proposed_by(proposal->proposed_by());
    change.set_rolls_back(rolls_back);
    change.set_is_done(proposal->state() == done);
    auto reply = decide(desk, call, std::move(change));
    if (!reply) {
        return std::unexpected{std::move(reply.error())};
    }
    if (auto kept = desk.book.apply(number, rolls_back, origin_of(desk, call)); !kept) {
        return refused(std::move(kept.error()));
    }
    return std::make_unique<v1::CommandReply>(std::move(*reply));
}

bool is_of(v1::OfficerChange const& change, std::string const& organisation) {
    auto const& party = change.has_after() ? change.after().party() : change.before().party();
    return core::organisation_of(party) == organisation;
}

/// A region sees its own people's entries only.
void keep_own(v1::ContactsHistoryReply& reply, v1::Contacts const& all,
              std::string const& organisation) {
    std::set<std::string> own;
    for (auto const& officer : all.officers()) {
        if (core::organisation_of(officer.party()) == organisation) {
            own.insert(officer.id());
        }
    }
    v1::ContactsHistoryReply kept;
    for (auto& proposal : *reply.mutable_proposals()) {
        v1::ContactsProposal part{proposal};
        part.clear_changes();
        for (auto& change : *proposal.mutable_changes()) {
            if (is_of(change, organisation)) {
                own.insert(change.officer_id());
                *part.add_changes() = std::move(change);
            }
        }
        if (!part.changes().empty()) {
            *kept.add_proposals() = std::move(part);
        }
    }
    for (auto& entry : *reply.mutable_entries()) {
        if (own.contains(entry.officer_id())) {
            *kept.add_entries() = std::move(entry);
        }
    }
    reply = std::move(kept);
}

/// A withdrawal that was journaled and not written. A book that is another one is told of by what
/// was applied last.
std::string settle_withdrawal(DeskContext const& desk) {
    auto const [last, by] = read_state(desk.world, [](core::State const& state) {
        return std::pair{state.contacts_withdrawn(), state.contacts_withdrawn_by()};
    });
    if (last.number() == 0) {
        return {};
    }
    auto const proposal = desk.book.proposal(last.number());
    if (!proposal || proposal->state() != v1::PROPOSAL_STATE_OPEN ||
        contacts::hash_of(changes_of(*proposal, false)) != last.hash()) {
        return {};
    }
    auto const kept = desk.book.withdraw(last.number(), {by, {}, desk.clock()});
    return kept ? std::string{} : kept.error().message;
}

}  // namespace

QueryAnswer diff_contacts(DeskContext const& desk, DeskCall const& call) {
    auto const& request = as<v1::DiffContacts>(call);
    auto const found = difference(desk, call, request.contacts(), request.remove_missing());
    if (!found) {
        return std::unexpected{found.error()};
    }
    auto reply = std::make_unique<v1::ContactsProposal>();
    reply->mutable_changes()->Add(found->changes.begin(), found->changes.end());
    reply->set_needs_second_person(contacts::need_second_person(found->changes));
    tell_passed_over(found->passed_over, *reply);
    return reply;
}

QueryAnswer import_contacts(DeskContext const& desk, DeskCall const& call) {
    auto const& request = as<v1::ImportContacts>(call);
    auto const found = difference(desk, call, request.contacts(), request.remove_missing());
    if (!found) {
        return std::unexpected{found.error()};
    }
    if (found->changes.empty()) {
        return std::unexpected{nothing_to_propose(found->passed_over)};
    }
    auto proposal = desk.book.propose(found->changes, origin_of(desk, call, request.command_id()));
    if (!proposal) {
        return refused(std::move(proposal.error()));
    }
    tell_passed_over(found->passed_over, *proposal);
    return std::make_unique<v1::ContactsProposal>(std::move(*proposal));
}

QueryAnswer approve_contacts(DeskContext const& desk, DeskCall const& call) {
    auto const& request = as<v1::ApproveContacts>(call);
    return take(desk, call, request.command_id(), request.number(), false);
}

QueryAnswer roll_back_contacts(DeskContext const& desk, DeskCall const& call) {
    auto const& request = as<v1::RollBackContacts>(call);
    return take(desk, call, request.command_id(), request.number(), true);
}

/// Journaled before the book has it, as an approval is.
QueryAnswer withdraw_contacts(DeskContext const& desk, DeskCall const& call) {
    auto const& request = as<v1::WithdrawContacts>(call);
    auto const proposal = desk.book.proposal(request.number());
    if (!proposal) {
        return refused(proposal.error());
    }
    auto const is_done = proposal->state() == v1::PROPOSAL_STATE_WITHDRAWN;
    if (proposal->state() == v1::PROPOSAL_STATE_APPLIED) {
        return refused({contacts::ContactsErrorKind::state,
                        fmt::format("the proposal has been approved and is in use; roll it back: "
                                    "`larm contacts rollback {}`",
                                    request.number())});
    }
    if (proposal->state() != v1::PROPOSAL_STATE_OPEN && !is_done) {
        return refused(
            {contacts::ContactsErrorKind::state, "the proposal has been decided already"});
    }
    auto change = contacts::for_core(changes_of(*proposal, false));
    change.set_command_id(request.command_id());
    change.set_number(request.number());
    change.set_proposed_by(proposal->proposed_by());
    change.set_withdraws(true);
    change.set_is_done(is_done);  // then only the same command once more is answered
    auto reply = decide(desk, call, std::move(change));
    if (!reply) {
        return std::unexpected{std::move(reply.error())};
    }
    if (auto kept = desk.book.withdraw(request.number(), origin_of(desk, call)); !kept) {
        return refused(std::move(kept.error()));
    }
    return std::make_unique<v1::CommandReply>(std::move(*reply));
}

QueryAnswer erase_officer(DeskContext const& desk, DeskCall const& call) {
    auto const& request = as<v1::EraseOfficer>(call);
    auto const is_known = desk.book.knows(request.officer_id());
    if (!is_known) {
        return refused(is_known.error());
    }
    if (!*is_known) {
        return refused({contacts::ContactsErrorKind::not_found,
                        "officerId: the book of contacts has no such officer"},
                       "officerId");
    }
    auto const all = desk.book.contacts();
    v1::ChangeContacts change;
    change.set_command_id(request.command_id());
    if (auto const* const officer = contacts::officer_in(all, request.officer_id())) {
        auto& gone = *change.add_removed();
        gone.set_party(officer->party());
        gone.set_officer_id(officer->id());
    }
    auto reply = decide(desk, call, std::move(change));
    if (!reply) {
        return std::unexpected{std::move(reply.error())};
    }
    if (auto erased = desk.book.erase(request.officer_id(), origin_of(desk, call)); !erased) {
        return refused(std::move(erased.error()));
    }
    return std::make_unique<v1::CommandReply>(std::move(*reply));
}

QueryAnswer contacts_history(DeskContext const& desk, DeskCall const& call) {
    auto const& request = as<v1::ContactsHistory>(call);
    auto const wanted =
        request.page_size() == 0 ? entries_default : std::min(request.page_size(), entries_max);
    auto history = desk.book.history(request.officer_id(), wanted);
    if (!history) {
        return refused(std::move(history.error()));
    }
    if (auto const organisation = organisation_of(call)) {
        keep_own(*history, desk.book.contacts(), *organisation);
    }
    return std::make_unique<v1::ContactsHistoryReply>(std::move(*history));
}

std::string settle(DeskContext const& desk) {
    if (auto trouble = settle_withdrawal(desk); !trouble.empty()) {
        return trouble;
    }
    struct Last {
        std::int64_t number = 0;
        bool rolled_back = false;
        std::string hash;
        std::string by;
    };
    auto const last = read_state(desk.world, [](core::State const& state) {
        return Last{state.contacts_number(), state.contacts_rolled_back(), state.contacts_hash(),
                    state.contacts_decided_by()};
    });
    if (last.number == 0) {
        return {};
    }
    auto const proposal = desk.book.proposal(last.number);
    if (!proposal || contacts::hash_of(changes_of(*proposal, last.rolled_back)) != last.hash) {
        return fmt::format(
            "contacts.db does not hold change {}, which the journal says is in use: "
            "the book is another, or older; compare it with `larm contacts diff`",
            last.number);
    }
    auto const kept = desk.book.apply(last.number, last.rolled_back, {last.by, {}, desk.clock()});
    return kept ? std::string{} : kept.error().message;
}

}  // namespace larm::server
