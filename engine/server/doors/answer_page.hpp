// The page behind the link in a message: shows the alarm and what is registered, and takes an
// answer. Reading changes nothing, since mail scanners and previews follow links; only a POST acts.
// A link is derived, not stored, and dies with its incident.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <string>
#include <string_view>

#include "engine/delivery/answer_keys.hpp"
#include "engine/delivery/said.hpp"
#include "engine/server/answers.hpp"
#include "engine/server/door.hpp"
#include "engine/server/doors/answer_html.hpp"
#include "engine/server/doors/answer_taker.hpp"
#include "engine/server/doors/form.hpp"
#include "engine/server/fresh_id.hpp"

namespace larm::server {

/// Network thread only. What it is given must outlive it.
class AnswerPage final : public Door {
public:
    AnswerPage(boost::asio::io_context& io, world::LiveWorld& world, AnswerTaker& taker,
               delivery::AnswerKeys const& keys, Clock const& clock)
        : world_{world}, taker_{taker}, keys_{keys}, clock_{clock}, views_{io} {}

    [[nodiscard]] std::string_view prefix() const override { return "/a/"; }
    [[nodiscard]] bool is_for_browsers() const override { return true; }
    /// GET and HEAD show. POST takes a form: `act` (ack, accept with `count`, decline with
    /// `reason`) and `form`, which makes two presses one answer. Answers with the page, or with
    /// {"registered", "text"} where JSON is asked for, as an app does.
    [[nodiscard]] boost::asio::awaitable<Response> answer(HttpRequest const& request,
                                                          std::string_view client) override;
    /// Ends every wait: the server is going down.
    void abandon() override { views_.give_up(); }

private:
    struct Shown {
        bool is_found = false;
        AnswerTaker::Found who;
        AnswerView view;
    };
    [[nodiscard]] boost::asio::awaitable<std::optional<Shown>> show(std::string link);
    [[nodiscard]] boost::asio::awaitable<Response> act(HttpRequest const& request, Shown shown);
    [[nodiscard]] static Shown shown_to(core::State const& state, delivery::AnswerKeys const& keys,
                                        std::string const& link);

    world::LiveWorld& world_;
    AnswerTaker& taker_;
    delivery::AnswerKeys const& keys_;
    Clock const& clock_;
    FreshIds ids_;
    Answers<Shown> views_;
};

}  // namespace larm::server
