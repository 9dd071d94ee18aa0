// The exercises of a daemon without the daemon: their folder, their network and whoever calls.
#pragma once

#include <larm/v1/exercise.pb.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "engine/exercise/exercises.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::exercise::test {

[[nodiscard]] std::filesystem::path shipped(std::string const& scenario);
[[nodiscard]] std::string text_of(std::filesystem::path const& file);

class Hall {
public:
    /// `push`: devices can be enrolled.
    explicit Hall(std::optional<PushSetup> push = {});
    Hall(Hall const&) = delete;
    Hall& operator=(Hall const&) = delete;
    ~Hall() { stop(); }

    /// Another daemon over the same folder.
    void restart();
    /// Another pack from then on.
    void restart_with(std::filesystem::path const& rules);

    /// Of a controller with a token for `world`. Fails the test where no answer comes.
    [[nodiscard]] server::QueryAnswer ask(google::protobuf::Message const& request,
                                          std::string const& world = "live");
    /// The answer, which must be no refusal.
    template <typename Reply>
    Reply must(google::protobuf::Message const& request) {
        auto const answer = ask(request);
        check(answer);
        return *google::protobuf::DynamicCastToGenerated<Reply>(answer->get());
    }
    void load(std::string const& text, std::string const& world, std::string const& human = {});
    [[nodiscard]] v1::ExerciseView view(std::string const& world);
    [[nodiscard]] bool is_open(std::string const& world) const { return sides_.contains(world); }
    /// Lets everything go its way until `is_so`, at most 20 s.
    void until(std::function<bool()> const& is_so);
    void wait(std::chrono::milliseconds time) {
        io_->restart();
        io_->run_for(time);
    }

    /// A command of somebody in that world.
    [[nodiscard]] world::Reply give(std::string const& world, v1::Role role,
                                    std::string const& organisation, v1::Command command);
    /// As its controller; must be accepted.
    void steer(std::string const& world, v1::Command command);

    /// A call of the exercise's desk ("SubscribePush"), of somebody in that world.
    [[nodiscard]] server::QueryAnswer ask_desk(std::string const& world, v1::Role role,
                                               std::string const& organisation,
                                               google::protobuf::Message const& request);
    [[nodiscard]] server::WorldSide side(std::string const& world) const {
        return sides_.at(world);
    }
    [[nodiscard]] boost::asio::io_context& io() { return *io_; }

    [[nodiscard]] Exercises& exercises() { return *exercises_; }
    [[nodiscard]] std::filesystem::path const& data() const { return data_.path(); }

private:
    static void check(server::QueryAnswer const& answer);
    void start();
    void stop();

    larm::test::TemporaryDirectory data_;
    std::filesystem::path rules_;
    std::optional<PushSetup> push_;
    server::Limits limits_;
    server::Clock clock_;
    std::map<std::string, server::WorldSide> sides_;
    std::unique_ptr<boost::asio::io_context> io_;
    std::unique_ptr<server::Answers<server::QueryAnswer>> answers_;
    std::unique_ptr<Exercises> exercises_;
    int commands_ = 0;
};

}  // namespace larm::exercise::test
