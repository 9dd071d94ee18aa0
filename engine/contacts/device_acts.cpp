#include "engine/contacts/device_acts.hpp"

namespace larm::contacts {
namespace {

/// A client repeats a lost answer within minutes; a telephone that was off, perhaps after a
/// holiday.
constexpr core::Duration kept = core::seconds(30 * 24 * 3600);

}  // namespace

Result<std::optional<DeviceAct>> load_act(BookFile& file, std::string const& command_id) {
    auto row = file.prepare(
        "SELECT fingerprint, officer_id, device, change FROM device_act WHERE command_id = ?1");
    if (!row) {
        return std::unexpected{std::move(row.error())};
    }
    row->bind_text(1, command_id);
    auto const found = step(*row, "reading acts on devices");
    if (!found) {
        return std::unexpected{found.error()};
    }
    if (!*found) {
        return std::nullopt;
    }
    return DeviceAct{command_id, std::string{row->bytes(0)}, std::string{row->bytes(1)},
                     std::string{row->bytes(2)}, static_cast<v1::PushDeviceChange>(row->number(3))};
}

Result<void> save_act(BookFile& file, DeviceAct const& act, core::Instant at) {
    if (act.command_id.empty()) {
        return {};
    }
    auto old = file.prepare("DELETE FROM device_act WHERE at_us < ?1");
    auto row = file.prepare("INSERT INTO device_act VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
    if (!old || !row) {
        return std::unexpected{!old ? old.error() : row.error()};
    }
    old->bind(1, (at - kept).us);
    if (auto done = execute(*old, "forgetting acts on devices"); !done) {
        return done;
    }
    row->bind_text(1, act.command_id)
        .bind_blob(2, std::string_view{act.fingerprint})
        .bind_text(3, act.officer_id)
        .bind_text(4, act.device)
        .bind(5, std::int64_t{act.change})
        .bind(6, at.us);
    return execute(*row, "noting an act on a device");
}

}  // namespace larm::contacts
