// kill -9 at random moments under load. What was replied as accepted stands in the journal, no
// command took effect twice, no deadline fired twice, and the chain of hashes holds.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <thread>
#include <tuple>

#include "engine/journal/sqlite_journal.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/daemon.hpp"
#include "tests/support/program.hpp"

#include <larm/v1/event.pb.h>

namespace larm::test {
namespace {

using Millis = std::chrono::milliseconds;

int kills_wanted() {
    auto const* const wanted = std::getenv("KILLS");
    return wanted == nullptr ? 20 : std::atoi(wanted);
}

struct Request {
    std::string method;
    std::string id;
    std::string body;
};

/// What the clients were told, by command id.
struct Accepted {
    std::string method;
    std::string seq;
    std::string durability;
    int answers = 1;
};

class Ledger {
public:
    void note(Request const& request, Answer const& answer) {
        std::lock_guard const hold{mutex_};
        if (answer.status != 200) {
            refused_.insert(request.id);
            return;
        }
        auto const seq = json_field(answer.body, "seq");
        auto const [known, is_new] = accepted_.emplace(
            request.id, Accepted{request.method, seq, json_field(answer.body, "durability")});
        if (!is_new) {
            CHECK(known->second.seq == seq);  // the same id, the same answer
            ++known->second.answers;
        }
    }
    [[nodiscard]] std::map<std::string, Accepted> const& all() const { return accepted_; }
    [[nodiscard]] std::set<std::string> const& refused() const { return refused_; }

private:
    std::mutex mutex_;
    std::map<std::string, Accepted> accepted_;
    std::set<std::string> refused_;
};

std::string const confirm_method = "IncidentService/ConfirmIncident";
std::string const commit_method = "TransportService/Commit";
std::string const revoke_method = "TransportService/Revoke";
std::string const acknowledge_method = "AlarmService/Acknowledge";

/// What an accepted command does, which is the first event with its id.
std::map<std::string, v1::Event::KindCase> const effects{
    {confirm_method, v1::Event::kIncidentConfirmed},
    {commit_method, v1::Event::kTransportsCommitted},
    {revoke_method, v1::Event::kTransportsRevoked},
    {acknowledge_method, v1::Event::kPartyAcknowledged}};

std::string uuid(std::mt19937_64& chance) {
    auto const high = chance();
    auto const low = chance();
    return fmt::format("{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}", high >> 32U,
                       (high >> 16U) & 0xFFFFU, high & 0xFFFU, low >> 52U, low & 0xFFFFFFFFFFFFU);
}

std::string confirm_body(std::string const& id) {
    return fmt::format(
        R"({{"commandId":"{}","regionId":"uppsala","level":"READINESS_LEVEL_KATASTROF","massCasualty":true,)"
        R"("report":{{"exactLocation":"E4 vid Björklinge","casualties":{{"severe":12}}}}}})",
        id);
}

Request next_request(std::mt19937_64& chance, std::string const& incident) {
    auto const id = uuid(chance);
    auto const turn = incident.empty() ? 0 : chance() % 6;
    if (turn == 0) {
        return {confirm_method, id, confirm_body(id)};
    }
    auto const head = fmt::format(R"({{"commandId":"{}","incidentId":"{}",)", id, incident);
    if (turn <= 2) {
        return {commit_method, id, head + R"("regionId":"uppsala","count":2})"};
    }
    if (turn <= 4) {
        return {revoke_method, id,
                head + R"("regionId":"uppsala","count":1,"reason":"Egen insats"})"};
    }
    return {acknowledge_method, id, head + R"("party":"tib@uppsala"})"};
}

/// Acts until told to stop. A command whose answer was lost is sent again under its id after the
/// restart, as a real client does; some are sent again although they were answered.
void load(std::uint16_t port, std::string const& token, std::uint64_t seed, Ledger& ledger,
          std::atomic<bool> const& stop, std::optional<Request>& unanswered) {
    std::mt19937_64 chance{seed};
    Client client{port, token};
    std::string incident;
    std::optional<Request> last;
    while (!stop) {
        auto request = unanswered                  ? *unanswered
                       : last && chance() % 4 == 0 ? *last
                                                   : next_request(chance, incident);
        auto const answer = client.call(request.method, request.body);
        if (answer.status == 0) {
            unanswered = std::move(request);
            return;
        }
        unanswered.reset();
        ledger.note(request, answer);
        if (answer.status == 200) {
            incident = json_field(answer.body, "incidentId");
            last = std::move(request);
        }
    }
}

std::string hex(std::string const& bytes) {
    std::string text;
    for (auto const each : bytes) {
        text += fmt::format("{:02x}", static_cast<unsigned char>(each));
    }
    return text;
}

std::string hex_of_uuid(std::string uuid_text) {
    std::erase(uuid_text, '-');
    return uuid_text;
}

/// What the journal says, read with the tool's own read-only access.
struct Told {
    std::map<std::string, std::pair<std::int64_t, v1::Event::KindCase>> first_by_command;
    int doubled_commands = 0;
    int effects_of_nothing = 0;  ///< What only a command does, without one.
    int doubled_deadlines = 0;
    int early_deadlines = 0;
    int escalations = 0;
    std::int64_t events = 0;
};

Told read_journal(std::filesystem::path const& file) {
    Told told;
    std::set<std::tuple<std::string, std::string, std::string, std::int64_t>> fired;
    auto journal = journal::SqliteJournal::open(file, journal::OpenMode::read_only);
    REQUIRE(journal.has_value());
    auto const read = (*journal)->read(1, [&](journal::Record const& record) {
        v1::Event event;
        REQUIRE(event.ParseFromString(record.body));
        ++told.events;
        if (!event.cause().command_id().empty()) {
            auto const is_new = told.first_by_command
                                    .emplace(hex(event.cause().command_id()),
                                             std::pair{record.seq, event.kind_case()})
                                    .second;
            told.doubled_commands += is_new ? 0 : 1;
        } else {
            auto const is_effect = std::ranges::any_of(
                effects, [&](auto const& each) { return each.second == event.kind_case(); });
            told.effects_of_nothing += is_effect ? 1 : 0;
        }
        if (event.has_chase_escalated()) {
            auto const& escalated = event.chase_escalated();
            ++told.escalations;
            told.early_deadlines += escalated.due_us() > event.at_us() ? 1 : 0;
            auto const is_new = fired
                                    .emplace(event.incident_id(), escalated.step(),
                                             escalated.party(), escalated.due_us())
                                    .second;
            told.doubled_deadlines += is_new ? 0 : 1;
        }
        return true;
    });
    REQUIRE(read.has_value());
    return told;
}

void check_against_journal(std::filesystem::path const& data, Ledger const& ledger) {
    auto const told = read_journal(data / "live.db");
    int missing = 0;
    int moved = 0;
    int other_effects = 0;
    std::map<std::string, int> sent_again;
    for (auto const& [id, accepted] : ledger.all()) {
        CHECK(accepted.durability == "DURABILITY_LOCAL");
        sent_again[accepted.method] += accepted.answers - 1;
        auto const found = told.first_by_command.find(hex_of_uuid(id));
        if (found == told.first_by_command.end()) {
            ++missing;
            continue;
        }
        auto const& [seq, effect] = found->second;
        moved += std::to_string(seq) != accepted.seq ? 1 : 0;
        other_effects += effect != effects.at(accepted.method) ? 1 : 0;
    }
    CHECK(missing == 0);
    CHECK(moved == 0);
    CHECK(other_effects == 0);
    for (auto const& [method, effect] : effects) {
        CAPTURE(method);
        CHECK(sent_again[method] > 0);
    }
    CHECK(std::ranges::none_of(ledger.refused(), [&](std::string const& id) {
        return told.first_by_command.contains(hex_of_uuid(id));
    }));
    CHECK(told.effects_of_nothing == 0);
    CHECK(told.doubled_commands == 0);
    CHECK(told.doubled_deadlines == 0);
    CHECK(told.early_deadlines == 0);
    CHECK(told.escalations > 0);
    CHECK(finish({LARM_BINARY, "journal", "verify", (data / "live.db").string()}).code == 0);
}

}  // namespace

TEST_CASE("killed at any moment under load, the daemon loses nothing and does nothing twice",
          "[crash][kill]") {
    constexpr std::size_t clients = 4;
    TemporaryDirectory const place;
    auto const data = place.path() / "data";
    auto const rules = place.path() / "rules";
    std::filesystem::create_directories(data);
    write_fast_rules(rules, 60);
    auto const token = mint_token(data, v1::ROLE_TIB, "uppsala");
    Ledger ledger;
    std::array<std::optional<Request>, clients> unanswered;
    std::mt19937_64 chance{20261124};

    for (int round = 0; round < kills_wanted(); ++round) {
        Daemon daemon{rules, data};
        std::atomic<bool> stop = false;
        std::vector<std::thread> threads;
        for (std::size_t client = 0; client < clients; ++client) {
            threads.emplace_back([&, client, seed = chance()] {
                load(daemon.port(), token, seed, ledger, stop, unanswered[client]);
            });
        }
        std::this_thread::sleep_for(Millis{20 + static_cast<int>(chance() % 300)});
        daemon.kill();
        stop = true;
        for (auto& thread : threads) {
            thread.join();
        }
    }
    Daemon last{rules, data};
    for (auto const& request : unanswered) {
        if (request) {
            Client again{last.port(), token};
            auto const answer = again.call(request->method, request->body);
            REQUIRE(answer.status != 0);
            ledger.note(*request, answer);
        }
    }
    std::this_thread::sleep_for(Millis{1500});  // deadlines of one second come due
    CHECK(last.stop() == 0);
    CHECK(ledger.all().size() > static_cast<std::size_t>(kills_wanted()));
    check_against_journal(data, ledger);
}

TEST_CASE("what came due while the daemon was down fires once, at its start", "[crash]") {
    TemporaryDirectory const place;
    auto const data = place.path() / "data";
    auto const rules = place.path() / "rules";
    std::filesystem::create_directories(data);
    write_fast_rules(rules, 60);
    auto const token = mint_token(data, v1::ROLE_TIB, "uppsala");
    {
        Daemon daemon{rules, data};
        Client client{daemon.port(), token};
        REQUIRE(client
                    .call("IncidentService/ConfirmIncident",
                          confirm_body("11111111-1111-4111-8111-111111111111"))
                    .status == 200);
        daemon.kill();
    }
    auto const before = read_journal(data / "live.db");
    REQUIRE(before.escalations == 0);
    std::this_thread::sleep_for(Millis{2500});
    {
        Daemon daemon{rules, data};
        CHECK(daemon.stop() == 0);
    }
    auto const after = read_journal(data / "live.db");
    CHECK(after.escalations > 0);
    CHECK(after.doubled_deadlines == 0);
    CHECK(after.early_deadlines == 0);
}

}  // namespace larm::test
