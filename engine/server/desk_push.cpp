#include "engine/server/desk_push.hpp"

#include <larm/v1/contact.pb.h>

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "engine/contacts/changes.hpp"
#include "engine/core/party.hpp"
#include "engine/server/desk_call.hpp"

namespace larm::server {
namespace {

bool is_set_up(DeskContext const& desk) {
    return desk.push_services != nullptr && !desk.vapid_public_key.empty();
}

CallError not_set_up() {
    return {ConnectCode::failed_precondition, "push is not set up on this server", "", 0};
}

/// The answer of the first time, where a command comes once more; nothing where it is new.
std::expected<std::optional<contacts::DeviceAct>, CallError> done_before(
    DeskContext const& desk, DeskCall const& call, std::string const& command_id) {
    auto act = desk.book.act(command_id);
    if (!act) {
        return refused(std::move(act.error()));
    }
    if (*act && (*act)->fingerprint != call.envelope.fingerprint()) {
        return std::unexpected{CallError{
            ConnectCode::already_exists,
            "commandId: this id was used for another command or by another caller; a command that "
            "is to be repeated must be the same, any other needs a new id",
            "commandId", 0}};
    }
    return std::move(*act);
}

QueryAnswer reply_of(contacts::DeviceAct const& act) {
    auto reply = std::make_unique<v1::PushDeviceReply>();
    reply->set_officer_id(act.officer_id);
    reply->set_device_name(act.device);
    reply->set_change(act.change);
    return reply;
}

bool has_push(v1::Officer const& officer) {
    return std::ranges::any_of(officer.addresses(), [](v1::Address const& each) {
        return each.channel() == v1::CHANNEL_PUSH;
    });
}

/// The officer's subscription of that endpoint, as the book has it; empty where there is none. The
/// same one can be written in several ways.
std::string known_as(DeskContext const& desk, std::string const& officer_id,
                     std::string const& endpoint) {
    for (auto const& device : desk.book.devices(officer_id)) {
        auto const known = desk.push_services->subscription_of(device.subscription);
        if (known && known->endpoint == endpoint) {
            return device.subscription;
        }
    }
    return {};
}

/// Whether the officer leads, has the duty, and has answered lately over push and over nothing
/// else: the core refuses to take a channel that is the last of that kind, and so do we its last
/// device.
bool rests_on_push(DeskContext const& desk, v1::Officer const& officer) {
    auto const now = desk.clock();
    return read_state(desk.world, [officer, now](core::State const& state) {
        auto const duty = state.duties().find(officer.party());
        auto const* const pack = state.active_pack();
        auto const role = core::role_of(officer.party());
        if (pack == nullptr || (role != v1::ROLE_TIB && role != v1::ROLE_DEPUTY) ||
            duty == state.duties().end() || duty->second.officer_id != officer.id()) {
            return false;
        }
        auto const proven_for_h = pack->rules.policy().roll_call().proven_for_h();
        std::set<int> proven;
        for (auto const& address : officer.addresses()) {
            if (core::is_proven(state.reach(), officer.id(), address.channel(), now,
                                proven_for_h)) {
                proven.insert(address.channel());
            }
        }
        return proven == std::set<int>{v1::CHANNEL_PUSH};
    });
}

bool is_last_device(DeskContext const& desk, std::string const& officer_id,
                    std::string const& subscription) {
    auto const in_use = desk.book.addresses(officer_id, v1::CHANNEL_PUSH);
    return in_use.size() == 1 && in_use.front() == subscription;
}

/// Which of the officer's devices is meant; empty where it is none of them.
std::string meant(DeskContext const& desk, v1::UnsubscribePush const& request) {
    auto const all = desk.book.devices(request.officer_id());
    auto const found = std::ranges::find_if(all, [&](contacts::Device const& each) {
        return request.subscription().empty() ? each.name == request.device_name()
                                              : each.subscription == request.subscription();
    });
    if (found != all.end()) {
        return found->subscription;
    }
    auto const given = desk.push_services == nullptr
                           ? std::unexpected{std::string{}}
                           : desk.push_services->subscription_of(request.subscription());
    return given ? known_as(desk, request.officer_id(), given->endpoint) : std::string{};
}

}  // namespace

std::expected<v1::Officer, CallError> own_officer(DeskContext const& desk, DeskCall const& call,
                                                  std::string const& officer_id) {
    auto const all = desk.book.contacts();
    auto const* const officer = contacts::officer_in(all, officer_id);
    if (officer == nullptr) {
        return std::unexpected{CallError{ConnectCode::not_found,
                                         "officerId: the book of contacts has no such officer",
                                         "officerId", 0}};
    }
    if (!acts_for(call, officer->party())) {
        return std::unexpected{CallError{ConnectCode::permission_denied,
                                         "officerId: only for officers of one's own party",
                                         "officerId", 0}};
    }
    return *officer;
}

QueryAnswer get_vapid_key(DeskContext const& desk, DeskCall const&) {
    if (!is_set_up(desk)) {
        return std::unexpected{not_set_up()};
    }
    auto reply = std::make_unique<v1::GetVapidKeyReply>();
    reply->set_key(desk.vapid_public_key);
    return reply;
}

QueryAnswer subscribe_push(DeskContext const& desk, DeskCall const& call) {
    auto const& request = as<v1::SubscribePush>(call);
    if (!is_set_up(desk)) {
        return std::unexpected{not_set_up()};
    }
    auto const officer = own_officer(desk, call, request.officer_id());
    if (!officer) {
        return std::unexpected{officer.error()};
    }
    auto const before = done_before(desk, call, request.command_id());
    if (!before) {
        return std::unexpected{before.error()};
    }
    if (*before) {
        return reply_of(**before);
    }
    if (request.device_name().find_first_of("\n\t") != std::string::npos) {
        return std::unexpected{field_error("deviceName", "must be one line")};
    }
    auto const subscription = desk.push_services->subscription_of(request.subscription());
    if (!subscription) {
        return std::unexpected{field_error("subscription", subscription.error())};
    }
    if (!has_push(*officer)) {
        return std::unexpected{CallError{
            ConnectCode::failed_precondition,
            "officerId: the officer's entry has no push, so nothing would be sent to the device; "
            "import the contacts with CHANNEL_PUSH for it first",
            "officerId", 0}};
    }
    auto act =
        desk.book.add_device(request.officer_id(),
                             {.name = request.device_name(),
                              .subscription = request.subscription(),
                              .known = known_as(desk, request.officer_id(), subscription->endpoint),
                              .is_renewal = request.renewed()},
                             origin_of(desk, call, request.command_id()));
    if (!act) {
        return refused(std::move(act.error()), "subscription");
    }
    return reply_of(*act);
}

QueryAnswer unsubscribe_push(DeskContext const& desk, DeskCall const& call) {
    auto const& request = as<v1::UnsubscribePush>(call);
    if (request.device_name().empty() == request.subscription().empty()) {
        return std::unexpected{
            field_error("deviceName", "give either the device's name or its subscription")};
    }
    auto const officer = own_officer(desk, call, request.officer_id());
    if (!officer) {
        return std::unexpected{officer.error()};
    }
    auto const before = done_before(desk, call, request.command_id());
    if (!before) {
        return std::unexpected{before.error()};
    }
    if (*before) {
        return reply_of(**before);
    }
    auto const* const field = request.subscription().empty() ? "deviceName" : "subscription";
    auto const subscription = meant(desk, request);
    if (is_last_device(desk, officer->id(), subscription) && rests_on_push(desk, *officer)) {
        return std::unexpected{CallError{
            ConnectCode::failed_precondition,
            officer->id() + " has the duty of " + officer->party() +
                " and would lose the last channel that is known to work; prove another one by a "
                "roll-call, or hand the duty over first",
            field, 0}};
    }
    auto act = desk.book.remove_device(request.officer_id(), subscription,
                                       origin_of(desk, call, request.command_id()));
    if (!act) {
        return refused(std::move(act.error()), field);
    }
    return reply_of(*act);
}

}  // namespace larm::server
