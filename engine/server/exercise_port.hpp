// The exercises of an installation as the server sees them: who answers the calls of
// ExerciseService that are no commands of a world.
#pragma once

#include <google/protobuf/message.h>
#include <larm/v1/event.pb.h>

#include <memory>
#include <string>

#include "engine/server/answers.hpp"
#include "engine/server/queries.hpp"

namespace larm::server {

/// One call: who asks, with a token for which world, and what.
struct ExerciseCall {
    v1::Actor caller;
    std::string world;
    std::unique_ptr<google::protobuf::Message> request;
};

class ExercisePort {
public:
    virtual ~ExercisePort() = default;
    /// Answers asker `number`. Network thread.
    virtual void call(ExerciseCall call, Answers<QueryAnswer>& answers, std::uint64_t number) = 0;
};

}  // namespace larm::server
