// The mail channel against a real SMTP server, with and without STARTTLS.
#include "engine/delivery/channels/email_channel.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>

#include "simulators/gateways/smtp_server.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/unit/channels/memory_book.hpp"

namespace larm::test {
namespace {

using namespace delivery;
using namespace std::chrono_literals;
using gateways::SmtpManners;
using gateways::SmtpServer;

constexpr auto accepted = v1::DELIVERY_OUTCOME_ACCEPTED;
constexpr auto failed = v1::DELIVERY_OUTCOME_FAILED;

/// A server, an authority in a file, and people with mailboxes.
struct Office {
    explicit Office(SmtpManners manners = {}) : server{std::move(manners), certificate} {
        std::ofstream{ca_file()} << certificate.certificate;
        book.entries[{"tib@dalarna-1", v1::CHANNEL_EMAIL}] = {"tib@dalarna.example"};
        book.entries[{"tib@uppsala-1", v1::CHANNEL_EMAIL}] = {"tib@uppsala.example",
                                                              "jour@uppsala.example"};
    }
    [[nodiscard]] std::string ca_file() const { return (folder.path() / "ca.pem").string(); }
    [[nodiscard]] SmtpOptions plain() const {
        SmtpOptions options;
        options.url = server.url();
        options.within = 5s;
        return options;
    }
    [[nodiscard]] SmtpOptions encrypted() const {
        auto options = plain();
        options.ca_file = ca_file();
        return options;
    }

    TemporaryDirectory folder;
    gateways::OwnCertificate certificate = gateways::make_certificate();
    MemoryBook book;
    Reports reports;
    SmtpServer server;
};

template <Kind K>
void send(Channel<K>& channel, Reports& reports, std::string const& recipient) {
    channel.send(message_to<K>(recipient, "Larm"), reports.about(recipient));
}

constexpr auto from = "larm@region.example";

}  // namespace

TEST_CASE("a mail leaves over STARTTLS with a login, and its name is checked", "[email]") {
    Office office;
    auto options = office.encrypted();
    options.user = "larm";
    options.password = "hemligt";
    EmailChannel<Live> channel{options, from, office.book};
    send(channel, office.reports, "tib@dalarna");
    REQUIRE(office.reports.wait_for("tib@dalarna", accepted));
    REQUIRE(office.server.mails().size() == 1);
    auto const mail = office.server.mails()[0];
    CHECK(mail.was_encrypted);
    CHECK(mail.login == "larm:hemligt");
    CHECK(mail.from == from);
    CHECK(mail.to == std::vector<std::string>{"tib@dalarna.example"});
    CHECK(mail.data.find("Auto-Submitted: auto-generated\r\n") != std::string::npos);
    CHECK(mail.data.find("Message-ID: <id-tib@dalarnaLarm@region.example>") != std::string::npos);
}

TEST_CASE("nothing leaves where STARTTLS is required and not to be had", "[email]") {
    Office office{{.offers_tls = false}};
    EmailChannel<Live> channel{office.encrypted(), from, office.book};
    send(channel, office.reports, "tib@dalarna");
    REQUIRE(office.reports.wait_for("tib@dalarna", failed));
    CHECK(office.server.mails().empty());
}

TEST_CASE("nothing leaves to a server whose certificate is another's", "[email]") {
    Office office;
    std::ofstream{office.ca_file()} << gateways::make_certificate().certificate;
    EmailChannel<Live> channel{office.encrypted(), from, office.book};
    send(channel, office.reports, "tib@dalarna");
    REQUIRE(office.reports.wait_for("tib@dalarna", failed));
    CHECK(office.server.mails().empty());
}

TEST_CASE("STARTTLS may be left out on this machine only", "[email]") {
    auto const needs = [](std::string url) {
        SmtpOptions options;
        options.url = std::move(url);
        return needs_tls(options);
    };
    for (auto const* here : {"smtp://127.0.0.1:25", "smtp://localhost", "smtp://[::1]:587"}) {
        CHECK_FALSE(needs(here));
    }
    for (auto const* away : {"smtp://mail.example.se:587", "smtp://10.0.0.1", "smtp://[fe80::1]:25",
                             "smtp://localhost.example.se"}) {
        CHECK(needs(away));
    }
}

TEST_CASE("a person's every mailbox gets the mail, and one that takes it is enough", "[email]") {
    Office office{{.refuses = "jour@"}};
    EmailChannel<Live> channel{office.plain(), from, office.book};
    send(channel, office.reports, "tib@uppsala");
    REQUIRE(office.reports.wait_for("tib@uppsala", accepted));
    CHECK(office.server.mails()[0].to == std::vector<std::string>{"tib@uppsala.example"});
}

TEST_CASE("a server's no is told from its not now, and no address stands in what is kept",
          "[email]") {
    Office office{{.refuses = "@dalarna"}};
    EmailChannel<Live> channel{office.plain(), from, office.book};
    send(channel, office.reports, "tib@dalarna");
    REQUIRE(office.reports.wait_for("tib@dalarna", failed));
    CHECK(office.reports.detail("tib@dalarna", failed) == "the mail server answered 550");
    office.server.behave({.greylists = true});
    send(channel, office.reports, "tib@uppsala");
    REQUIRE(office.reports.wait_for("tib@uppsala", failed));
    CHECK(office.reports.detail("tib@uppsala", failed) == "the mail server answered 451");
    send(channel, office.reports, "tib@uppsala");  // as the lane does
    CHECK(office.reports.wait_for("tib@uppsala", accepted));
    send(channel, office.reports, "tib@orebro");
    CHECK(office.reports.detail("tib@orebro", failed) == "the address book has no mail address");
}

TEST_CASE("what may pass and what may not, of a client's results", "[email]") {
    Office office{{.fails_every = 1}};
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<SmtpResult> results;
    auto const done = [&](SmtpResult result) {
        std::lock_guard const lock{mutex};
        results.push_back(std::move(result));
        changed.notify_all();
    };
    auto const result_of = [&](SmtpOptions const& options, std::string const& to) {
        SmtpClient client{options};
        REQUIRE(client.send({from, {to}, "Subject: x\r\n\r\nx\r\n"}, done, {}));
        std::unique_lock lock{mutex};
        REQUIRE(changed.wait_for(lock, 10s, [&] { return !results.empty(); }));
        return std::exchange(results, {}).front();
    };
    CHECK(result_of(office.plain(), "a@b.example").may_try_again);
    office.server.behave({.is_dead = true});
    auto hasty = office.plain();
    hasty.within = 200ms;
    CHECK(result_of(hasty, "a@b.example").may_try_again);
    auto nobody = office.plain();
    nobody.url = "smtp://127.0.0.1:1";
    CHECK(result_of(nobody, "a@b.example").may_try_again);
    office.server.behave({.offers_tls = false});
    CHECK_FALSE(result_of(office.encrypted(), "a@b.example").may_try_again);
    office.server.behave({.refuses = "a@"});
    CHECK_FALSE(result_of(office.plain(), "a@b.example").may_try_again);
}

TEST_CASE("two thousand mails do not wait in line, and connections are used again", "[email]") {
    Office office;
    EmailChannel<Live> channel{office.plain(), from, office.book};
    auto const begun = std::chrono::steady_clock::now();
    for (int number = 0; number < 2000; ++number) {
        send(channel, office.reports, "tib@dalarna");
    }
    REQUIRE(office.reports.wait_until([](auto const& all) { return all.size() == 2000; }));
    auto const took = std::chrono::steady_clock::now() - begun;
    CHECK(office.server.mails().size() == 2000);
    CHECK(office.server.connections() < 100);
    WARN("2,000 mails took " << std::chrono::duration_cast<std::chrono::milliseconds>(took).count()
                             << " ms over " << office.server.connections() << " connections");
}

TEST_CASE("one slow mail holds up no other", "[email]") {
    Office office{{.answers_after = 100ms}};
    EmailChannel<Live> channel{office.plain(), from, office.book};
    auto const begun = std::chrono::steady_clock::now();
    for (int number = 0; number < 16; ++number) {
        send(channel, office.reports, "tib@dalarna");
    }
    REQUIRE(office.reports.wait_until([](auto const& all) { return all.size() == 16; }));
    CHECK(office.server.connections_at_once() > 8);
    // Six answers one after another for each; only the last ones in a row would take 1.6 s more.
    CHECK(std::chrono::steady_clock::now() - begun < 1500ms);
}

TEST_CASE("a mail channel that is stopped waits for no server", "[email]") {
    Office office{{.is_dead = true}};
    auto const begun = std::chrono::steady_clock::now();
    {
        EmailChannel<Live> channel{office.plain(), from, office.book};
        std::thread sending{[&] {
            for (int number = 0; number < 100; ++number) {
                send(channel, office.reports, "tib@dalarna");
            }
        }};
        channel.stop();
        sending.join();
    }
    CHECK(std::chrono::steady_clock::now() - begun < 4s);
    CHECK(office.reports.all().empty());
}

}  // namespace larm::test
