// Request bodies at random. Whatever comes, the answer is a command that may be decided upon or an
// error; and whatever is decided leaves a state that a snapshot and the log agree on.
#include <google/protobuf/stubs/logging.h>
#include <larm/v1/command.pb.h>

#include <memory>

#include "engine/core/decide.hpp"
#include "engine/server/connect/decode.hpp"
#include "engine/server/method_table.hpp"
#include "engine/server/rpc.hpp"
#include "tests/fuzz/mutate.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"

namespace larm::fuzz {
namespace {

using server::BodyType;

/// A good request of every method, as far as its field rules tell.
v1::Command good_request(server::Method const& method) {
    v1::Command command;
    auto* const input = command.GetReflection()->MutableMessage(&command, method.command_field);
    auto const& reflection = *input->GetReflection();
    for (int index = 0; index < method.request->field_count(); ++index) {
        auto const& field = *method.request->field(index);
        if (field.is_repeated()) {
            continue;
        }
        if (field.cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING) {
            auto const is_id = field.name() == "command_id" || field.name() == "incident_id";
            reflection.SetString(input, &field,
                                 is_id                             ? larm::test::next_uuid()
                                 : field.name() == "region_id"     ? "uppsala"
                                 : field.name().ends_with("party") ? "tib@uppsala"
                                                                   : "text");
        } else if (field.cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_INT32) {
            reflection.SetInt32(input, &field, 3);
        } else if (field.cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_ENUM) {
            reflection.SetEnumValue(input, &field, 1);
        }
    }
    if (command.has_confirm_incident()) {
        command.mutable_confirm_incident()->mutable_report()->set_exact_location("E4, Björklinge");
        command.mutable_confirm_incident()->mutable_report()->mutable_casualties()->set_severe(7);
    }
    return command;
}

std::string body_of(v1::Command const& command, server::Method const& method, BodyType type) {
    auto const& message = command.GetReflection()->GetMessage(command, method.command_field);
    return server::encode(message, type);
}

}  // namespace

TEST_CASE("any body of any command is decoded or refused, and the core survives what is decoded",
          "[fuzz]") {
    google::protobuf::LogSilencer const quiet;  // it tells of every text that is not UTF-8
    server::MethodTable const table;
    Chance chance{20261125};
    larm::test::Story story;
    auto const incident = story.confirm("uppsala");
    int decoded = 0;
    int refused = 0;
    int accepted = 0;
    for (int round = 0; round < rounds(); ++round) {
        CAPTURE(round);
        auto const& method = table.methods()[chance.below(table.methods().size())];
        if (method.command_field == nullptr) {
            continue;
        }
        auto const type = chance.below(2) == 0 ? BodyType::json : BodyType::proto;
        auto good = good_request(method);
        auto* const input = good.GetReflection()->MutableMessage(&good, method.command_field);
        if (auto const* const field = method.request->FindFieldByName("incident_id");
            field != nullptr && chance.below(2) == 0) {
            input->GetReflection()->SetString(input, field, incident);
        }
        auto const seed = body_of(good, method, type);
        auto const body = chance.below(4) == 0 ? seed : mutated({seed}, chance);
        v1::Command command;
        auto* const into = command.GetReflection()->MutableMessage(&command, method.command_field);
        if (auto const done = server::decode(body, type, *into); !done) {
            CHECK_FALSE(done.error().message.empty());
            ++refused;
            continue;
        }
        if (auto const breach = table.fields().breach(*into); breach) {
            CHECK_FALSE(breach->field.empty());
            ++refused;
            continue;
        }
        ++decoded;
        *command.mutable_actor() = larm::test::actor(v1::ROLE_TIB, "uppsala");
        accepted += story.give(std::move(command)) ? 1 : 0;
        if (chance.below(20) == 0) {
            story.wait_s(static_cast<std::int64_t>(chance.below(120)));
        }
    }
    CHECK(decoded > 0);
    CHECK(refused > 0);
    CHECK(accepted > 0);
    auto const snapshot = story.state().snapshot();
    CHECK(core::State::restore(snapshot).snapshot().SerializeAsString() ==
          snapshot.SerializeAsString());
}

}  // namespace larm::fuzz
