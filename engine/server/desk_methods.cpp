// What the desk's calls do. Who may is in the contract (role) and in the core (organisation, two
// persons); here a caller of one organisation sees and proposes what is its own.
#include <fmt/format.h>
#include <larm/v1/contact.pb.h>

#include <algorithm>
#include <array>
#include <set>

#include "engine/core/party.hpp"
#include "engine/core/roster.hpp"
#include "engine/rules/sound_contacts.hpp"
#include "engine/server/contact_desk.hpp"
#include "engine/server/desk_call.hpp"
#include "engine/server/desk_events.hpp"
#include "engine/server/desk_push.hpp"

namespace larm::server {
namespace {

constexpr int entries_default = 50;
constexpr int entries_max = 500;
constexpr int faults_told = 10;

/// The difference that a contacts file makes; a refusal with its faults where it has any.
std::expected<contacts::Changes, CallError> difference(DeskContext const& desk,
                                                       DeskCall const& call,
                                                       std::string const& text,
                                                       bool remove_missing) {
    auto const sound = rules::sound_contacts("contacts", text, nullptr);
    if (!sound.faults.empty()) {
        std::string told;
        for (std::size_t index = 0; index < std::min<std::size_t>(sound.faults.size(), faults_told);
             ++index) {
            told += "\n" + rules::to_string(sound.faults[index]);
        }
        return std::unexpected{field_error("contacts", "has faults:" + told)};
    }
    return desk.book.difference(sound.whole, remove_missing, organisation_of(call));
}

QueryAnswer diff_contacts(DeskContext const& desk, DeskCall const& call) {
    auto const& request = as<v1::DiffContacts>(call);
    auto const changes = difference(desk, call, request.contacts(), request.remove_missing());
    if (!changes) {
        return std::unexpected{changes.error()};
    }
    auto reply = std::make_unique<v1::ContactsProposal>();
    reply->mutable_changes()->Add(changes->begin(), changes->end());
    reply->set_needs_second_person(contacts::need_second_person(*changes));
    return reply;
}

QueryAnswer import_contacts(DeskContext const& desk, DeskCall const& call) {
    auto const& request = as<v1::ImportContacts>(call);
    auto const changes = difference(desk, call, request.contacts(), request.remove_missing());
    if (!changes) {
        return std::unexpected{changes.error()};
    }
    if (changes->empty()) {
        return std::unexpected{CallError{ConnectCode::failed_precondition,
                                         "the book says the same already: nothing to propose", "",
                                         0}};
    }
    auto proposal = desk.book.propose(*changes, origin_of(desk, call, request.command_id()));
    if (!proposal) {
        return refused(std::move(proposal.error()));
    }
    return std::make_unique<v1::ContactsProposal>(std::move(*proposal));
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
    auto reply = decide(desk, call, std::move(change));
    if (!reply) {
        return std::unexpected{std::move(reply.error())};
    }
    if (auto kept = desk.book.apply(number, rolls_back, origin_of(desk, call)); !kept) {
        return refused(std::move(kept.error()));
    }
    return std::make_unique<v1::CommandReply>(std::move(*reply));
}

QueryAnswer approve_contacts(DeskContext const& desk, DeskCall const& call) {
    auto const& request = as<v1::ApproveContacts>(call);
    return take(desk, call, request.command_id(), request.number(), false);
}

QueryAnswer roll_back_contacts(DeskContext const& desk, DeskCall const& call) {
    auto const& request = as<v1::RollBackContacts>(call);
    return take(desk, call, request.command_id(), request.number(), true);
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

QueryAnswer list_roster(DeskContext const& desk, DeskCall const&) {
    auto const now = desk.clock();
    return std::make_unique<v1::ListRosterReply>(read_state(
        desk.world, [now](core::State const& state) { return core::list_roster(state, now); }));
}

QueryAnswer preflight(DeskContext const& desk, DeskCall const&) {
    return std::make_unique<v1::PreflightReply>(preflight_now(desk));
}

constexpr std::array<std::pair<std::string_view, ContactDesk::Method>, 13> methods{{
    {"larm.v1.DiffContacts", diff_contacts},
    {"larm.v1.ImportContacts", import_contacts},
    {"larm.v1.ApproveContacts", approve_contacts},
    {"larm.v1.RollBackContacts", roll_back_contacts},
    {"larm.v1.ContactsHistory", contacts_history},
    {"larm.v1.EraseOfficer", erase_officer},
    {"larm.v1.ListRoster", list_roster},
    {"larm.v1.Preflight", preflight},
    {"larm.v1.GetVapidKey", get_vapid_key},
    {"larm.v1.SubscribePush", subscribe_push},
    {"larm.v1.UnsubscribePush", unsubscribe_push},
    {"larm.v1.ListDevices", list_devices},
    {"larm.v1.ListEvents", list_events},
}};

}  // namespace

ContactDesk::Method ContactDesk::find(std::string_view request_type) {
    for (auto const& [type, method] : methods) {
        if (type == request_type) {
            return method;
        }
    }
    return nullptr;
}

v1::PreflightReply preflight_now(DeskContext const& desk) {
    auto means = means_now(desk);
    auto const now = desk.clock();
    return read_state(desk.world, [means = std::move(means), now](core::State const& state) {
        return core::preflight(state, means, now);
    });
}

std::string settle(DeskContext const& desk) {
    struct Last {
        std::int64_t number = 0;
        bool rolled_back = false;
        std::string hash;
    };
    auto const last = read_state(desk.world, [](core::State const& state) {
        return Last{state.contacts_number(), state.contacts_rolled_back(), state.contacts_hash()};
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
    auto const kept = desk.book.apply(last.number, last.rolled_back, {"journal", {}, desk.clock()});
    return kept ? std::string{} : kept.error().message;
}

}  // namespace larm::server
