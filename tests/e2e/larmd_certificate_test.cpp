// larmd as a process, and the scenarios that a pack must stand before a reload takes it.
#include <chrono>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>

#include "tests/e2e/larmd_process.hpp"
#include "tests/support/daemon.hpp"

namespace larm::e2e {
namespace {

using std::chrono::steady_clock;

/// An alarm of an hour; everybody answers over push alone, and is to have done so in ten seconds.
constexpr auto small = R"(id: "small"
title { sv: "Liten" en: "Small" }
sources { title: "Ett prov" gives: "fem per region" }
assumptions: "Allt annat."
pack: "mellansverige"
starts_at: "2026-03-28 23:30:00"
lasts_s: 3600
incidents {
  id: "bus"
  region_id: "vastmanland"
  report { exact_location: "Arboga" }
  confirmed { by: "tib@vastmanland" at_s: 60 level: READINESS_LEVEL_STAB }
}
channels { channels: CHANNEL_PUSH received_after { min_s: 1 median_s: 2 max_s: 3 } }
parties {
  party: ["tib@*", "blood@*"]
  hears { channels: CHANNEL_PUSH percent: 100 }
  acknowledges_after { min_s: 1 median_s: 2 max_s: 3 }
}
parties { party: "deputy@*" transports { commits { after { median_s: 10 max_s: 20 } count: 5 } } }
acts { at_s: 3000 by: "tib@vastmanland" stand_down { reason: "Klart" } }
expectations { acknowledged { party: "tib@*" within_s: 10 } }
)";

std::string text_of(fs::path const& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// A daemon on a copy of the shipped pack, which is to stand the small scenario.
class Place {
public:
    explicit Place(int seeds = 1) {
        fs::copy(RULES, rules_, fs::copy_options::recursive);
        readiness(seeds, true);
        fs::create_directories(directory_.path() / "scenarios");
        (void)directory_.write("scenarios/small.textproto", small);
        auto arguments = usual(directory_, rules_);
        arguments.insert(arguments.end(),
                         {"--scenarios", (directory_.path() / "scenarios").string()});
        larmd_ = std::make_unique<Larmd>(arguments);
        auto const line = larmd_->first_line();
        REQUIRE(line.starts_with("larmd ready on"));
        port_ = static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
        token_ = test::mint_token(data(), v1::ROLE_TIB, "uppsala");
    }

    [[nodiscard]] Larmd& larmd() { return *larmd_; }
    [[nodiscard]] fs::path data() const { return directory_.path() / "data"; }
    void readiness(int seeds, bool must_hold) const {
        (void)directory_.write(
            "rules/readiness.textproto",
            "readiness { source: \"Ett prov.\" must_hold: " +
                std::string{must_hold ? "true" : "false"} +
                " scenarios { scenario_id: \"small\" seeds: " + std::to_string(seeds) + " } }\n");
    }
    void edit(std::string const& file, std::string const& from, std::string const& to) const {
        auto text = text_of(rules_ / file);
        auto const at = text.find(from);
        REQUIRE(at != std::string::npos);
        (void)directory_.write("rules/" + file, text.replace(at, from.size(), to));
    }
    std::string wait_for(std::string const& event) {
        for (auto line = larmd_->log_line(); !line.empty(); line = larmd_->log_line()) {
            if (line.find(event) != std::string::npos) {
                return line;
            }
        }
        return {};
    }
    void reload() const { larmd_->signal(SIGHUP); }
    [[nodiscard]] std::string ready() const {
        test::Client client{port_, token_};
        return client.get("/readyz").body;
    }
    /// Waits until /readyz says it, or no longer does.
    [[nodiscard]] bool becomes(std::string const& part, bool is_said) const {
        auto const until = steady_clock::now() + std::chrono::seconds{10};
        while ((ready().find(part) != std::string::npos) != is_said) {
            if (steady_clock::now() > until) {
                UNSCOPED_INFO(ready());
                return false;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds{10});
        }
        return true;
    }
    [[nodiscard]] std::string pack_in_force() const {
        test::Client client{port_, token_};
        auto const answer = client.call("ConsoleService/GetRulePack", "{}");
        REQUIRE(answer.status == 200);
        return test::json_field(answer.body, "rulesHash");
    }

private:
    Directory directory_;
    fs::path rules_ = directory_.path() / "rules";
    std::unique_ptr<Larmd> larmd_;
    std::string token_;
    std::uint16_t port_ = 0;
};

constexpr auto too_late = "confirm_hold_s: 15";

}  // namespace

TEST_CASE("a start waits for no scenario, and says when the certificate stands",
          "[e2e][larmd][certificate]") {
    Place place;
    CHECK(has(place.wait_for("event=ready"), "event=ready"));
    auto const line = place.wait_for("event=certificate ");
    CHECK(has(line, "held=true"));
    CHECK(has(line, "rules=" + place.pack_in_force()));
    auto const kept = text_of(place.data() / "readiness.json");
    CHECK(has(kept, place.pack_in_force()));
    CHECK(has(kept, R"("held": true)"));
    CHECK_FALSE(fs::exists(place.data() / "readiness.json.partial"));
    CHECK(place.ready().find("certificate") == std::string::npos);
}

TEST_CASE("a pack that does not stand its scenarios is not taken, in words",
          "[e2e][larmd][certificate]") {
    Place place;
    (void)place.wait_for("event=certificate ");
    auto const before = place.pack_in_force();
    place.edit("pack.textproto", "confirm_hold_s: 0", too_late);
    place.reload();
    CHECK(has(place.wait_for("event=certificate_failure"), "small, seed 1"));
    CHECK(has(place.wait_for("event=certificate_failure"), "small.textproto:"));
    CHECK(has(place.wait_for("event=certificate "), "held=false"));
    CHECK(has(place.wait_for("event=rules_"), "event=rules_refused"));
    CHECK(place.pack_in_force() == before);
    CHECK(place.becomes("does not stand its own scenarios and is not taken", true));
    CHECK(has(place.ready(), "small, seed 1: 0 of 1 expectations held"));
    auto const kept = text_of(place.data() / "readiness.json");
    CHECK(has(kept, R"("held": false)"));
    CHECK_FALSE(kept.find(before) != std::string::npos);

    place.edit("pack.textproto", too_late, "confirm_hold_s: 1");
    place.reload();
    CHECK(has(place.wait_for("event=certificate "), "held=true"));
    CHECK(has(place.wait_for("event=rules_"), "event=rules_reloaded"));
    CHECK(place.pack_in_force() != before);
    CHECK(place.becomes("scenarios", false));
    place.larmd().signal(SIGTERM);
    CHECK(place.larmd().end().code == 0);
}

TEST_CASE("where a pack need not hold, it is taken and what failed is said",
          "[e2e][larmd][certificate]") {
    Place place;
    (void)place.wait_for("event=certificate ");
    auto const before = place.pack_in_force();
    place.readiness(1, false);
    place.edit("pack.textproto", "confirm_hold_s: 0", too_late);
    place.reload();
    CHECK(has(place.wait_for("event=rules_"), "event=rules_reloaded"));
    CHECK(place.pack_in_force() != before);
    CHECK(place.becomes("the pack in force does not stand its own scenarios", true));
}

TEST_CASE("an address that is taken away fails the certificate, and waits for none",
          "[e2e][larmd][certificate]") {
    Place place;
    (void)place.wait_for("event=certificate ");
    auto const before = place.pack_in_force();
    place.edit("contacts.textproto",
               "  addresses { channel: CHANNEL_PUSH value: \"dalarna-tib-1\" }\n", "");
    place.reload();
    CHECK(has(place.wait_for("event=rules_"), "event=rules_reloaded"));
    CHECK(has(place.wait_for("event=certificate_failure"), "small, seed 1"));
    CHECK(has(place.wait_for("event=certificate_failure"), "no address for CHANNEL_PUSH"));
    CHECK(place.becomes("the pack in force does not stand its own scenarios", true));
    CHECK(place.pack_in_force() == before);

    // With a new pack too: its trial fails, and the contacts do not wait for it.
    place.edit("pack.textproto", "confirm_hold_s: 0", "confirm_hold_s: 1");
    place.reload();
    CHECK(has(place.wait_for("event=rules_"), "event=rules_refused"));
    CHECK(place.pack_in_force() == before);
}

TEST_CASE("larmd ends at once in the middle of a trial", "[e2e][larmd][certificate]") {
    Place place{100};
    (void)place.wait_for("event=certificate_begun");
    auto const begun = steady_clock::now();
    auto const in_reload = GENERATE(false, true);
    if (in_reload) {
        place.edit("pack.textproto", "confirm_hold_s: 0", "confirm_hold_s: 1");
        place.reload();
        (void)place.wait_for("event=certificate_begun");
    }
    place.larmd().signal(SIGTERM);
    CHECK(place.larmd().end().code == 0);
    CHECK(steady_clock::now() - begun < std::chrono::seconds{3});
}

}  // namespace larm::e2e
