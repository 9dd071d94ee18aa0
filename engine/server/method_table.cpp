#include "engine/server/method_table.hpp"

#include <larm/v1/alarm.pb.h>
#include <larm/v1/blood.pb.h>
#include <larm/v1/capacity.pb.h>
#include <larm/v1/command.pb.h>
#include <larm/v1/conference.pb.h>
#include <larm/v1/contact.pb.h>
#include <larm/v1/exercise.pb.h>
#include <larm/v1/incident.pb.h>
#include <larm/v1/playback.pb.h>
#include <larm/v1/session.pb.h>
#include <larm/v1/situation.pb.h>
#include <larm/v1/support.pb.h>
#include <larm/v1/transfer.pb.h>
#include <larm/v1/transport.pb.h>
#include <larm/v1/triage.pb.h>

#include <array>

#include "engine/core/check.hpp"

namespace larm::server {
namespace pb = google::protobuf;

namespace {

pb::FieldDescriptor const* command_field(pb::Descriptor const& request) {
    auto const* const choice = v1::Command::descriptor()->FindOneofByName("request");
    for (int i = 0; i < choice->field_count(); ++i) {
        if (choice->field(i)->message_type() == &request) {
            return choice->field(i);
        }
    }
    return nullptr;
}

}  // namespace

MethodTable::MethodTable() {
    std::array<pb::FileDescriptor const*, 14> const files{
        v1::IncidentView::descriptor()->file(),     v1::Acknowledge::descriptor()->file(),
        v1::CommitTransports::descriptor()->file(), v1::ListDuty::descriptor()->file(),
        v1::SignIn::descriptor()->file(),           v1::RequestSupport::descriptor()->file(),
        v1::SendSituation::descriptor()->file(),    v1::CallConference::descriptor()->file(),
        v1::ReportBloodStock::descriptor()->file(), v1::GetCapacity::descriptor()->file(),
        v1::GetTransfers::descriptor()->file(),     v1::GetTriage::descriptor()->file(),
        v1::GetExercise::descriptor()->file(),      v1::GetAnswersAt::descriptor()->file()};
    for (auto const* const file : files) {
        for (int service = 0; service < file->service_count(); ++service) {
            for (int method = 0; method < file->service(service)->method_count(); ++method) {
                add(*file->service(service)->method(method));
            }
        }
    }
}

void MethodTable::add(pb::MethodDescriptor const& method) {
    auto const* const request = method.input_type();
    Method const added{
        .name = method.service()->full_name() + "/" + method.name(),
        .service = method.service()->full_name(),
        .method = method.name(),
        .request = request,
        .command_field = command_field(*request),
        .query = find_query(request->full_name()),
        .desk = ContactDesk::find(request->full_name()),
        .access = AccessDesk::find(request->full_name()),
        .is_health = request == v1::GetHealth::descriptor(),
        .is_of_exercises = method.service() == v1::GetExercise::descriptor()->file()->service(0) &&
                           command_field(*request) == nullptr};
    auto const ways = static_cast<int>(added.command_field != nullptr) +
                      static_cast<int>(added.query != nullptr) +
                      static_cast<int>(added.desk != nullptr) +
                      static_cast<int>(added.access != nullptr) +
                      static_cast<int>(added.is_health) + static_cast<int>(added.is_of_exercises);
    LARM_CHECK(ways == 1);
    fields_.learn(*request, request->FindFieldByName("command_id") != nullptr);
    methods_.push_back(added);
    by_name_.emplace(methods_.back().name, &methods_.back());
}

Method const* MethodTable::find(std::string_view path) const {
    if (!path.starts_with('/')) {
        return nullptr;
    }
    auto const found = by_name_.find(path.substr(1));
    return found == by_name_.end() ? nullptr : found->second;
}

}  // namespace larm::server
