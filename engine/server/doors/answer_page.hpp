// The page behind the link in a message: shows the alarm and what is registered, and takes an
// answer. Reading changes nothing, since mail scanners and previews follow links; only a POST acts.
// A link is derived, not stored, and dies with its incident. It is all that a POST needs: there is
// no cookie that a foreign page could make use of.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/delivery/addressee.hpp"
#include "engine/delivery/answer_keys.hpp"
#include "engine/delivery/guess_counter.hpp"
#include "engine/server/answers.hpp"
#include "engine/server/door.hpp"
#include "engine/server/doors/answer_html.hpp"
#include "engine/server/doors/answer_taker.hpp"
#include "engine/server/doors/form.hpp"
#include "engine/server/fresh_id.hpp"

namespace larm::server {

/// Where a world's links lead, and what stands around what its pages say; empty for live.
struct AnswerPlace {
    std::string path = "/a/";
    std::string mark{};
};

/// Network thread only. What it is given must outlive it.
class AnswerPage final : public Door {
public:
    /// Wrong links of one client in a minute, before it is told to wait. So many that nobody
    /// guesses a link; this keeps a scanner's out of our sight.
    static constexpr int wrong_max = 30;

    /// `record` takes what a device says of a push: LiveOutbox::record.
    AnswerPage(boost::asio::io_context& io, world::WorldHandle& world, AnswerTaker& taker,
               delivery::AnswerKeys const& keys, Clock const& clock,
               std::function<void(v1::RecordDelivery)> record, AnswerPlace place = {})
        : place_{std::move(place)},
          world_{world},
          taker_{taker},
          keys_{keys},
          clock_{clock},
          record_{std::move(record)},
          views_{io},
          deliveries_{io} {}

    [[nodiscard]] std::string_view prefix() const override { return place_.path; }
    [[nodiscard]] bool is_for_browsers() const override { return true; }
    /// GET and HEAD show. POST takes a form: `act` (ack, accept with `count`, decline with
    /// `reason`; of patients with `moves`, those that were shown) and `form`, which makes two
    /// presses one answer. Answers with the page, or with
    /// {"registered", "text"} where JSON is asked for, as an app does. `act` received or seen with
    /// `delivery`, a push's id, tells what became of that push and is no answer: always JSON,
    /// {"recorded"}, 404 where there is no such delivery.
    [[nodiscard]] boost::asio::awaitable<Response> answer(HttpRequest const& request,
                                                          std::string_view client) override;
    /// Ends every wait: the server is going down.
    void abandon() override {
        views_.give_up();
        deliveries_.give_up();
        taker_.abandon();
    }

private:
    struct Shown {
        std::optional<delivery::Addressee> who;  ///< Nobody: the link is wrong.
        AnswerView view;
    };
    using Delivery = std::optional<v1::RecordDelivery>;

    [[nodiscard]] boost::asio::awaitable<std::optional<Shown>> show(std::string link);
    [[nodiscard]] Response told(HttpRequest const& request, unsigned status,
                                AnswerView const& view) const;
    [[nodiscard]] Response wrong_link(HttpRequest const& request, std::string_view client);
    [[nodiscard]] boost::asio::awaitable<Response> post(HttpRequest const& request, Shown shown);
    [[nodiscard]] boost::asio::awaitable<Response> act(HttpRequest const& request, Form const& form,
                                                       Shown shown);
    [[nodiscard]] boost::asio::awaitable<Response> report(delivery::Addressee who,
                                                          v1::DeliveryOutcome outcome,
                                                          std::string delivery_id);

    AnswerPlace const place_;
    world::WorldHandle& world_;
    AnswerTaker& taker_;
    delivery::AnswerKeys const& keys_;
    Clock const& clock_;
    std::function<void(v1::RecordDelivery)> record_;
    FreshIds ids_;
    delivery::GuessCounter wrong_{core::seconds(60)};
    Answers<Shown> views_;
    Answers<Delivery> deliveries_;
};

}  // namespace larm::server
