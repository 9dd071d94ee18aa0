#include "tests/unit/exercise/hall.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <chrono>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "engine/world/engine_clock.hpp"
#include "simulators/player/act.hpp"
#include "tests/support/catch.hpp"

namespace larm::exercise::test {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using Answers = server::Answers<server::QueryAnswer>;

constexpr std::chrono::seconds waits_max{20};

asio::awaitable<void> wait_for(Answers::Asker& asker, std::optional<server::QueryAnswer>& answer) {
    answer = co_await asker.wait(waits_max);
}

}  // namespace

fs::path shipped(std::string const& scenario) {
    return fs::path{LARM_SOURCE_DIR} / "simulators/scenarios" / (scenario + ".textproto");
}

std::string text_of(fs::path const& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

Hall::Hall(std::optional<PushSetup> push)
    : rules_{fs::path{LARM_SOURCE_DIR} / "rules/mellansverige"},
      push_{std::move(push)},
      clock_{[] { return core::Instant{world::read_clocks().wall_us}; }} {
    start();
}

void Hall::start() {
    io_ = std::make_unique<asio::io_context>();
    answers_ = std::make_unique<Answers>(*io_);
    exercises_ = std::make_unique<Exercises>(
        ExercisesContext{*io_, limits_, clock_, data_.path(), rules_,
                         fs::path{LARM_SOURCE_DIR} / "simulators/scenarios", push_});
    exercises_->open_to(
        {.open =
             [this](std::string const& id, server::WorldSide side) {
                 side.hub.start(
                     {.read = [world = &side.world](
                                  world::Reader reader) { world->read(std::move(reader)); },
                      .durability = [] { return v1::DURABILITY_LOCAL; },
                      .now = [world = &side.world] { return world->now(); },
                      .is_token_valid = [](std::string_view) { return true; }});
                 sides_.emplace(id, side);
             },
         .close = [this](std::string const& id) { sides_.erase(id); }});
}

void Hall::stop() {
    sides_.clear();
    exercises_->begin_stop();
    exercises_->stop();
    exercises_.reset();
    answers_.reset();
    io_.reset();
}

void Hall::restart() {
    stop();
    start();
}

void Hall::restart_with(fs::path const& rules) {
    rules_ = rules;
    restart();
}

void Hall::check(server::QueryAnswer const& answer) {
    INFO((answer ? std::string{} : answer.error().message));
    REQUIRE(answer.has_value());
}

server::QueryAnswer Hall::ask(google::protobuf::Message const& request, std::string const& world) {
    server::ExerciseCall call;
    call.caller.set_role(v1::ROLE_CONTROLLER);
    call.caller.set_token_id("controller");
    call.world = world;
    call.request.reset(request.New());
    call.request->CopyFrom(request);
    Answers::Asker asker{*answers_};
    std::optional<server::QueryAnswer> answer;
    asio::co_spawn(*io_, wait_for(asker, answer), asio::detached);
    exercises_->call(std::move(call), *answers_, asker.number());
    until([&] { return answer.has_value(); });
    return std::move(*answer);
}

void Hall::load(std::string const& text, std::string const& world, std::string const& human) {
    v1::LoadExercise request;
    request.set_command_id(fmt::format("load {}", ++commands_));
    request.set_text(text);
    request.set_world_id(world);
    if (!human.empty()) {
        request.add_humans(human);
    }
    CHECK(must<v1::LoadExerciseReply>(request).world_id() == world);
}

v1::ExerciseView Hall::view(std::string const& world) {
    v1::GetExercise request;
    request.set_world_id(world);
    return must<v1::GetExerciseReply>(request).exercise();
}

void Hall::until(std::function<bool()> const& is_so) {
    auto const end = std::chrono::steady_clock::now() + waits_max;
    while (!is_so()) {
        if (std::chrono::steady_clock::now() >= end) {
            FAIL("it does not come to be so");
        }
        io_->restart();
        (void)io_->run_one_for(std::chrono::milliseconds{20});
    }
}

world::Reply Hall::give(std::string const& world, v1::Role role, std::string const& organisation,
                        v1::Command command) {
    command.mutable_actor()->set_role(role);
    command.mutable_actor()->set_organisation(organisation);
    command.mutable_actor()->set_token_id("token of " + organisation);
    auto const id = fmt::format("0193abcd-0000-7000-8000-{:012x}", ++commands_);
    player::fill_ids(command, id, {});
    command.set_fresh_id(fmt::format("0193abcd-0000-7000-9000-{:012x}", commands_));
    command.set_fingerprint(fmt::format("{:08}", commands_));
    return sides_.at(world).world.submit_and_wait(std::move(command));
}

server::QueryAnswer Hall::ask_desk(std::string const& world, v1::Role role,
                                   std::string const& organisation,
                                   google::protobuf::Message const& request) {
    server::DeskCall call;
    auto& actor = *call.envelope.mutable_actor();
    actor.set_role(role);
    actor.set_organisation(organisation);
    actor.set_token_id("token of " + organisation);
    call.envelope.set_fingerprint(fmt::format("{:08}", ++commands_));
    call.request.reset(request.New());
    call.request->CopyFrom(request);
    auto* const method = server::ContactDesk::find(request.GetDescriptor()->full_name());
    REQUIRE(method != nullptr);
    Answers::Asker asker{*answers_};
    std::optional<server::QueryAnswer> answer;
    asio::co_spawn(*io_, wait_for(asker, answer), asio::detached);
    sides_.at(world).desk.call(method, std::move(call), *answers_, asker.number());
    until([&] { return answer.has_value(); });
    return std::move(*answer);
}

void Hall::steer(std::string const& world, v1::Command command) {
    auto const reply = give(world, v1::ROLE_CONTROLLER, {}, std::move(command));
    INFO((reply ? std::string{} : reply.error().message));
    REQUIRE(reply.has_value());
}

}  // namespace larm::exercise::test
