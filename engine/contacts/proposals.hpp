// The rows of contacts.db that say what was proposed, decided and done: proposals with what each
// entry was and becomes, and the history. Callers hold a transaction where they write.
#pragma once

#include <larm/v1/contact.pb.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "engine/contacts/book_file.hpp"
#include "engine/contacts/changes.hpp"
#include "engine/core/instant.hpp"

namespace larm::contacts {

/// Origin::by of what the contacts file says.
inline constexpr char const* by_file = "file";

/// Who wants something, and when.
struct Origin {
    std::string by;          ///< Token id, "file" or "channel".
    std::string command_id;  ///< Empty for what no client asked for.
    core::Instant at;
    std::string fingerprint{};  ///< Of caller and request, where a client asked for it.
};

[[nodiscard]] Result<std::int64_t> add_proposal(BookFile& file, Changes const& changes,
                                                Origin const& origin);
/// ContactsErrorKind::not_found where there is none of that number.
[[nodiscard]] Result<v1::ContactsProposal> load_proposal(BookFile& file, std::int64_t number);
/// The number of the proposal that a command has made; 0: none.
[[nodiscard]] Result<std::int64_t> proposal_of(BookFile& file, std::string const& command_id);
/// The newest open proposal of `by` with just these changes; 0: none.
[[nodiscard]] Result<std::int64_t> open_proposal_of(BookFile& file, std::string const& by,
                                                    Changes const& changes);
[[nodiscard]] Result<void> decide_proposal(BookFile& file, std::int64_t number,
                                           v1::ProposalState state, Origin const& origin);
/// Whether a person, not the file, has decided last what the officer's entry says.
[[nodiscard]] Result<bool> is_peoples(BookFile& file, std::string const& officer_id);
/// Officers of whom the file has said something that is not in use, whoever decided so.
[[nodiscard]] Result<std::set<std::string>> files_not_in_use(BookFile& file);
/// Takes back what an earlier contacts file proposed and `says` no longer does.
[[nodiscard]] Result<void> withdraw_outdated(BookFile& file, v1::Contacts const& says,
                                             Origin const& origin);
/// Newest first.
[[nodiscard]] Result<std::vector<std::int64_t>> proposal_numbers(BookFile& file, int at_most);

[[nodiscard]] Result<void> add_history(BookFile& file, std::string const& officer_id,
                                       std::string const& what, std::int64_t number,
                                       Origin const& origin);
/// Newest first; `officer_id` empty: of all.
[[nodiscard]] Result<std::vector<v1::HistoryEntry>> load_history(BookFile& file,
                                                                 std::string const& officer_id,
                                                                 int at_most);
/// Whether any row is about the officer; one who was erased leaves the id.
[[nodiscard]] Result<bool> has_traces(BookFile& file, std::string const& officer_id);
/// Nothing that identifies the officer is left in proposals, history or what was seen of the file.
[[nodiscard]] Result<void> erase_traces(BookFile& file, std::string const& officer_id,
                                        core::Instant at);

}  // namespace larm::contacts
