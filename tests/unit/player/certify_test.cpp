// The certificate of readiness: a pack and contacts that stand their scenarios, and those that do
// not, in words.
#include "simulators/player/certify.hpp"

#include <fstream>

#include "engine/report/certificate_text.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/player/support.hpp"

namespace larm::player::test {
namespace {

namespace fs = std::filesystem;

/// A copy of the shipped pack that a test spoils, and the small scenario.
class Place {
public:
    Place() {
        fs::copy(rules(), rules_folder());
        fs::create_directories(folder_.path() / "scenarios");
        (void)folder_.write("scenarios/small.textproto",
                            with(small(), "within_s: 60", "within_s: 10"));
    }
    [[nodiscard]] fs::path rules_folder() const { return folder_.path() / "rules"; }
    void edit(std::string const& file, std::string_view from, std::string_view to) const {
        std::ifstream in{rules_folder() / file};
        std::string const text{std::istreambuf_iterator<char>{in}, {}};
        (void)folder_.write("rules/" + file, with(text, from, to));
    }
    [[nodiscard]] Trial trial(std::string const& id = "small", int seeds = 1) const {
        Trial trial{.rules = rules_folder(), .scenarios = folder_.path() / "scenarios"};
        trial.chosen.emplace_back().set_scenario_id(id);
        trial.chosen.back().set_seeds(seeds);
        trial.version = "1.2.3";
        return trial;
    }
    [[nodiscard]] v1::ReadinessCertificate certified(Trial const& trial) const {
        auto const pack = rules::load_pack(rules_folder());
        REQUIRE(pack.has_value());
        auto const certificate = certify(*pack, trial);
        REQUIRE(certificate.has_value());
        return *certificate;
    }

private:
    Folder folder_;
};

std::string failures(v1::ReadinessCertificate const& certificate) {
    std::string text;
    for (auto const& line : report::failed_lines(certificate, report::Language::english)) {
        text += line + "\n";
    }
    return text;
}

}  // namespace

TEST_CASE("a pack that stands its scenarios has a certificate, the same each time",
          "[player][certify]") {
    Place const place;
    auto trial = place.trial("small", 2);
    std::vector<std::string> told;
    trial.on_run = [&told](v1::ReadinessRun const& run) {
        told.push_back(report::run_lines(run, report::Language::english).front());
    };
    auto const certificate = place.certified(trial);
    CHECK(failures(certificate) == "");
    CHECK(certificate.held());
    CHECK(certificate.rules_hash().size() == 64);
    CHECK(certificate.contacts_hash().size() == 64);
    CHECK(certificate.version() == "1.2.3");
    REQUIRE(certificate.runs_size() == 2);
    CHECK(certificate.runs(0).expected() == certificate.runs(0).held());
    CHECK(certificate.runs(0).expected() > 0);
    CHECK(certificate.runs(1).seed() == 2);
    CHECK(certificate.runs(0).state_hash() != certificate.runs(1).state_hash());
    CHECK(certificate.runs(0).scenario_hash() == certificate.runs(1).scenario_hash());
    CHECK(told == std::vector<std::string>{"small, seed 1: 1 of 1 expectations held",
                                           "small, seed 2: 1 of 1 expectations held"});
    CHECK(place.certified(trial).SerializeAsString() == certificate.SerializeAsString());
}

TEST_CASE("a deadline that comes too late is told with scenario, expectation and place",
          "[player][certify]") {
    Place const place;
    place.edit("pack.textproto", "confirm_hold_s: 0", "confirm_hold_s: 15");
    auto const certificate = place.certified(place.trial());
    CHECK_FALSE(certificate.held());
    auto const said = failures(certificate);
    CHECK_THAT(said, Catch::StartsWith("small, seed 1: 0 of 1 expectations held\n"));
    CHECK_THAT(said, Catch::Contains("within 0:00:10"));
    CHECK_THAT(said, Catch::Contains("small.textproto:"));
}

TEST_CASE("a duty officer without an address that the pack needs fails the certificate",
          "[player][certify]") {
    Place const place;
    auto const held = place.certified(place.trial());
    place.edit("contacts.textproto",
               "  addresses { channel: CHANNEL_PUSH value: \"dalarna-tib-1\" }\n", "");
    auto const certificate = place.certified(place.trial());
    CHECK_FALSE(certificate.held());
    CHECK(certificate.rules_hash() == held.rules_hash());
    CHECK(certificate.contacts_hash() != held.contacts_hash());
    CHECK_THAT(failures(certificate), Catch::Contains("no address for CHANNEL_PUSH"));
}

TEST_CASE("what cannot be played has not held, and says why", "[player][certify]") {
    Place const place;
    auto const missing = place.certified(place.trial("unknown"));
    CHECK_FALSE(missing.held());
    CHECK_THAT(failures(missing), Catch::Contains("unknown.textproto:1:1: error: cannot be read"));
    place.edit("contacts.textproto", "party: \"tib@dalarna\"\n  name: \"Maja Lövgren\"",
               "party: \"tib@nowhere\"\n  name: \"Maja Lövgren\"");
    auto const faulty = place.certified(place.trial());
    CHECK_FALSE(faulty.held());
    CHECK_THAT(failures(faulty), Catch::Contains("contacts.textproto:"));
}

TEST_CASE("a trial is given up where it is told to stop", "[player][certify]") {
    Place const place;
    auto trial = place.trial();
    int asked = 0;
    trial.shall_stop = [&asked] { return ++asked > 20; };
    auto const pack = rules::load_pack(place.rules_folder());
    REQUIRE(pack.has_value());
    CHECK_FALSE(certify(*pack, trial).has_value());
    CHECK(asked == 21);
}

TEST_CASE("the shipped pack names scenarios that are there", "[player][certify]") {
    auto const pack = rules::load_pack(rules());
    REQUIRE(pack.has_value());
    auto const scenarios = scenarios_above(rules());
    REQUIRE(scenarios.has_value());
    auto const chosen = chosen_by(pack->pack);
    CHECK(chosen.size() > 5);
    for (auto const& each : chosen) {
        CAPTURE(each.scenario_id());
        CHECK(load(*scenarios / (each.scenario_id() + ".textproto")).script.id() ==
              each.scenario_id());
    }
}

}  // namespace larm::player::test
