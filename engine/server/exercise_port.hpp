// The exercises of an installation as the server sees them: who answers the calls of
// ExerciseService that are no commands of a world.
#pragma once

#include <google/protobuf/message.h>
#include <larm/v1/event.pb.h>

#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "engine/server/answers.hpp"
#include "engine/server/queries.hpp"

namespace larm::server {

/// One call: who asks, with a token for which world, and what.
struct ExerciseCall {
    v1::Actor caller;
    std::string world;
    std::unique_ptr<google::protobuf::Message> request;
};

/// Whether the request is to an exercise that it names.
[[nodiscard]] bool names_exercise(google::protobuf::Message const& request);
/// The exercise that such a request names, where a token for `token_world` is for it: one of the
/// live world is for all of them.
[[nodiscard]] std::expected<std::string, CallError> exercise_named(
    google::protobuf::Message const& request, std::string_view token_world);
/// That there is none.
[[nodiscard]] CallError not_open(std::string_view id);

class ExercisePort {
public:
    virtual ~ExercisePort() = default;
    /// Answers asker `number`. Network thread.
    virtual void call(ExerciseCall call, Answers<QueryAnswer>& answers, std::uint64_t number) = 0;
};

}  // namespace larm::server
