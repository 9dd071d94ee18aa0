// Invariants 1 and 7 against disks at random: whatever fails in whatever order, what was reported
// as LOCAL or SPILL is in the log afterwards, in its place; and whatever is changed in a file
// shows.
#include <rapidcheck.h>
#include <sqlite3.h>

#include <algorithm>
#include <map>

#include "engine/journal/verify.hpp"
#include "tests/unit/journal/support.hpp"

namespace larm::journal::test {
namespace {

using larm::test::FailingVfs;

/// What happens to a log and its disk; the number says how much of it.
struct Mishap {
    unsigned kind = 0;
    unsigned number = 0;
};

void showValue(Mishap const& mishap, std::ostream& out) {
    out << mishap.kind % 8 << ":" << mishap.number;
}

/// How often the rare was reached: a property over nothing proves nothing.
struct Reached {
    int spilled = 0;
    int lost_power = 0;
    int unsynced = 0;
    int returned = 0;
    int none = 0;
};

/// One process after the other on the same place, each ended by a crash.
class Life {
public:
    explicit Life(Reached& reached) : reached_{reached} { restart(); }

    void suffer(Mishap const& mishap) {
        switch (mishap.kind % 8) {
            case 0:
            case 1:
            case 2: write(1 + mishap.number % 7); break;
            case 3:
                vfs_.fail_syncs(static_cast<int>(mishap.number % 3));
                ++reached_.unsynced;
                break;
            case 4: vfs_.set_gone(mishap.number % 2 == 0); break;
            case 5: vfs_.set_full(mishap.number % 2 == 0); break;
            case 6: come_home(); break;
            default: restart(); break;
        }
    }

    /// All disks well again, a last start; then everything that was promised must stand there.
    void settle() {
        heal();
        restart();
        RC_ASSERT(log_->status().mode == Durability::local);
        log_.reset();
        auto const report = verify(place_.journal());
        RC_ASSERT(report.has_value());
        RC_ASSERT(report->is_good());
        auto const journal = open_to_read(place_);
        for (auto const& record : read_all(*journal)) {
            RC_ASSERT(std::ranges::count(bodies_, record.body) <= 1);  // nothing twice
            promised_.erase(record.body);
        }
        RC_ASSERT(promised_.empty());
    }

private:
    void heal() {
        vfs_.fail_syncs(0);
        vfs_.set_gone(false);
        vfs_.set_full(false);
    }

    void write(unsigned count) {
        std::vector<Record> records = batch(log_->head().seq, count, log_->site(), log_->epoch());
        for (auto& record : records) {
            record.site_seq = ++site_seq_;
            record.body = "said " + std::to_string(++said_);
            for (std::size_t byte = 0; byte < 8; ++byte) {
                record.id[byte] = static_cast<std::uint8_t>(said_ >> (8 * (7 - byte)));
            }
        }
        auto const durability = log_->commit(records, ::larm::journal::test::now);
        RC_ASSERT(durability.has_value());
        for (auto const& record : records) {
            bodies_.push_back(record.body);
            if (*durability == Durability::none) {
                in_memory_.emplace(record.body, true);
            } else {
                promised_.emplace(record.body, true);
            }
        }
        reached_.spilled += *durability == Durability::spill ? 1 : 0;
        reached_.none += *durability == Durability::none ? 1 : 0;
    }

    void come_home() {
        auto const was_away = log_->status().mode != Durability::local;
        auto const mode = log_->try_return(later);
        if (!mode) {  // it does not know what the disk knows: the process must start anew
            restart();
            return;
        }
        if (*mode == Durability::local) {
            reached_.returned += was_away ? 1 : 0;
            promised_.merge(in_memory_);
            in_memory_.clear();
        }
    }

    void restart() {
        log_.reset();  // as a crash does: nothing is said or flushed
        ++reached_.lost_power;
        in_memory_.clear();
        DurableLogOptions options;
        options.journal = place_.journal();
        options.spill_dir = place_.spill();
        options.fresh = identity("site-" + std::to_string(++starts_));
        options.vfs = vfs_.name();
        auto opened = DurableLog::open(std::move(options), ::larm::journal::test::now);
        RC_ASSERT(opened.has_value());
        log_ = std::move(*opened);
        site_seq_ = log_->site_seq_at_start();
    }

    Reached& reached_;
    Place place_;
    FailingVfs vfs_{"property"};
    std::unique_ptr<DurableLog> log_;
    std::map<std::string, bool> promised_;
    std::map<std::string, bool> in_memory_;
    std::vector<std::string> bodies_;
    std::int64_t site_seq_ = 0;
    std::int64_t said_ = 0;
    int starts_ = 0;
};

/// A column of `journal`, and SQL that changes it.
constexpr std::array<char const*, 8> tampering{
    "epoch = epoch + 1",   "site = site || 'x'",  "site_seq = site_seq + 1000000",
    "id = randomblob(16)", "hlc = hlc + 1",       "type = type + 1",
    "flags = flags + 2",   "body = body || x'00'"};

}  // namespace

}  // namespace larm::journal::test

namespace rc {

template <>
struct Arbitrary<larm::journal::test::Mishap> {
    static Gen<larm::journal::test::Mishap> arbitrary() {
        using larm::journal::test::Mishap;
        // At full size always: a small night must be able to see every kind of mishap.
        auto const upto = [](unsigned limit) {
            return gen::resize(kNominalSize, gen::inRange(0U, limit));
        };
        return gen::build<Mishap>(gen::set(&Mishap::kind, upto(8)),
                                  gen::set(&Mishap::number, upto(100)));
    }
};

}  // namespace rc

namespace larm::journal::test {

TEST_CASE("whatever fails, what was reported as safe is in the journal, once and in order",
          "[property][journal]") {
    Reached reached;
    CHECK(rc::check([&reached](std::vector<Mishap> const& mishaps) {
        Life life{reached};
        for (auto const& mishap : mishaps) {
            life.suffer(mishap);
        }
        life.settle();
    }));
    INFO(reached.spilled << " spilled, " << reached.none << " none, " << reached.returned
                         << " returned");
    CHECK(reached.spilled > 0);
    CHECK(reached.lost_power > 0);
    CHECK(reached.unsynced > 0);
    CHECK(reached.returned > 0);
}

TEST_CASE("any prefix of a log verifies; any change, loss or swap shows, and so does a cut end",
          "[property][journal]") {
    CHECK(rc::check([] {
        auto const count = *rc::gen::inRange<std::int64_t>(2, 40);
        auto const at = *rc::gen::inRange<std::int64_t>(1, count + 1);
        Place const place;
        Head prefix;
        Head head;
        {
            auto const journal = open(place);
            prefix = append(*journal, batch(0, at));
            RC_ASSERT(verify(place.journal(), prefix)->is_good());
            head = at == count ? prefix : append(*journal, batch(at, count - at));
        }
        RC_ASSERT(verify(place.journal(), head)->is_good());
        RC_ASSERT(verify(place.journal(), prefix)->is_good());  // noted earlier, and still true

        auto const how = *rc::gen::inRange<std::size_t>(0, tampering.size() + 3);
        auto const where = " WHERE seq = " + std::to_string(at);
        if (how < tampering.size()) {
            tamper(place.journal(), std::string{"UPDATE journal SET "} + tampering[how] + where);
        } else if (how == tampering.size()) {
            tamper(place.journal(), "DELETE FROM journal" + where);
        } else if (how == tampering.size() + 1) {
            auto const other = std::to_string(at == count ? at - 1 : at + 1);
            auto const here = std::to_string(at);
            tamper(place.journal(),
                   "UPDATE journal SET seq = 1000000 WHERE seq = " + here +
                       "; UPDATE journal SET seq = " + here + " WHERE seq = " + other +
                       "; UPDATE journal SET seq = " + other + " WHERE seq = 1000000");
        } else {  // cut off with its head, which the file alone cannot show
            tamper(place.journal(), "DELETE FROM journal WHERE seq >= " + std::to_string(at) +
                                        "; UPDATE head SET seq = " + std::to_string(at - 1) +
                                        ", hash = coalesce((SELECT hash FROM journal WHERE seq = " +
                                        std::to_string(at - 1) + "), zeroblob(32))");
        }
        auto const report = verify(place.journal(), head);
        RC_ASSERT(report.has_value());
        RC_ASSERT_FALSE(report->is_good());
    }));
}

}  // namespace larm::journal::test
