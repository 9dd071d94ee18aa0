#include "engine/larm/rpc_method.hpp"

#include <larm/v1/alarm.pb.h>
#include <larm/v1/capacity.pb.h>
#include <larm/v1/conference.pb.h>
#include <larm/v1/contact.pb.h>
#include <larm/v1/exercise.pb.h>
#include <larm/v1/incident.pb.h>
#include <larm/v1/situation.pb.h>
#include <larm/v1/support.pb.h>
#include <larm/v1/transfer.pb.h>
#include <larm/v1/transport.pb.h>
#include <larm/v1/triage.pb.h>

#include "engine/core/check.hpp"

namespace larm::cli {

google::protobuf::MethodDescriptor const& descriptor_of(std::string const& method) {
    auto name = method;
    name[name.find('/')] = '.';
    // Naming a type of each file keeps the linker from leaving it out.
    auto const files = {v1::IncidentView::descriptor(),     v1::Acknowledge::descriptor(),
                        v1::CommitTransports::descriptor(), v1::ListDuty::descriptor(),
                        v1::RequestSupport::descriptor(),   v1::SendSituation::descriptor(),
                        v1::CallConference::descriptor(),   v1::GetCapacity::descriptor(),
                        v1::GetTransfers::descriptor(),     v1::GetTriage::descriptor(),
                        v1::GetExercise::descriptor()};
    LARM_CHECK(files.size() == 11);
    auto const* const found =
        google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(name);
    LARM_CHECK(found != nullptr);
    return *found;
}

}  // namespace larm::cli
