#include "simulators/player/verdict_text.hpp"

#include <fmt/format.h>

#include "engine/core/party.hpp"
#include "engine/core/triage_view.hpp"
#include "engine/report/timeline.hpp"
#include "engine/report/words.hpp"
#include "simulators/player/event_words.hpp"

namespace larm::player {
namespace {

using report::Language;
using report::Words;

/// "inom 0:30:00"; empty where there is no time.
std::string within(Words const& words, int seconds) {
    if (seconds == 0) {
        return {};
    }
    auto const text = report::elapsed_text(core::seconds(seconds));
    return fmt::format("{} {}", words.say("inom", "within"), text.substr(1));
}

std::string who(Words const& words, std::string const& pattern) {
    if (core::organisation_of(pattern) != "*") {
        return words.party(pattern);
    }
    switch (core::role_of(pattern)) {
        case v1::ROLE_BLOOD:
            return std::string{
                words.say("alla larmade blodcentraler", "all alarmed blood centres")};
        case v1::ROLE_TIB: return std::string{words.say("alla larmade TiB", "all alarmed TiBs")};
        case v1::ROLE_DEPUTY:
        case v1::ROLE_NATIONAL:
        case v1::ROLE_HOSPITAL:
        case v1::ROLE_CONTROLLER:
        case v1::ROLE_OBSERVER:
        case v1::ROLE_ADMIN:
        case v1::ROLE_UNSPECIFIED:
        case v1::Role_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Role_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return pattern;
}

std::string gauge_words(Words const& words, v1::Gauge gauge) {
    switch (gauge) {
        case v1::GAUGE_UNREACHABLE_PARTIES:
            return std::string{
                words.say("ej nådda parter samtidigt", "parties not reached at once")};
        case v1::GAUGE_COMMITTED_TRANSPORTS:
            return std::string{
                words.say("utlovade transporter samtidigt", "promised transport units at once")};
        case v1::GAUGE_RUNNING_INCIDENTS:
            return std::string{words.say("pågående larm samtidigt", "running alarms at once")};
        case v1::GAUGE_UNSPECIFIED:
        case v1::Gauge_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Gauge_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {};
}

std::string times(Words const& words, int count) {
    return fmt::format("{} {}", count,
                       count == 1 ? words.say("gång", "time") : words.say("gånger", "times"));
}

std::string of_hospital(Words const& words, std::string const& id) {
    return id.empty() ? std::string{words.say("sjukhusen", "the hospitals")}
                      : words.party(core::make_party(v1::ROLE_HOSPITAL, id));
}

std::string_view reached_words(Words const& words, v1::SupportReached reached) {
    switch (reached) {
        case v1::SUPPORT_REACHED_OFFERED: return words.say("erbjudet", "offered");
        case v1::SUPPORT_REACHED_ACCEPTED: return words.say("accepterat", "accepted");
        case v1::SUPPORT_REACHED_UNDER_WAY: return words.say("på väg", "under way");
        case v1::SUPPORT_REACHED_ARRIVED: return words.say("framme", "arrived");
        case v1::SUPPORT_REACHED_RELEASED: return words.say("släppt", "released");
        case v1::SUPPORT_REACHED_UNSPECIFIED:
        case v1::SupportReached_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::SupportReached_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {};
}

std::string_view kind_words(Words const& words, v1::SupportKind kind) {
    switch (kind) {
        case v1::SUPPORT_KIND_MATERIEL: return words.say("materielstöd", "materiel support");
        case v1::SUPPORT_KIND_TEAM: return words.say("personalstöd", "support with staff");
        case v1::SUPPORT_KIND_HELICOPTER:
            return words.say("helikopterstöd", "support with helicopters");
        case v1::SUPPORT_KIND_ICU_TRANSPORT:
            return words.say("intensivvårdstransport", "intensive care transport");
        case v1::SUPPORT_KIND_UNSPECIFIED:
        case v1::SupportKind_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::SupportKind_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return words.say("stöd", "support");
}

std::string support_text(v1::SupportExpected const& expected, Words const& words) {
    return fmt::format("{} {}, {} {} {}", kind_words(words, expected.kind()),
                       reached_words(words, expected.reached()), words.say("minst", "at least"),
                       expected.at_least(), within(words, expected.within_s()));
}

std::string transfers_text(v1::TransfersExpected const& expected, Words const& words) {
    auto where = expected.hospital_id().empty() ? words.organisation(expected.region_id())
                                                : of_hospital(words, expected.hospital_id());
    where = expected.hospital_id().empty() && expected.region_id().empty() ? "" : where + ": ";
    auto from = std::string_view{};
    switch (expected.kind()) {
        case v1::TRANSFER_KIND_PRIMARY:
            from = words.say(" från skadeplats", " from a scene");
            break;
        case v1::TRANSFER_KIND_SECONDARY:
            from = words.say(" från ett annat sjukhus", " from another hospital");
            break;
        case v1::TRANSFER_KIND_UNSPECIFIED:
        case v1::TransferKind_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::TransferKind_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return fmt::format("{}{} {} {}{} {}", where, words.say("minst", "at least"),
                       expected.at_least(),
                       words.say("förflyttade har kommit fram", "moved patients have arrived"),
                       from, within(words, expected.within_s()));
}

std::string expected_text(v1::Expectation const& expected, Words const& words) {
    auto const limit = within_s(expected);
    switch (expected.that_case()) {
        case v1::Expectation::kChainComplete:
            return fmt::format("{} {}", words.say("larmkedjan komplett", "the chain complete"),
                               within(words, limit));
        case v1::Expectation::kAcknowledged: {
            auto const via = expected.acknowledged().via();
            return fmt::format(
                "{} {}{} {}", who(words, expected.acknowledged().party()),
                words.say("har kvitterat", "acknowledged"),
                via == v1::VIA_UNSPECIFIED ? "" : fmt::format(" ({})", words.via(via)),
                within(words, limit));
        }
        case v1::Expectation::kCommitted: {
            auto const& wanted = expected.committed();
            return fmt::format(
                "{} {} {} {}",
                wanted.region_id().empty()
                    ? std::string{words.say("alla regioner tillsammans", "all regions together")}
                    : words.organisation(wanted.region_id()),
                words.say("utlovar minst", "promise at least"), words.transports(wanted.at_least()),
                within(words, limit));
        }
        case v1::Expectation::kShownUnreachable:
            return fmt::format("{} {} {}", words.party(expected.shown_unreachable().party()),
                               words.say("visas som ej nådd", "is shown as not reached"),
                               within(words, limit));
        case v1::Expectation::kDeclarerTold:
            return fmt::format(
                "{} {} {} {}",
                words.say("den som larmade får veta att", "the declarer is told that"),
                words.party(expected.declarer_told().party()),
                words.say("inte svarar", "does not answer"), within(words, limit));
        case v1::Expectation::kAtMost:
            return fmt::format("{} {} {}", words.say("aldrig fler än", "never more than"),
                               expected.at_most().count(),
                               gauge_words(words, expected.at_most().gauge()));
        case v1::Expectation::kNotCountedTwice:
            return std::string{
                words.say("ingen transport räknas två gånger, och summorna är loggens",
                          "no transport is counted twice, and the sums are the log's")};
        case v1::Expectation::kStandDownReached:
            return fmt::format("{} {}",
                               words.say("alla larmade har sett avlarmningen",
                                         "everyone alarmed has seen the stand-down"),
                               within(words, limit));
        case v1::Expectation::kPhaseAtEnd:
            return fmt::format("{} \"{}\"",
                               words.say("läget vid slutet är", "at the end the incident is"),
                               words.phase(expected.phase_at_end().phase()));
        case v1::Expectation::kHappens:
            return fmt::format("{}, {} {} {}", event_in_words(words, expected.happens().event()),
                               words.say("minst", "at least"),
                               times(words, expected.happens().at_least()), within(words, limit));
        case v1::Expectation::kArrived:
            return fmt::format("{} {} {} {}", of_hospital(words, expected.arrived().hospital_id()),
                               words.say("har tagit emot minst", "have taken at least"),
                               expected.arrived().at_least(), within(words, limit));
        case v1::Expectation::kStepsDone:
            return fmt::format(
                "{} {} {} {}", of_hospital(words, expected.steps_done().hospital_id()),
                words.say("har genomfört steg, minst", "have carried out steps, at least"),
                expected.steps_done().at_least(), within(words, limit));
        case v1::Expectation::kShortfallForeseen: {
            auto const& wanted = expected.shortfall_foreseen();
            auto const before = report::elapsed_text(core::seconds(wanted.at_least_s_before()));
            return fmt::format(
                "{} {} {} {} {}",
                words.say("platsbrist förutses vid", "too few places are foreseen at"),
                of_hospital(words, wanted.hospital_id()), within(words, limit), before.substr(1),
                words.say("i förväg", "ahead"));
        }
        case v1::Expectation::kRecommended:
            return fmt::format(
                "{}: {}\"{}\" {} {}", words.organisation(expected.recommended().region_id()),
                expected.recommended().back() ? words.say("återgång från ", "the return from ")
                                              : "",
                expected.recommended().question_id(), words.say("rekommenderas", "is recommended"),
                within(words, limit));
        case v1::Expectation::kTransfers: return transfers_text(expected.transfers(), words);
        case v1::Expectation::kSupport: return support_text(expected.support(), words);
        case v1::Expectation::kNoVehicleHeldAtEnd:
            return std::string{
                words.say("vid slutet är inget fordon utlovat, och ingen förflyttning på väg",
                          "at the end no vehicle stands promised, and no move is on its way")};
        case v1::Expectation::kTriage: {
            v1::TriageDecision wanted;
            wanted.set_mode(expected.triage().mode());
            wanted.set_standard(expected.triage().standard());
            auto const what = core::decision_in_words(wanted);
            return fmt::format("{}: {} {} {}", words.organisation(expected.triage().region_id()),
                               words.say("beslut om", "decision on"),
                               words.say(what.sv(), what.en()), within(words, limit));
        }
        case v1::Expectation::kNever:
            return fmt::format("{}: {}", words.say("aldrig", "never"),
                               event_in_words(words, expected.never().event()));
        case v1::Expectation::THAT_NOT_SET: break;
    }
    return {};
}

/// "+0:04:10", since what the expectation counts from.
std::string since(Finding const& finding, core::Instant at) {
    auto const from = finding.expected->has_stand_down_reached() ? finding.incident->ended_at
                                                                 : finding.incident->confirmed_at;
    return report::elapsed_text(at - from);
}

std::string seen_text(Finding const& finding, Words const& words) {
    auto const& expected = *finding.expected;
    if (expected.has_phase_at_end()) {
        if (finding.incident == nullptr) {
            return std::string{words.say("ingen händelse", "no incident")};
        }
        return finding.held ? std::string{words.say("ja", "yes")}
                            : fmt::format("{}, \"{}\"", words.say("nej", "no"),
                                          words.phase(finding.incident->phase));
    }
    if (expected.has_not_counted_twice() || expected.has_no_vehicle_held_at_end()) {
        return finding.fault.empty() && finding.held
                   ? std::string{words.say("så är det", "so it is")}
                   : finding.fault;
    }
    if (expected.has_at_most()) {
        return fmt::format("{} {}", words.say("som mest", "at most"), finding.most);
    }
    if (expected.has_never()) {
        return finding.count == 0 ? std::string{words.say("hände inte", "did not happen")}
                                  : times(words, finding.count);
    }
    std::string extra;
    if (expected.has_happens()) {
        extra = fmt::format(" ({})", times(words, finding.count));
    } else if ((expected.has_committed() || finding.most > 0) && !finding.met_at) {
        extra = fmt::format(" ({} {})", words.say("som mest", "at most"), finding.most);
    }
    return (finding.met_at && finding.incident != nullptr
                ? since(finding, *finding.met_at)
                : std::string{words.say("hände aldrig", "never happened")}) +
           extra;
}

std::string about(v1::Expectation const& expected, Scenario const& scenario) {
    return scenario.script.incidents_size() > 1 && !expected.incident().empty()
               ? expected.incident() + ": "
               : std::string{};
}

}  // namespace

int within_s(v1::Expectation const& expected) {
    auto const* const kinds = v1::Expectation::descriptor()->FindOneofByName("that");
    auto const* const kind = expected.GetReflection()->GetOneofFieldDescriptor(expected, kinds);
    auto const* const field =
        kind == nullptr ? nullptr : kind->message_type()->FindFieldByName("within_s");
    if (field == nullptr) {
        return 0;
    }
    auto const& that = expected.GetReflection()->GetMessage(expected, kind);
    return that.GetReflection()->GetInt32(that, field);
}

v1::Text expected_in_words(v1::Expectation const& expected, Scenario const& scenario) {
    auto const in = [&](Language language) {
        auto text = about(expected, scenario) +
                    expected_text(expected, Words{scenario.named.get(), language});
        text.erase(text.find_last_not_of(" ,") + 1);  // what comes before a time that is left out
        return text;
    };
    v1::Text text;
    text.set_sv(in(Language::swedish));
    text.set_en(in(Language::english));
    return text;
}

v1::Verdict in_words(Finding const& finding, Scenario const& scenario) {
    Words const sv{scenario.named.get(), Language::swedish};
    Words const en{scenario.named.get(), Language::english};
    v1::Verdict verdict;
    verdict.set_held(finding.held);
    *verdict.mutable_expected() = expected_in_words(*finding.expected, scenario);
    verdict.mutable_seen()->set_sv(seen_text(finding, sv));
    verdict.mutable_seen()->set_en(seen_text(finding, en));
    return verdict;
}

}  // namespace larm::player
