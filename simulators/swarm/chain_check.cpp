#include "simulators/swarm/chain_check.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "engine/core/check.hpp"
#include "engine/journal/verify.hpp"
#include "engine/world/restore.hpp"
#include "simulators/swarm/disk.hpp"

namespace larm::swarm {
namespace {

using Log = std::vector<journal::Record>;

journal::Head head_of(std::span<journal::Record const> log) {
    return log.empty() ? journal::Head{} : journal::Head{log.back().seq, log.back().hash};
}

/// The head as the file says it: whoever changes records leaves that alone, or writes it anew.
bool shows(std::span<journal::Record const> changed, journal::Head const& head,
           std::optional<journal::Head> const& outside = std::nullopt) {
    return !journal::verify(changed, head, outside).is_good();
}

void change(journal::Record& record, player::Chance& chance) {
    auto const at = chance.below(record.body.size());
    record.body[at] = static_cast<char>(record.body[at] ^ (1 << chance.below(8)));
}

}  // namespace

Held the_log_is_whole(std::span<journal::Record const> log,
                      std::optional<journal::Head> const& outside) {
    auto const report = journal::verify(log, head_of(log), outside);
    return report.is_good() ? Held{} : broken(7, report.reason);
}

Held tampering_shows(std::span<journal::Record const> log, player::Chance& chance) {
    auto const head = head_of(log);
    auto const at = static_cast<std::size_t>(chance.below(log.size() - 1));
    Log work{log.begin(), log.end()};  // one copy for all of it: each anew takes its memory
    change(work[at], chance);
    if (!shows(work, head)) {
        return broken(7, fmt::format("record {} was changed, and nothing shows it", at + 1));
    }
    journal::Chain chain;  // made whole again, as one would who knows how the chain is made
    auto const before = at == 0 ? journal::Hash{} : log[at - 1].hash;
    chain.fill(before, std::span{work}.subspan(at));
    if (shows(work, head_of(work))) {
        return broken(7, "a log that was made whole again is not: the test proves nothing");
    }
    if (!shows(work, head_of(work), head)) {
        return broken(
            7, fmt::format("rewritten from {} on, and a head noted outside shows nothing", at + 1));
    }
    work.assign(log.begin(), log.end());
    work.erase(work.begin() + static_cast<long>(at));
    if (!shows(work, head)) {
        return broken(7, fmt::format("record {} is missing, and nothing shows it", at + 1));
    }
    for (auto each = work.begin() + static_cast<long>(at); each != work.end(); ++each) {
        --each->seq;  // and nobody sees a gap
    }
    if (!shows(work, head_of(work))) {
        return broken(
            7, fmt::format("record {} is missing without a gap, and nothing shows it", at + 1));
    }
    work.assign(log.begin(), log.end());
    std::swap(work[at], work[at + 1]);
    std::swap(work[at].seq, work[at + 1].seq);
    if (!shows(work, head)) {
        return broken(
            7, fmt::format("records {} and {} are swapped, and nothing shows it", at + 1, at + 2));
    }
    auto const cut = log.first(log.size() - 1);
    if (!shows(cut, head_of(cut), head)) {
        return broken(7, "the log was cut, and a head noted outside shows nothing");
    }
    return {};
}

Held a_prefix_is_a_log(std::span<journal::Record const> prefix) {
    if (auto whole = the_log_is_whole(prefix, std::nullopt); !whole) {
        return whole;
    }
    core::State folded;
    v1::Event event;
    for (auto const& record : prefix) {
        LARM_CHECK(event.ParseFromString(record.body));
        folded.evolve(event, record.seq);
    }
    Disk disk{prefix};
    auto const start = disk.start();
    if (!start) {
        return broken(7, start.error().message);
    }
    auto held = the_log_is_the_state(start->state, folded);
    return held ? held : broken(7, "a prefix of the log: " + held.error().what);
}

}  // namespace larm::swarm
