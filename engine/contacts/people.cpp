#include "engine/contacts/people.hpp"

#include <algorithm>

namespace larm::contacts {
namespace {

std::string text(journal::Statement const& row, int column) {
    return std::string{row.bytes(column)};
}

Result<void> load_officers(BookFile& file, People& people) {
    auto rows = file.prepare("SELECT officer_id, party, name, first_on_duty FROM officer");
    if (!rows) {
        return std::unexpected{std::move(rows.error())};
    }
    for (auto more = step(*rows, "reading officers"); !more || *more;
         more = step(*rows, "reading officers")) {
        if (!more) {
            return std::unexpected{more.error()};
        }
        auto& entry = people[text(*rows, 0)].entry;
        entry.set_id(text(*rows, 0));
        entry.set_party(text(*rows, 1));
        entry.set_name(text(*rows, 2));
        entry.set_on_duty(rows->number(3) != 0);
    }
    return {};
}

/// Addresses stand in the order in which they were written, whatever their channel.
Result<void> load_addresses(BookFile& file, People& people) {
    auto rows = file.prepare(
        "SELECT officer_id, channel, value, dropped_at_us FROM address "
        "ORDER BY officer_id, position");
    if (!rows) {
        return std::unexpected{std::move(rows.error())};
    }
    for (auto more = step(*rows, "reading addresses"); !more || *more;
         more = step(*rows, "reading addresses")) {
        if (!more) {
            return std::unexpected{more.error()};
        }
        auto& person = people[text(*rows, 0)];
        auto& address = *person.entry.add_addresses();
        address.set_channel(static_cast<v1::Channel>(rows->number(1)));
        address.set_value(text(*rows, 2));
        if (rows->number(3) != 0) {
            person.dropped.push_back(person.entry.addresses_size() - 1);
        }
    }
    return {};
}

Result<void> load_devices(BookFile& file, People& people) {
    auto rows = file.prepare(
        "SELECT officer_id, name, subscription, added_at_us, accepted_at_us, received_at_us, "
        "dropped_at_us, renewed_at_us FROM device ORDER BY officer_id, added_at_us, subscription");
    if (!rows) {
        return std::unexpected{std::move(rows.error())};
    }
    for (auto more = step(*rows, "reading devices"); !more || *more;
         more = step(*rows, "reading devices")) {
        if (!more) {
            return std::unexpected{more.error()};
        }
        people[text(*rows, 0)].devices.push_back({.name = text(*rows, 1),
                                                  .subscription = text(*rows, 2),
                                                  .added_at = {rows->number(3)},
                                                  .accepted_at = {rows->number(4)},
                                                  .received_at = {rows->number(5)},
                                                  .dropped_at = {rows->number(6)},
                                                  .renewed_at = {rows->number(7)}});
    }
    return {};
}

}  // namespace

Result<People> load_people(BookFile& file) {
    People people;
    for (auto* const load : {load_officers, load_addresses, load_devices}) {
        if (auto loaded = load(file, people); !loaded) {
            return std::unexpected{std::move(loaded.error())};
        }
    }
    return people;
}

Result<void> save_officer(BookFile& file, v1::Officer const& officer) {
    auto row = file.prepare(
        "INSERT INTO officer VALUES(?1, ?2, ?3, ?4) ON CONFLICT(officer_id) DO UPDATE SET "
        "party = ?2, name = ?3, first_on_duty = ?4");
    auto clear = file.prepare("DELETE FROM address WHERE officer_id = ?1");
    auto add = file.prepare("INSERT INTO address VALUES(?1, ?2, ?3, ?4, 0)");
    if (!row || !clear || !add) {
        return std::unexpected{!row ? row.error() : !clear ? clear.error() : add.error()};
    }
    row->bind_text(1, officer.id())
        .bind_text(2, officer.party())
        .bind_text(3, officer.name())
        .bind(4, std::int64_t{officer.on_duty()});
    if (auto done = execute(*row, "writing an officer"); !done) {
        return done;
    }
    clear->bind_text(1, officer.id());
    if (auto done = execute(*clear, "writing addresses"); !done) {
        return done;
    }
    for (int position = 0; position < officer.addresses_size(); ++position) {
        auto const& address = officer.addresses(position);
        add->bind_text(1, officer.id())
            .bind(2, std::int64_t{address.channel()})
            .bind(3, std::int64_t{position})
            .bind_text(4, address.value());
        if (auto done = execute(*add, "writing addresses"); !done) {
            return done;
        }
    }
    return {};
}

Result<void> delete_officer(BookFile& file, std::string const& officer_id) {
    auto row = file.prepare("DELETE FROM officer WHERE officer_id = ?1");  // and what refers to it
    if (!row) {
        return std::unexpected{std::move(row.error())};
    }
    row->bind_text(1, officer_id);
    return execute(*row, "removing an officer");
}

Result<void> save_device(BookFile& file, std::string const& officer_id, Device const& device) {
    auto row = file.prepare(
        "INSERT INTO device(officer_id, subscription, name, added_at_us, accepted_at_us, "
        "received_at_us, dropped_at_us, renewed_at_us) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
        "ON CONFLICT(officer_id, subscription) DO UPDATE SET name = ?3, added_at_us = ?4, "
        "accepted_at_us = ?5, received_at_us = ?6, dropped_at_us = ?7, renewed_at_us = ?8");
    if (!row) {
        return std::unexpected{std::move(row.error())};
    }
    row->bind_text(1, officer_id)
        .bind_text(2, device.subscription)
        .bind_text(3, device.name)
        .bind(4, device.added_at.us)
        .bind(5, device.accepted_at.us)
        .bind(6, device.received_at.us)
        .bind(7, device.dropped_at.us)
        .bind(8, device.renewed_at.us);
    return execute(*row, "writing a device");
}

Result<void> delete_device(BookFile& file, std::string const& officer_id,
                           std::string const& subscription) {
    auto row = file.prepare("DELETE FROM device WHERE officer_id = ?1 AND subscription = ?2");
    if (!row) {
        return std::unexpected{std::move(row.error())};
    }
    row->bind_text(1, officer_id).bind_text(2, subscription);
    return execute(*row, "removing a device");
}

Result<void> save_dropped(BookFile& file, std::string const& officer_id, v1::Channel channel,
                          std::string const& value, core::Instant at) {
    auto row = file.prepare(
        "UPDATE address SET dropped_at_us = ?4 WHERE officer_id = ?1 AND channel = ?2 AND value = "
        "?3");
    if (!row) {
        return std::unexpected{std::move(row.error())};
    }
    row->bind_text(1, officer_id).bind(2, std::int64_t{channel}).bind_text(3, value).bind(4, at.us);
    return execute(*row, "writing that an address is dead");
}

}  // namespace larm::contacts
