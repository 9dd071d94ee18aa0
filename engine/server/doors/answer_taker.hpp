// Takes what a person says, over whichever way it came, to a world: asks the state what it
// amounts to, submits that, begins again where somebody else was quicker, and tells what now
// stands. Who the person is, and whether it is them, has been found out by whoever calls.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/delivery/addressee.hpp"
#include "engine/delivery/said.hpp"
#include "engine/server/answers.hpp"
#include "engine/server/clock.hpp"
#include "engine/server/fresh_id.hpp"
#include "engine/world/world_handle.hpp"

namespace larm::server {

/// What has become of an answer, in Swedish.
struct Taken {
    bool is_registered = false;
    std::string stands;     ///< What now stands; what was wrong where nothing was registered.
    std::string read_back;  ///< The same, with how to change it by text.
};

/// Network thread only. Its replies come when they are durable.
class AnswerTaker {
public:
    /// All must outlive the taker.
    AnswerTaker(boost::asio::io_context& io, world::WorldHandle& world, Clock const& clock,
                std::chrono::milliseconds answer_max = std::chrono::seconds{10})
        : world_{world}, clock_{clock}, answer_max_{answer_max}, replies_{io}, reads_{io} {}

    /// Nothing of an officer who is not, or no more, one of the party's.
    [[nodiscard]] boost::asio::awaitable<Taken> take(std::string incident_id,
                                                     delivery::Speaker speaker,
                                                     delivery::Said said);

    /// Who has an answer to give.
    using Found = delivery::Addressee;
    /// Runs on the world's thread, perhaps later than anybody waits for: owns what it needs.
    using Look = std::function<std::optional<Found>(core::State const&)>;
    /// Nothing where nothing was found; `is_late` where the world has not answered in time.
    struct Looked {
        std::optional<Found> found;
        bool is_late = false;
    };
    [[nodiscard]] boost::asio::awaitable<Looked> look(Look look);

    /// Of the rule pack in use; nothing where the world has not answered in time.
    [[nodiscard]] boost::asio::awaitable<std::optional<v1::AnswerPolicy>> policy();

    /// Ends every wait: the server is going down.
    void abandon() {
        replies_.give_up();
        reads_.give_up();
    }

private:
    /// What a look at the state has brought; each reading fills its own part.
    struct Read {
        std::optional<v1::Command> command;
        std::optional<Found> found;
        v1::AnswerPolicy policy;
        std::string stands;
        std::string read_back;
    };
    using Reading = std::move_only_function<Read(core::State const&)>;

    [[nodiscard]] boost::asio::awaitable<std::optional<Read>> amount_of(
        std::string const& incident_id, delivery::Speaker const& speaker,
        delivery::Said const& said);
    [[nodiscard]] boost::asio::awaitable<Taken> registered(std::string const& incident_id,
                                                           delivery::Speaker const& speaker,
                                                           std::vector<std::string> const& moves,
                                                           v1::Durability durability);
    [[nodiscard]] boost::asio::awaitable<Taken> refused(std::string const& incident_id,
                                                        delivery::Speaker const& speaker,
                                                        std::vector<std::string> const& moves,
                                                        core::Rejection const& rejection);
    [[nodiscard]] boost::asio::awaitable<std::optional<Read>> read(Reading reading);
    [[nodiscard]] boost::asio::awaitable<std::optional<world::Reply>> submit(v1::Command command);

    world::WorldHandle& world_;
    Clock const& clock_;
    std::chrono::milliseconds answer_max_;
    FreshIds ids_;
    Answers<world::Reply> replies_;
    Answers<Read> reads_;
};

}  // namespace larm::server
