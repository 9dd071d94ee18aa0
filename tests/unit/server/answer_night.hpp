// A night in which people answer by the links in their messages: a real daemon with the answer
// page, over real sockets.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/delivery/answer_keys.hpp"
#include "engine/delivery/delivery_id.hpp"
#include "engine/server/doors/answer_page.hpp"
#include "tests/unit/server/client.hpp"
#include "tests/unit/server/test_daemon.hpp"

namespace larm::server::test {

class AnswerNight {
public:
    /// Two officers for each of a few parties, and no alarm yet.
    explicit AnswerNight(PublicSide public_side = {});

    /// Uppsala raises the alarm.
    std::string raise(std::string const& place = "E18 vid Arboga");
    /// Everybody on duty is asked over push and mail.
    std::string start_roll_call();
    /// Ends the alarm, and the incident.
    void stand_down();
    void close();

    /// "/a/...": of the alarm, or of the roll-call.
    [[nodiscard]] std::string link(std::string const& party = "tib@dalarna",
                                   v1::Channel channel = v1::CHANNEL_PUSH,
                                   std::string const& officer = {},
                                   std::string const& question = {}) const;
    [[nodiscard]] Reply request(std::string_view verb, std::string const& path,
                                std::string_view body = "", Headers headers = {});
    [[nodiscard]] Reply get(std::string const& path, Headers headers = {}) {
        return request("GET", path, "", std::move(headers));
    }
    /// Posts a form as a browser of ours does, but without an Origin.
    [[nodiscard]] Reply post(std::string const& path, std::string const& form,
                             Headers headers = {});

    [[nodiscard]] std::int64_t seq();
    [[nodiscard]] int firm(std::string const& region);
    [[nodiscard]] std::string decline_reason(std::string const& region);
    /// How the party's first step was acknowledged.
    [[nodiscard]] v1::Via via(std::string const& party);
    [[nodiscard]] bool has_answered_roll_call(v1::Channel channel);
    [[nodiscard]] v1::DeliveryOutcome roll_call_outcome(v1::Channel channel);
    /// Of the party's chase, and what has become of it.
    [[nodiscard]] std::string push_id(std::string const& party);
    [[nodiscard]] v1::DeliveryOutcome push_outcome(std::string const& party);
    /// What devices were taken to have reported.
    [[nodiscard]] std::vector<v1::RecordDelivery> records();
    [[nodiscard]] std::string const& about() const { return about_; }
    [[nodiscard]] TestDaemon& daemon() { return daemon_; }
    void give(v1::Command command);

private:
    template <typename Look>
    auto look(Look look);
    [[nodiscard]] std::unique_ptr<Door> make_door(DoorSite const& site);

    std::mutex mutex_;
    std::vector<v1::RecordDelivery> records_;
    delivery::AnswerKeys keys_{delivery::AnswerKeys::Secret{1, 2, 3}};
    std::unique_ptr<AnswerTaker> taker_;
    TestDaemon daemon_;
    std::string about_;  ///< The incident's id, or the roll-call's.
};

}  // namespace larm::server::test
