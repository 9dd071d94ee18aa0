// The door behind links of exercises: /o/WORLD/LINK. The path names the world, a link is good in
// its own world only, and each world's page has nothing of another to answer to; what is behind it
// is live's answer page, marked.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/delivery/answer_keys.hpp"
#include "engine/server/clock.hpp"
#include "engine/server/door.hpp"
#include "engine/server/doors/answer_page.hpp"
#include "engine/server/doors/answer_taker.hpp"
#include "engine/world/world_handle.hpp"

namespace larm::server {

/// "/o/WORLD/".
[[nodiscard]] std::string exercise_answer_path(std::string_view world_id);

/// Network thread only.
class ExerciseAnswers final : public Door {
public:
    /// Both must outlive the door.
    ExerciseAnswers(boost::asio::io_context& io, Clock const& clock) : io_{io}, clock_{clock} {}

    /// `world` must outlive its last answer.
    void open(std::string const& world_id, world::WorldHandle& world,
              delivery::AnswerKeys const& keys);
    /// Whoever waits for an answer in there gets none, and its links lead nowhere.
    void close(std::string const& world_id);

    [[nodiscard]] std::string_view prefix() const override { return "/o/"; }
    [[nodiscard]] bool is_for_browsers() const override { return true; }
    [[nodiscard]] boost::asio::awaitable<Response> answer(HttpRequest const& request,
                                                          std::string_view client) override;
    void abandon() override;

private:
    struct Side {
        Side(boost::asio::io_context& io, Clock const& clock, std::string const& world_id,
             world::WorldHandle& world, delivery::AnswerKeys const& keys);

        delivery::AnswerKeys keys;
        AnswerTaker taker;
        AnswerPage page;
    };

    boost::asio::io_context& io_;
    Clock const& clock_;
    std::map<std::string, std::unique_ptr<Side>, std::less<>> sides_;
    /// The exercises' thread may still bring what was asked for; small, and as many as exercises
    /// have been closed.
    std::vector<std::unique_ptr<Side>> closed_;
};

}  // namespace larm::server
