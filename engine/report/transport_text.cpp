// Transports in words: promised, declined, taken back, sent.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <vector>

#include "engine/core/party.hpp"
#include "engine/report/event_text_parts.hpp"

namespace larm::report {
namespace {

std::string region(Telling const& telling, std::string const& id) {
    return telling.words.party(core::make_party(v1::ROLE_TIB, id));
}

/// "; 2 kvar", from how the event leaves the region's chase.
std::string lack(Telling const& telling, std::string const& region_id) {
    auto const party = core::make_party(v1::ROLE_TIB, region_id);
    for (auto const& chase : telling.event.chases()) {
        if (chase.party() == party && chase.missing() > 0) {
            return fmt::format("; {} {}", chase.missing(),
                               telling.words.say("kvar att utlova", "still to promise"));
        }
    }
    return {};
}

/// Vehicles by name, " [331-9010, 331-9020]"; empty where none is named.
template <typename Names>
std::string in_brackets(Names const& names) {
    return names.empty() ? std::string{} : fmt::format(" [{}]", fmt::join(names, ", "));
}

std::string committed_text(Telling const& telling) {
    auto const& words = telling.words;
    auto const& given = telling.event.transports_committed();
    auto text = fmt::format("{} {} {}", region(telling, given.region_id()),
                            given.provisional()
                                ? words.say("utlovade preliminärt", "promised provisionally")
                                : words.say("utlovade", "promised"),
                            words.transports(given.count()));
    if (!given.kind().empty()) {
        text += fmt::format(" ({})", given.kind());
    }
    auto const minutes = (given.ready_at_us() - telling.event.at_us()) / 60'000'000;
    if (minutes > 0) {
        text += fmt::format(" {} {} min", words.say("om", "in"), minutes);
    }
    return text + in_brackets(given.resource_ids()) + telling.over(given.via(), given.taken_by()) +
           telling.noted(given.note()) + lack(telling, given.region_id());
}

std::string declined_text(Telling const& telling) {
    auto const& declined = telling.event.transports_declined();
    return fmt::format("{} {} {}: {}{}{}", region(telling, declined.region_id()),
                       telling.words.say("AVBÖJDE", "DECLINED"),
                       telling.words.transports(declined.missing()), declined.reason(),
                       telling.over(declined.via(), declined.taken_by()),
                       telling.noted(declined.note()));
}

std::string revoked_text(Telling const& telling) {
    auto const& revoked = telling.event.transports_revoked();
    int count = 0;
    std::vector<std::string> names;
    for (auto const& share : revoked.shares()) {
        count += share.count();
        names.insert(names.end(), share.resource_ids().begin(), share.resource_ids().end());
    }
    return fmt::format(
        "{} {} {}{}{}{}{}", region(telling, revoked.region_id()),
        telling.words.say("TOG TILLBAKA", "TOOK BACK"), telling.words.transports(count),
        in_brackets(names), Telling::because(revoked.reason()),
        telling.over(revoked.via(), revoked.taken_by()), lack(telling, revoked.region_id()));
}

std::string share_text(Telling const& telling, std::string const& region_id,
                       v1::CommitmentShare const& share, std::string_view sv, std::string_view en) {
    return fmt::format("{}: {}{} {}", region(telling, region_id),
                       telling.words.transports(share.count()), in_brackets(share.resource_ids()),
                       telling.words.say(sv, en)) +
           lack(telling, region_id);
}

std::string shortfall_text(Telling const& telling) {
    auto const& accepted = telling.event.shortfall_accepted();
    auto const what = accepted.missing() > 0 ? telling.words.transports(accepted.missing())
                                             : telling.words.step(accepted.step());
    return fmt::format("{} {} {} ({}){}", telling.actor(),
                       telling.words.say("GODTOG bristen från", "ACCEPTED the shortfall from"),
                       telling.words.organisation(accepted.region_id()), what,
                       Telling::because(accepted.reason()));
}

}  // namespace

std::string transport_text(Telling const& telling) {
    auto const& event = telling.event;
    if (event.has_transports_committed()) {
        return committed_text(telling);
    }
    if (event.has_transports_declined()) {
        return declined_text(telling);
    }
    if (event.has_transports_revoked()) {
        return revoked_text(telling);
    }
    if (event.has_transports_reconfirmed()) {
        auto const& confirmed = event.transports_reconfirmed();
        return fmt::format("{} {}{}", region(telling, confirmed.region_id()),
                           telling.words.say("bekräftade att löftet gäller",
                                             "confirmed that the promise stands"),
                           telling.over(confirmed.via(), confirmed.taken_by())) +
               lack(telling, confirmed.region_id());
    }
    if (event.has_transports_departed()) {
        auto const& departed = event.transports_departed();
        return share_text(telling, departed.region_id(), departed.share(), "har åkt", "have left") +
               telling.by_voice(departed.via(), departed.taken_by());
    }
    if (event.has_transports_released()) {
        auto const& released = event.transports_released();
        return share_text(telling, released.region_id(), released.share(), "behövs inte längre",
                          "no longer needed");
    }
    if (event.has_commitment_expired()) {
        auto const& expired = event.commitment_expired();
        return share_text(telling, expired.region_id(), expired.share(), "har löpt ut obekräftade",
                          "ran out unconfirmed");
    }
    if (event.has_reconfirm_asked()) {
        return fmt::format("{} {}", region(telling, event.reconfirm_asked().region_id()),
                           telling.words.say("tillfrågas om löftet gäller",
                                             "is asked whether the promise stands"));
    }
    return event.has_shortfall_accepted() ? shortfall_text(telling) : std::string{};
}

}  // namespace larm::report
