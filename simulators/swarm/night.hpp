// One night in virtual time: a World with a crowd before it, mail behind it, a disk and a clock
// under it, and everything that can go wrong with them. After every step the invariants are held
// against it. Same rules, seed and minutes: the same night.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "simulators/player/agenda.hpp"
#include "simulators/swarm/clients.hpp"
#include "simulators/swarm/coverage.hpp"
#include "simulators/swarm/crowd.hpp"
#include "simulators/swarm/drill.hpp"
#include "simulators/swarm/ledger.hpp"
#include "simulators/swarm/mail.hpp"
#include "simulators/swarm/process.hpp"
#include "simulators/swarm/swarm.hpp"

namespace larm::swarm {

/// An evening in November 2026.
inline constexpr core::Instant begins{1'795'000'000'000'000};

class Night final : private world::FeedPort {
public:
    /// Of the happenings only those that are `kept`; nullptr: all. It must outlive the night.
    Night(Rules const& rules, std::uint64_t seed, int minutes, Kept const* kept = nullptr);

    [[nodiscard]] NightResult play();

private:
    // night.cpp: the course of a night, and what must hold.
    void publish(std::shared_ptr<world::PublishedBatch const> batch) override;
    void run_until(core::Instant end);
    /// The next happening, or the machine's own wake; false where neither is before `end`.
    bool step(core::Instant end);
    void turn();
    void decide(core::Instant now);
    void decide(ClientCommand which, core::Instant now);
    void check();
    void compare_with_log();
    void check_chain();
    void expect_nothing_owed();
    void must(Held const& held);
    void fail(int invariant, std::string what);
    void settle();
    void expect_settled();
    void answer_until_nothing_is_asked();
    void give_all(std::vector<v1::Command> commands);

    // night_faults.cpp: what happens, and what goes wrong.
    void set_up();
    void later(core::Duration after, std::string what, std::function<void()> happening);
    using Happening = std::function<void(std::int64_t number)>;
    void every(int seconds_on_average, std::string const& what, Happening happening,
               std::int64_t number = 1);
    void act(std::int64_t number);
    void reload();
    void open_exercise(std::int64_t number);
    void keep_tending();
    void give(v1::Command command);
    void send(ClientCommand which);
    void start();
    void crash();
    void break_disks();
    void jump_clock();
    void begin_disk_work();
    void tend_disk();
    void note(std::string what);
    void note_sent(ClientCommand which);
    [[nodiscard]] std::vector<std::string> last_in_words() const;
    [[nodiscard]] std::string fresh_id();
    [[nodiscard]] std::int64_t between(std::int64_t low, std::int64_t high);
    [[nodiscard]] world::ClockReading clocks() const;

    Rules const& rules_;
    std::uint64_t seed_;
    int minutes_;
    Odds odds_;
    player::Chance chance_;
    Tally tally_;
    Coverage coverage_;
    Kept const* kept_;
    std::vector<std::string> played_;  ///< Happenings by name, in order.

    player::Agenda agenda_;
    core::Instant now_;                  ///< Virtual; the steady clock.
    std::int64_t wall_ahead_us_ = 0;     ///< The wall clock less the steady one.
    std::optional<core::Instant> wake_;  ///< When the machine looks at its clock by itself.
    /// Something that happened: put into words where a night has failed, and never else.
    struct Noted {
        core::Instant at;
        std::string what;
        std::optional<ClientCommand> sent;  ///< Then that is what happened.
    };
    std::deque<Noted> last_;
    std::optional<Failure> failure_;
    bool is_calm_ = false;

    Disk disk_;
    Ledger ledger_;
    Clients clients_;
    Crowd crowd_;
    Wire wire_;
    Mail<delivery::Live> mail_;
    std::unique_ptr<Drill> drill_;
    bool is_later_pack_ = false;          ///< Which version lies in the folder.
    std::optional<journal::Head> noted_;  ///< A head of the journal, as somebody wrote it down.
    std::vector<v1::Command> own_;        ///< Waiting for the next turn.
    std::vector<ClientCommand> queued_;   ///< Waiting for the next turn.
    std::optional<ClientCommand> refused_;
    int life_ = 0;  ///< Which process it is; what belongs to a dead one comes to nothing.
    Comparison comparison_;
    std::int64_t compared_step_ = 0;
    std::int64_t checked_seq_ = 0;  ///< Up to where everything has been held against the state.
    bool is_disk_at_work_ = false;
    bool is_tended_ = false;
    bool is_doomed_ = false;  ///< It dies over the next batch.
    std::unique_ptr<Process> process_;
};

}  // namespace larm::swarm
