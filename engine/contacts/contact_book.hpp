// The book of contacts: people, their addresses by channel in order, their push devices, and who
// changed what when. It stands beside the journal, which knows people by id only. What may be
// changed by whom is the core's to decide; a change comes here when it has been journaled.
//
// Reading waits for a mutex alone. What writes waits for a disk, and comes from threads that may.
#pragma once

#include <larm/v1/contact.pb.h>
#include <larm/v1/rules.pb.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/contacts/contacts_error.hpp"
#include "engine/contacts/device_acts.hpp"
#include "engine/contacts/people.hpp"
#include "engine/contacts/proposals.hpp"
#include "engine/delivery/address_book.hpp"

namespace larm::contacts {

/// What became of a contacts file that was read.
struct FileTaken {
    int applied = 0;            ///< Officers that are in use as the file has them now.
    std::int64_t proposal = 0;  ///< Of those that wait for approval; 0: none.
    int erased = 0;             ///< Officers of the file who have been erased, and are passed over.
};

/// A browser that asks to be told.
struct NewDevice {
    std::string name;
    std::string subscription;
    /// The subscription that the book has for the same endpoint, which is then the same device;
    /// empty: none.
    std::string known{};
    /// It shows by itself that it is there: brings back nothing that was removed or is gone.
    bool is_renewal = false;
};

class ContactBook final : public delivery::AddressBook {
public:
    [[nodiscard]] static Result<std::unique_ptr<ContactBook>> open(
        std::filesystem::path const& directory);
    /// Where the file cannot be used, an alarm does with what the contacts file says. Nothing can
    /// be changed but by take_file(), and nothing is kept.
    [[nodiscard]] static std::unique_ptr<ContactBook> in_memory();

    [[nodiscard]] std::vector<std::string> addresses(std::string_view officer_id,
                                                     v1::Channel channel) const override;
    [[nodiscard]] std::vector<std::string> owners(v1::Channel channel,
                                                  std::string_view address) const override;
    [[nodiscard]] std::string name(std::string_view officer_id) const override;
    void drop(std::string_view officer_id, v1::Channel channel, std::string_view address) override;

    /// Everyone, as a contacts file would say it.
    [[nodiscard]] v1::Contacts contacts() const;
    [[nodiscard]] std::vector<Device> devices(std::string_view officer_id) const;
    /// Every device the officer had is gone: the owner has to be told.
    [[nodiscard]] bool has_lost_push(std::string_view officer_id) const;
    /// Grows when people or addresses may have changed. Any thread; waits for nothing.
    [[nodiscard]] std::uint64_t revision() const { return revision_; }

    /// What a command on a device has done before; nothing where it is new.
    [[nodiscard]] Result<std::optional<DeviceAct>> act(std::string const& command_id);
    /// Takes the place of a device of the same name; one that was dropped is in use again.
    /// Failure: ContactsErrorKind::not_found for an officer who is not there and for the renewal of
    /// what is not; state for the renewal of what is gone, and where there are too many.
    [[nodiscard]] Result<DeviceAct> add_device(std::string const& officer_id,
                                               NewDevice const& wanted, Origin const& origin);
    /// Failure: not_found.
    [[nodiscard]] Result<DeviceAct> remove_device(std::string const& officer_id,
                                                  std::string const& subscription,
                                                  Origin const& origin);
    /// Any thread; written at the next tend().
    void note_device(std::string_view officer_id, std::string_view subscription,
                     v1::DeliveryOutcome outcome, core::Instant at);

    enum class When : std::uint8_t { start, reload };
    /// What a contacts file says anew since it was read last. An empty book is filled. A reload is
    /// somebody's act, and is applied, but for entries that people have decided last: what they
    /// have approved only they change, and the file proposes. At a start all is a proposal, but for
    /// parties that have nobody. A file that stays as it was overwrites nothing.
    [[nodiscard]] Result<FileTaken> take_file(v1::Contacts const& file, When when,
                                              core::Instant at);

    /// Officers of whom the contacts file, as it was read last, says what the book has not taken.
    /// Empty where the two agree, and where the file has only not followed what people changed.
    [[nodiscard]] Result<std::vector<std::string>> not_as_in_file();

    /// What `wanted` would change, among the officers of `organisation`; not given: of all.
    [[nodiscard]] Changes difference(v1::Contacts const& wanted, bool remove_missing,
                                     std::optional<std::string_view> organisation = {}) const;
    /// Whom that leaves out of those whom `wanted` names: other organisations' people. Whether the
    /// book says the same of them is not told, or numbers could be guessed.
    [[nodiscard]] std::vector<v1::PassedOver> passed_over(
        v1::Contacts const& wanted, std::optional<std::string_view> organisation) const;
    /// A command id that has made a proposal before gets the same.
    [[nodiscard]] Result<v1::ContactsProposal> propose(Changes const& changes,
                                                       Origin const& origin);
    /// What is decided on it is to be kept: fails where it could not be.
    [[nodiscard]] Result<v1::ContactsProposal> proposal(std::int64_t number);
    /// Whether it can be applied, or rolled back, to the book as it is: ContactsErrorKind::state or
    /// changed where it cannot.
    [[nodiscard]] Result<void> check(v1::ContactsProposal const& proposal, bool rolls_back) const;
    /// After the journal has it. Doing it again changes nothing.
    [[nodiscard]] Result<void> apply(std::int64_t number, bool rolls_back, Origin const& origin);
    /// After the journal has it: an open proposal is open no more. Doing it again changes nothing.
    /// Failure: state for one that has been decided otherwise.
    [[nodiscard]] Result<void> withdraw(std::int64_t number, Origin const& origin);
    /// Whether it holds, or has held, anything of a person of that id; fails as proposal() does.
    [[nodiscard]] Result<bool> knows(std::string const& officer_id);
    /// Removes the person from everything, the history too, and compacts the file.
    [[nodiscard]] Result<void> erase(std::string const& officer_id, Origin const& origin);
    [[nodiscard]] Result<v1::ContactsHistoryReply> history(std::string const& officer_id,
                                                           int at_most);

    /// Writes what has been dropped and noted, and reads the file anew where another program has
    /// written. True: it has. Failure also where the file is gone. Call now and then, from a thread
    /// that may wait for a disk.
    [[nodiscard]] Result<bool> tend(core::Instant now);
    /// Officers of whom tend() has written a device for pushes off since this was asked last, each
    /// device once.
    [[nodiscard]] std::vector<std::string> take_owners_of_dropped();

private:
    /// A device or an address has changed in memory and not in the file.
    struct Unwritten {
        std::string officer_id;
        v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
        std::string address;
        bool is_dropped = false;
    };

    ContactBook() = default;
    [[nodiscard]] Result<void> reload();
    [[nodiscard]] Result<void> write_unwritten(core::Instant now);
    [[nodiscard]] Result<void> write(Unwritten const& each, core::Instant now);
    [[nodiscard]] Result<DeviceAct> keep_act(Writing& writing, v1::PushDeviceChange change,
                                             std::string const& officer_id,
                                             std::string const& device, Origin const& origin);
    void forget_unwritten(std::string_view officer_id, std::vector<std::string> const& of);
    [[nodiscard]] Result<void> write_changes(Changes const& changes, std::int64_t number,
                                             Origin const& origin);
    [[nodiscard]] Result<void> apply_at_once(Changes const& changes, Origin const& origin);
    [[nodiscard]] Result<void> propose_later(Changes const& changes, Origin const& origin,
                                             std::int64_t& number);
    [[nodiscard]] Result<Changes> new_in_file(v1::Contacts const& file, FileTaken& taken);
    [[nodiscard]] Result<void> note_seen(v1::Contacts const& file);
    [[nodiscard]] ContactsError cannot_be_kept() const;

    /// Over people_ and what is to be written; never held while a disk works.
    mutable std::mutex mutex_;
    People people_;
    std::atomic<std::uint64_t> revision_ = 0;
    std::vector<Unwritten> unwritten_;
    std::vector<std::string> owners_of_dropped_;
    v1::Contacts file_says_;  ///< As it was read last.
    std::mutex file_mutex_;   ///< Over file_ and file_says_; taken before mutex_.
    std::unique_ptr<BookFile> file_;
    std::int64_t data_version_ = 0;
};

}  // namespace larm::contacts
