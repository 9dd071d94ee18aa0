// Push devices come, are renewed and go; and what channels have told is written. Each change is one
// transaction of the file, and is read back from it into memory.
#include <algorithm>
#include <utility>

#include "engine/contacts/contact_book.hpp"

namespace larm::contacts {
namespace {

/// Every alarm goes to all of an officer's devices: a page that subscribes anew each time it is
/// opened must not make them endless.
constexpr std::size_t devices_max = 10;

/// When it was dropped is known now; until then any time stood there.
void date_drop(People& people, std::string const& officer_id, std::string const& subscription,
               core::Instant at) {
    auto const person = people.find(officer_id);
    if (person == people.end()) {
        return;
    }
    for (auto& device : person->second.devices) {
        if (device.subscription == subscription && device.dropped_at.is_set()) {
            device.dropped_at = at;
        }
    }
}

/// What the officer has had already of what is wanted, and what it leaves.
struct Standing {
    std::optional<Device> same;     ///< Of the same endpoint.
    std::vector<std::string> goes;  ///< Subscriptions whose rows go.
    bool has_name = false;          ///< Another device has its name.
    std::size_t stays = 0;
};

Standing standing(std::vector<Device> const& devices, NewDevice const& wanted) {
    Standing found;
    for (auto const& each : devices) {
        auto const is_same =
            each.subscription == wanted.subscription || each.subscription == wanted.known;
        if (is_same) {
            found.same = each;
        }
        found.has_name = found.has_name || (!is_same && each.name == wanted.name);
        if (is_same || each.name == wanted.name) {
            found.goes.push_back(each.subscription);
        } else {
            ++found.stays;
        }
    }
    return found;
}

Result<void> check_renewal(Standing const& found) {
    if (found.same && found.same->dropped_at.is_set()) {
        return failure(ContactsErrorKind::state,
                       "the push service has said that this subscription is gone; the browser has "
                       "to make a new one");
    }
    if (!found.same && !found.has_name) {
        return failure(ContactsErrorKind::not_found,
                       "no such device, or it has been removed; its owner has to subscribe it");
    }
    return {};
}

Device device_of(Standing const& found, NewDevice const& wanted, core::Instant at) {
    Device device{.name = wanted.name, .subscription = wanted.subscription, .added_at = at};
    if (found.same && !found.same->dropped_at.is_set()) {
        device.added_at = found.same->added_at;
        device.accepted_at = found.same->accepted_at;
        device.received_at = found.same->received_at;
    }
    if (found.same) {
        device.renewed_at = at;
    }
    return device;
}

}  // namespace

Result<std::optional<DeviceAct>> ContactBook::act(std::string const& command_id) {
    std::scoped_lock const lock{file_mutex_};
    if (file_ == nullptr) {
        return std::unexpected{cannot_be_kept()};
    }
    return load_act(*file_, command_id);
}

Result<DeviceAct> ContactBook::add_device(std::string const& officer_id, NewDevice const& wanted,
                                          Origin const& origin) {
    std::scoped_lock const lock{file_mutex_};
    if (file_ == nullptr) {
        return std::unexpected{cannot_be_kept()};
    }
    if (officer_in(contacts(), officer_id) == nullptr) {
        return failure(ContactsErrorKind::not_found, "no officer " + officer_id);
    }
    auto const found = standing(devices(officer_id), wanted);
    if (wanted.is_renewal) {
        if (auto may = check_renewal(found); !may) {
            return std::unexpected{std::move(may.error())};
        }
    }
    if (found.stays >= devices_max) {
        return failure(ContactsErrorKind::state,
                       "the officer has as many devices as are allowed; remove one that is no "
                       "longer used");
    }
    auto writing = Writing::begin(*file_);
    if (!writing) {
        return std::unexpected{std::move(writing.error())};
    }
    auto const change = found.same       ? v1::PUSH_DEVICE_CHANGE_RENEWED
                        : found.has_name ? v1::PUSH_DEVICE_CHANGE_REPLACED
                                         : v1::PUSH_DEVICE_CHANGE_ADDED;
    Result<void> done;
    for (auto const& subscription : found.goes) {
        done = done ? delete_device(*file_, officer_id, subscription) : done;
    }
    if (done) {
        done = save_device(*file_, officer_id, device_of(found, wanted, origin.at));
    }
    if (done && !wanted.is_renewal) {  // else the history would tell of every page that is opened
        done = add_history(*file_, officer_id, "push device: " + wanted.name, 0, origin);
    }
    if (!done) {
        return std::unexpected{std::move(done.error())};
    }
    auto act = keep_act(*writing, change, officer_id, wanted.name, origin);
    if (!act) {
        return act;
    }
    forget_unwritten(officer_id, found.goes);
    done = reload();
    return done ? std::move(act) : std::unexpected{std::move(done.error())};
}

Result<DeviceAct> ContactBook::remove_device(std::string const& officer_id,
                                             std::string const& subscription,
                                             Origin const& origin) {
    std::scoped_lock const lock{file_mutex_};
    if (file_ == nullptr) {
        return std::unexpected{cannot_be_kept()};
    }
    auto const all = devices(officer_id);
    auto const device = std::ranges::find(all, subscription, &Device::subscription);
    if (device == all.end()) {
        return failure(ContactsErrorKind::not_found, "no such device");
    }
    auto writing = Writing::begin(*file_);
    if (!writing) {
        return std::unexpected{std::move(writing.error())};
    }
    auto done = delete_device(*file_, officer_id, subscription);
    if (done) {
        done = add_history(*file_, officer_id, "push device removed: " + device->name, 0, origin);
    }
    if (!done) {
        return std::unexpected{std::move(done.error())};
    }
    auto act = keep_act(*writing, v1::PUSH_DEVICE_CHANGE_REMOVED, officer_id, device->name, origin);
    if (!act) {
        return act;
    }
    forget_unwritten(officer_id, {subscription});
    done = reload();
    return done ? std::move(act) : std::unexpected{std::move(done.error())};
}

Result<DeviceAct> ContactBook::keep_act(Writing& writing, v1::PushDeviceChange change,
                                        std::string const& officer_id, std::string const& device,
                                        Origin const& origin) {
    DeviceAct act{origin.command_id, origin.fingerprint, officer_id, device, change};
    auto done = save_act(*file_, act, origin.at);
    if (done) {
        done = writing.commit();
    }
    return done ? Result<DeviceAct>{std::move(act)} : std::unexpected{std::move(done.error())};
}

/// What was told of a device before it was made anew, or went, says nothing of it now.
void ContactBook::forget_unwritten(std::string_view officer_id,
                                   std::vector<std::string> const& of) {
    std::scoped_lock const memory{mutex_};
    std::erase_if(unwritten_, [&](auto const& each) {
        return each.is_dropped && each.officer_id == officer_id &&
               std::ranges::find(of, each.address) != of.end();
    });
}

Result<bool> ContactBook::tend(core::Instant now) {
    std::scoped_lock const lock{file_mutex_};
    if (file_ == nullptr) {
        return false;
    }
    if (auto there = file_->check_in_place(); !there) {
        return std::unexpected{std::move(there.error())};
    }
    if (auto written = write_unwritten(now); !written) {
        return std::unexpected{std::move(written.error())};
    }
    auto const version = file_->data_version();
    if (!version) {
        return std::unexpected{version.error()};
    }
    if (*version == data_version_) {
        return false;  // our own writing does not count
    }
    auto reread = reload();
    return reread ? Result<bool>{true} : std::unexpected{std::move(reread.error())};
}

Result<void> ContactBook::write_unwritten(core::Instant now) {
    std::vector<Unwritten> waiting;
    {
        std::scoped_lock const memory{mutex_};
        waiting = unwritten_;
    }
    if (waiting.empty()) {
        return {};
    }
    auto writing = Writing::begin(*file_);
    if (!writing) {
        return std::unexpected{std::move(writing.error())};
    }
    for (auto const& each : waiting) {
        if (auto done = write(each, now); !done) {
            return done;
        }
    }
    if (auto done = writing->commit(); !done) {
        return done;
    }
    std::scoped_lock const memory{mutex_};
    for (auto const& each : waiting) {
        if (each.is_dropped && each.channel == v1::CHANNEL_PUSH) {
            date_drop(people_, each.officer_id, each.address, now);
            owners_of_dropped_.push_back(each.officer_id);
        }
    }
    unwritten_.erase(unwritten_.begin(),
                     unwritten_.begin() + static_cast<std::ptrdiff_t>(waiting.size()));
    return {};
}

std::vector<std::string> ContactBook::take_owners_of_dropped() {
    std::scoped_lock const memory{mutex_};
    return std::exchange(owners_of_dropped_, {});
}

Result<void> ContactBook::write(Unwritten const& each, core::Instant now) {
    Origin const origin{"channel", {}, now};
    if (each.channel != v1::CHANNEL_PUSH) {
        auto done = save_dropped(*file_, each.officer_id, each.channel, each.address, now);
        return done ? add_history(*file_, each.officer_id,
                                  "address dropped: " + v1::Channel_Name(each.channel), 0, origin)
                    : done;
    }
    for (auto device : devices(each.officer_id)) {
        if (device.subscription != each.address) {
            continue;
        }
        if (each.is_dropped) {
            device.dropped_at = now;
        }
        auto done = save_device(*file_, each.officer_id, device);
        if (done && each.is_dropped) {
            done = add_history(*file_, each.officer_id, "push device dropped: " + device.name, 0,
                               origin);
        }
        return done;
    }
    return {};
}

}  // namespace larm::contacts
