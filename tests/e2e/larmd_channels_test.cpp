// The settings of channels and their secrets: what is refused, with its place; what is left out and
// said; that a secret is in no line of the log.
#include <sys/stat.h>

#include <fstream>

#include "tests/e2e/larmd_process.hpp"
#include "tests/support/daemon.hpp"

namespace larm::e2e {
namespace {

std::string refused(std::string const& settings, std::vector<std::string> const& more = {}) {
    Directory const directory;
    auto const file = directory.write("larmd.textproto", settings);
    auto arguments = usual(directory);
    arguments.insert(arguments.end(), {"--config", file.string()});
    arguments.insert(arguments.end(), more.begin(), more.end());
    Larmd larmd{arguments};
    auto const end = larmd.end();
    CHECK(end.code == 2);
    return end.err;
}

}  // namespace

TEST_CASE("each fault in the settings of the channels is told, with its place", "[e2e][larmd]") {
    auto const told = refused(R"(public_side { url: "http://larm.example.se" }
delivery {
  web_push { subject: "nobody" }
  sms_and_voice { url: "ftp://x" voice_from: "0701" }
  rakel { baud: 1234 }
  email { url: "smtp://user:pw@mail" from: "x" }
  cap { sender: "a b" push_urls: "x" }
  heartbeat { url: "https://x" every_s: -1 }
}
)");
    CHECK(has(told, ":1:1: error: public url: 'http://larm.example.se' must be https"));
    CHECK(has(told, ":3:14: error: web_push.subject: "));
    CHECK(has(told, ":4:19: error: sms_and_voice.url: 'ftp://x' must be https or http"));
    CHECK(has(told, ":4:3: error: sms_and_voice: credentials_file is missing"));
    CHECK(has(told, ":4:34: error: sms_and_voice.voice_from: must be a number like"));
    CHECK(has(told, ":5:11: error: rakel.baud: 1234 is no usual speed"));
    CHECK(has(told, ":6:11: error: email.url: holds a user name"));
    CHECK(has(told, ":7:9: error: cap.sender: "));
    CHECK(has(told, ":7:23: error: cap.push_urls: 'x' is no address"));
    CHECK(has(told, ":8:32: error: heartbeat.every_s: "));
    CHECK_FALSE(has(told, "pw@mail"));
    CHECK(has(refused("delivery { sms_and_voice { url: \"https://x\" credentials_file: \"c\" "
                      "sms_from: \"Larm\" } }"),
              "needs public_side.url (or --public-url)"));
    CHECK(has(refused("", {"--public-url", "http://larm.example.se"}), "must be https"));
}

TEST_CASE("a secret that others can read leaves its channel out; the rest goes on, and it is said",
          "[e2e][larmd]") {
    Directory const directory;
    auto const secret = directory.write("elks", "user:very-secret-indeed\n");
    ::chmod(secret.c_str(), 0644);
    auto const file = directory.write("larmd.textproto", R"(
public_side { url: "https://larm.example.se" }
delivery {
  sms_and_voice { url: "https://sms.example.se" credentials_file: ")" +
                                                             secret.string() +
                                                             R"(" sms_from: "Larm" }
  webhook {}
  operator_list: true
}
)");
    auto arguments = usual(directory);
    arguments.insert(arguments.end(), {"--config", file.string()});
    Larmd larmd{arguments};
    auto const line = larmd.first_line();
    REQUIRE(line.starts_with("larmd ready on"));
    auto const port = static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
    auto const ready = test::Client{port, ""}.get("/readyz");
    CHECK(has(ready.body, "SMS and voice left out: the secret " + secret.string() +
                              " can be read by others; chmod 600 it"));
    larmd.signal(SIGTERM);
    auto const end = larmd.end();
    CHECK(end.code == 0);
    CHECK_FALSE(has(end.err, "very-secret-indeed"));
    // What the daemon has made itself nobody else can read.
    for (auto const* const made : {"answer.key", "webhook.key"}) {
        struct stat status{};
        auto const path = directory.path() / "data" / "secrets" / made;
        REQUIRE(::stat(path.c_str(), &status) == 0);
        CHECK((status.st_mode & 0777) == 0600);
        std::ifstream input{path};
        std::string key;
        input >> key;
        CHECK(key.size() == 64);
        CHECK_FALSE(has(end.err, key));
    }
}

}  // namespace larm::e2e
