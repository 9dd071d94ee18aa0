// Which devices for push are missing or probably dead. Looked at as often as the preflight is: what
// its owner has put right is right at once.
#include <larm/v1/contact.pb.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/contacts/changes.hpp"
#include "engine/delivery/channels/web_push_health.hpp"
#include "engine/server/desk_call.hpp"
#include "engine/server/desk_push.hpp"

namespace larm::server {
namespace {

/// What doubt can be judged by.
struct Proofs {
    core::Duration after;  ///< Not set: the pack asks for no proof.
    /// Officers who were asked over push within that time: of the others, that nothing has come
    /// through says nothing.
    std::set<std::string, std::less<>> asked;
};

Proofs proofs_now(DeskContext const& desk) {
    auto const now = desk.clock();
    return read_state(desk.world, [now](core::State const& state) {
        Proofs proofs;
        auto const* const pack = state.active_pack();
        if (pack == nullptr) {
            return proofs;
        }
        proofs.after =
            core::seconds(std::int64_t{pack->rules.policy().roll_call().proven_for_h()} * 3600);
        for (auto const& call : state.roll_calls()) {
            if (!call.ended_at.is_set() || call.started_at <= now - proofs.after) {
                continue;
            }
            for (auto const& result : call.results) {
                if (result.channel() == v1::CHANNEL_PUSH) {
                    proofs.asked.insert(result.officer_id());
                }
            }
        }
        return proofs;
    });
}

v1::PushDeviceDoubt doubt_of(delivery::PushDoubt doubt) {
    switch (doubt) {
        case delivery::PushDoubt::not_accepted: return v1::PUSH_DEVICE_DOUBT_NOT_ACCEPTED;
        case delivery::PushDoubt::silent: return v1::PUSH_DEVICE_DOUBT_SILENT;
    }
    return v1::PUSH_DEVICE_DOUBT_UNSPECIFIED;
}

v1::PushDeviceDoubt doubt_of(contacts::Device const& device, std::string const& officer_id,
                             Proofs const& proofs, core::Instant now) {
    if (device.dropped_at.is_set() || proofs.after.us == 0) {
        return v1::PUSH_DEVICE_DOUBT_UNSPECIFIED;
    }
    auto const doubtful = delivery::doubtful_devices({{.officer_id = officer_id,
                                                       .device = device.name,
                                                       .subscribed_at = device.added_at,
                                                       .renewed_at = device.renewed_at,
                                                       .accepted_at = device.accepted_at,
                                                       .received_at = device.received_at}},
                                                     now, proofs.after);
    if (doubtful.empty() || (doubtful.front().why == delivery::PushDoubt::not_accepted &&
                             !proofs.asked.contains(officer_id))) {
        return v1::PUSH_DEVICE_DOUBT_UNSPECIFIED;
    }
    return doubt_of(doubtful.front().why);
}

v1::PushDeviceView view_of(contacts::Device const& device, std::string const& officer_id,
                           Proofs const& proofs, core::Instant now) {
    v1::PushDeviceView view;
    view.set_officer_id(officer_id);
    view.set_name(device.name);
    view.set_subscribed_at(device.added_at.us);
    view.set_renewed_at(device.renewed_at.us);
    view.set_accepted_at(device.accepted_at.us);
    view.set_received_at(device.received_at.us);
    view.set_dropped_at(device.dropped_at.us);
    view.set_doubt(doubt_of(device, officer_id, proofs, now));
    return view;
}

}  // namespace

QueryAnswer list_devices(DeskContext const& desk, DeskCall const& call) {
    auto const& wanted = as<v1::ListDevices>(call).officer_id();
    auto const all = desk.book.contacts();
    if (!wanted.empty()) {
        if (auto const officer = own_officer(desk, call, wanted); !officer) {
            return std::unexpected{officer.error()};
        }
    }
    auto const proofs = proofs_now(desk);
    auto reply = std::make_unique<v1::ListDevicesReply>();
    for (auto const& officer : all.officers()) {
        if (!acts_for(call, officer.party()) || (!wanted.empty() && officer.id() != wanted)) {
            continue;
        }
        for (auto const& device : desk.book.devices(officer.id())) {
            *reply->add_devices() = view_of(device, officer.id(), proofs, desk.clock());
        }
    }
    return reply;
}

core::Means means_now(DeskContext const& desk) {
    auto means = desk.means();
    auto const proofs = proofs_now(desk);
    auto const now = desk.clock();
    auto const all = desk.book.contacts();
    for (auto const& officer : all.officers()) {
        auto const devices = desk.book.devices(officer.id());
        auto const is_gone = [](contacts::Device const& each) { return each.dropped_at.is_set(); };
        // Where push is real, whoever has not subscribed cannot be reached over it either.
        if (std::ranges::all_of(devices, is_gone) &&
            (!devices.empty() || desk.push_services != nullptr)) {
            means.without_push.insert(officer.id());
        }
        if (std::ranges::any_of(devices, [&](contacts::Device const& each) {
                return doubt_of(each, officer.id(), proofs, now) !=
                       v1::PUSH_DEVICE_DOUBT_UNSPECIFIED;
            })) {
            means.doubtful_push.insert(officer.id());
        }
    }
    return means;
}

}  // namespace larm::server
