// A night over real sockets: the daemon as a process, and on the other side of each of its channels
// the simulator that speaks its protocol: push service, SMS and voice provider, TETRA terminal,
// mail server, webhook receiver. People are whatever the test makes of them.
#pragma once

#include <larm/v1/rules.pb.h>

#include <boost/json/object.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "simulators/gateways/elks.hpp"
#include "simulators/gateways/http_server.hpp"
#include "simulators/gateways/push_service.hpp"
#include "simulators/gateways/push_service_browser.hpp"
#include "simulators/gateways/rakel_terminal.hpp"
#include "simulators/gateways/smtp_server.hpp"
#include "simulators/gateways/webhook_receiver.hpp"
#include "tests/support/daemon.hpp"

namespace larm::e2e {

inline std::vector<std::string> const regions{"dalarna",  "gavleborg",   "sormland", "uppsala",
                                              "varmland", "vastmanland", "orebro"};

/// How a night is to be.
struct NightOptions {
    int times_as_fast = 40;  ///< Than the shipped pack, for its early rungs.
    /// The pack is changed by this before it is written; may be empty.
    std::function<std::string(std::string const& file, std::string text)> change_rules{};
    /// The contacts likewise.
    std::function<void(v1::Contacts&)> change_contacts{};
    std::vector<std::string> more{};  ///< Of larmd's arguments.
};

class Night {
public:
    explicit Night(NightOptions options = {});
    ~Night();
    Night(Night const&) = delete;
    Night& operator=(Night const&) = delete;

    /// Starts the daemon on what is there.
    void start();
    /// SIGKILL.
    void kill();
    /// SIGTERM; its exit code.
    [[nodiscard]] int stop();

    /// A browser of the officer's, subscribed through the daemon's API.
    gateways::PushBrowser& subscribe(std::string const& officer);
    /// POST /larm.v1.<method> as a role@organisation; fails the test where it is refused.
    boost::json::object must(std::string const& who, std::string const& method,
                             std::string const& body);
    [[nodiscard]] test::Answer call(std::string const& who, std::string const& method,
                                    std::string const& body);
    /// Confirms for uppsala; the incident's id.
    std::string confirm();
    /// GetIncident's "incident".
    [[nodiscard]] boost::json::object incident(std::string const& id);
    /// One of its "parties", the worst of its steps or the step named; empty where there is none.
    [[nodiscard]] boost::json::object party(std::string const& id, std::string const& party,
                                            std::string const& step);
    /// GET, with no token.
    [[nodiscard]] test::Answer get(std::string const& path);
    /// POSTs a form to a link, as a browser (or an app) would. JSON comes back.
    [[nodiscard]] test::Answer post_form(std::string const& url, std::string const& form);

    /// Until it is true; fails the test after `patience`, saying `what`.
    void wait_until(std::string const& what, std::function<bool()> const& is_true,
                    std::chrono::seconds patience = std::chrono::seconds{60});

    [[nodiscard]] std::filesystem::path data() const { return directory_.path() / "data"; }
    [[nodiscard]] std::filesystem::path rules() const { return directory_.path() / "rules"; }
    [[nodiscard]] std::string public_url() const;
    [[nodiscard]] v1::Contacts const& contacts() const { return contacts_; }
    /// "+46..." of an officer.
    [[nodiscard]] std::string number(std::string const& officer) const;
    [[nodiscard]] std::string radio(std::string const& officer) const;

    gateways::PushService push;
    gateways::ElksProvider elks{"user", "password"};
    gateways::RakelSimulator rakel;
    gateways::SmtpServer smtp;
    gateways::WebhookReceiver webhooks;
    /// What has come to whoever takes CAP, and to whoever waits for signs of life.
    [[nodiscard]] std::vector<std::string> cap_messages() const;
    [[nodiscard]] int signs_of_life() const;

private:
    /// Every incident in full, for the report of a test that has failed.
    [[nodiscard]] std::string as_it_stands();
    void write_rules();
    void write_config();
    [[nodiscard]] std::string address(std::string const& officer, v1::Channel channel) const;
    [[nodiscard]] test::Client& client(std::string const& who);

    mutable std::mutex outside_mutex_;
    std::vector<std::string> cap_messages_;
    int signs_of_life_ = 0;
    gateways::HttpServer outside_;
    NightOptions options_;
    test::TemporaryDirectory directory_;
    v1::Contacts contacts_;
    int port_ = 0;
    std::map<std::string, std::string> tokens_;
    std::map<std::string, std::unique_ptr<test::Client>> clients_;
    std::map<std::string, std::unique_ptr<gateways::PushBrowser>> browsers_;
    std::unique_ptr<test::Daemon> daemon_;
};

/// A UUID not given before.
[[nodiscard]] std::string new_id();
/// The first link to an answer page in a text; empty where there is none.
[[nodiscard]] std::string link_in(std::string const& text);
/// The six digits to answer with; empty where there are none.
[[nodiscard]] std::string code_in(std::string const& text);
/// A mail's text with quoted-printable undone.
[[nodiscard]] std::string readable(std::string const& mail);

}  // namespace larm::e2e
