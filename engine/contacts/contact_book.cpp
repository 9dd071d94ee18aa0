// Reading, and what channels tell. Changing is in book_changes.cpp.
#include "engine/contacts/contact_book.hpp"

#include <algorithm>

namespace larm::contacts {
namespace {

/// False where it was not in use. The time is not known here, and is the file's: any will do.
bool mark_dropped(Person& person, v1::Channel channel, std::string_view address) {
    auto was_in_use = false;
    if (channel == v1::CHANNEL_PUSH) {
        for (auto& device : person.devices) {
            if (device.subscription == address && !device.dropped_at.is_set()) {
                device.dropped_at = {1};
                was_in_use = true;
            }
        }
        return was_in_use;
    }
    for (int index = 0; index < person.entry.addresses_size(); ++index) {
        auto const& each = person.entry.addresses(index);
        if (each.channel() == channel && each.value() == address &&
            std::ranges::find(person.dropped, index) == person.dropped.end()) {
            person.dropped.push_back(index);
            was_in_use = true;
        }
    }
    return was_in_use;
}

/// What channels have told of devices, and is not written yet, stays.
void keep_noted(People& now, People const& before) {
    for (auto const& [id, person] : before) {
        auto const found = now.find(id);
        for (auto const& old : person.devices) {
            if (found == now.end()) {
                break;
            }
            auto& devices = found->second.devices;
            auto const same = std::ranges::find(devices, old.subscription, &Device::subscription);
            if (same != devices.end() && same->added_at == old.added_at) {
                same->accepted_at = std::max(same->accepted_at, old.accepted_at);
                same->received_at = std::max(same->received_at, old.received_at);
            }
        }
    }
}

}  // namespace

Result<std::unique_ptr<ContactBook>> ContactBook::open(std::filesystem::path const& directory) {
    auto file = BookFile::open(directory);
    if (!file) {
        return std::unexpected{std::move(file.error())};
    }
    std::unique_ptr<ContactBook> book{new ContactBook};
    book->file_ = std::move(*file);
    if (auto loaded = book->reload(); !loaded) {
        return std::unexpected{std::move(loaded.error())};
    }
    return book;
}

std::unique_ptr<ContactBook> ContactBook::in_memory() {
    return std::unique_ptr<ContactBook>{new ContactBook};
}

Result<void> ContactBook::reload() {
    auto const version = file_->data_version();
    if (!version) {
        return std::unexpected{version.error()};
    }
    auto people = load_people(*file_);
    if (!people) {
        return std::unexpected{std::move(people.error())};
    }
    data_version_ = *version;
    std::scoped_lock const lock{mutex_};
    std::swap(people_, *people);
    keep_noted(people_, *people);
    ++revision_;
    for (auto const& each : unwritten_) {
        auto const person = people_.find(each.officer_id);
        if (each.is_dropped && person != people_.end()) {
            (void)mark_dropped(person->second, each.channel, each.address);
        }
    }
    return {};
}

std::vector<std::string> ContactBook::addresses(std::string_view officer_id,
                                                v1::Channel channel) const {
    std::scoped_lock const lock{mutex_};
    std::vector<std::string> found;
    auto const person = people_.find(officer_id);
    if (person == people_.end()) {
        return found;
    }
    if (channel == v1::CHANNEL_PUSH) {
        // A contacts file names a device only; what reaches one is the browser's to give.
        for (auto const& device : person->second.devices) {
            if (!device.dropped_at.is_set()) {
                found.push_back(device.subscription);
            }
        }
        return found;
    }
    auto const& entry = person->second.entry;
    for (int index = 0; index < entry.addresses_size(); ++index) {
        auto const is_dropped =
            std::ranges::find(person->second.dropped, index) != person->second.dropped.end();
        if (entry.addresses(index).channel() == channel && !is_dropped) {
            found.push_back(entry.addresses(index).value());
        }
    }
    return found;
}

std::vector<std::string> ContactBook::owners(v1::Channel channel, std::string_view address) const {
    std::scoped_lock const lock{mutex_};
    std::vector<std::string> found;
    for (auto const& [id, person] : people_) {
        auto const owns =
            channel == v1::CHANNEL_PUSH
                ? std::ranges::any_of(
                      person.devices,
                      [address](auto const& device) { return device.subscription == address; })
                : std::ranges::any_of(person.entry.addresses(), [&](auto const& each) {
                      return each.channel() == channel && each.value() == address;
                  });
        if (owns) {
            found.push_back(id);
        }
    }
    return found;
}

std::string ContactBook::name(std::string_view officer_id) const {
    std::scoped_lock const lock{mutex_};
    auto const person = people_.find(officer_id);
    return person == people_.end() ? std::string{} : person->second.entry.name();
}

void ContactBook::drop(std::string_view officer_id, v1::Channel channel, std::string_view address) {
    std::scoped_lock const lock{mutex_};
    auto const person = people_.find(officer_id);
    if (person == people_.end()) {
        return;
    }
    if (mark_dropped(person->second, channel, address)) {
        unwritten_.push_back({std::string{officer_id}, channel, std::string{address}, true});
        ++revision_;
    }
}

v1::Contacts ContactBook::contacts() const {
    std::scoped_lock const lock{mutex_};
    v1::Contacts all;
    for (auto const& [id, person] : people_) {
        *all.add_officers() = person.entry;
    }
    return all;
}

std::vector<Device> ContactBook::devices(std::string_view officer_id) const {
    std::scoped_lock const lock{mutex_};
    auto const person = people_.find(officer_id);
    return person == people_.end() ? std::vector<Device>{} : person->second.devices;
}

bool ContactBook::has_lost_push(std::string_view officer_id) const {
    auto const all = devices(officer_id);
    return !all.empty() &&
           std::ranges::all_of(all, [](auto const& device) { return device.dropped_at.is_set(); });
}

void ContactBook::note_device(std::string_view officer_id, std::string_view subscription,
                              v1::DeliveryOutcome outcome, core::Instant at) {
    std::scoped_lock const lock{mutex_};
    auto const person = people_.find(officer_id);
    if (person == people_.end()) {
        return;
    }
    for (auto& device : person->second.devices) {
        if (device.subscription == subscription) {
            auto& noted =
                outcome == v1::DELIVERY_OUTCOME_ACCEPTED ? device.accepted_at : device.received_at;
            noted = at;
            unwritten_.push_back(
                {std::string{officer_id}, v1::CHANNEL_PUSH, std::string{subscription}, false});
        }
    }
}

ContactsError ContactBook::cannot_be_kept() const {
    return {ContactsErrorKind::io,
            "contacts.db cannot be used, and what is changed could not be kept; see /readyz"};
}

}  // namespace larm::contacts
