// Which call is done by what: the table of the desk's methods, with those that only read the state.
#include <larm/v1/contact.pb.h>
#include <larm/v1/playback.pb.h>
#include <larm/v1/session.pb.h>

#include <array>

#include "engine/core/roster.hpp"
#include "engine/server/contact_desk.hpp"
#include "engine/server/desk_call.hpp"
#include "engine/server/desk_contacts.hpp"
#include "engine/server/desk_documents.hpp"
#include "engine/server/desk_events.hpp"
#include "engine/server/desk_playback.hpp"
#include "engine/server/desk_push.hpp"

namespace larm::server {
namespace {

QueryAnswer list_roster(DeskContext const& desk, DeskCall const&) {
    auto const now = desk.clock();
    return std::make_unique<v1::ListRosterReply>(read_state(
        desk.world, [now](core::State const& state) { return core::list_roster(state, now); }));
}

QueryAnswer preflight(DeskContext const& desk, DeskCall const&) {
    return std::make_unique<v1::PreflightReply>(preflight_now(desk));
}

QueryAnswer get_state_at(DeskContext const& desk, DeskCall const& call) {
    return desk.playback->look(as<v1::GetStateAt>(call), desk.world.now());
}

QueryAnswer get_answers_at(DeskContext const& desk, DeskCall const& call) {
    return desk.playback->answers(as<v1::GetAnswersAt>(call), desk.world.now());
}

constexpr std::array<std::pair<std::string_view, ContactDesk::Method>, 21> of_desk{{
    {"larm.v1.DiffContacts", diff_contacts},
    {"larm.v1.ImportContacts", import_contacts},
    {"larm.v1.ApproveContacts", approve_contacts},
    {"larm.v1.RollBackContacts", roll_back_contacts},
    {"larm.v1.WithdrawContacts", withdraw_contacts},
    {"larm.v1.ContactsHistory", contacts_history},
    {"larm.v1.EraseOfficer", erase_officer},
    {"larm.v1.ListRoster", list_roster},
    {"larm.v1.Preflight", preflight},
    {"larm.v1.GetVapidKey", get_vapid_key},
    {"larm.v1.SubscribePush", subscribe_push},
    {"larm.v1.UnsubscribePush", unsubscribe_push},
    {"larm.v1.ListDevices", list_devices},
    {"larm.v1.ListEvents", list_events},
    {"larm.v1.GetStateAt", get_state_at},
    {"larm.v1.GetAnswersAt", get_answers_at},
    {"larm.v1.GetSituation", get_situation},
    {"larm.v1.ExportSituation", export_situation},
    {"larm.v1.ExportSupport", export_support},
    {"larm.v1.ExportConference", export_conference},
    {"larm.v1.ExportCapacity", export_capacity},
}};

}  // namespace

ContactDesk::Method ContactDesk::find(std::string_view request_type) {
    for (auto const& [type, method] : of_desk) {
        if (type == request_type) {
            return method;
        }
    }
    return nullptr;
}

bool ContactDesk::changes_people(Method method) {
    return method == import_contacts || method == approve_contacts ||
           method == roll_back_contacts || method == withdraw_contacts || method == erase_officer;
}

DeskWork ContactDesk::work_of(Method method) {
    if (method == get_state_at || method == get_answers_at) {
        return DeskWork::playback;
    }
    auto const is_document = method == export_situation || method == export_support ||
                             method == export_conference || method == export_capacity;
    return is_document ? DeskWork::document : DeskWork::call;
}

v1::PreflightReply preflight_now(DeskContext const& desk) {
    auto means = means_now(desk);
    auto const now = desk.clock();
    return read_state(desk.world, [means = std::move(means), now](core::State const& state) {
        return core::preflight(state, means, now);
    });
}

}  // namespace larm::server
