#include "engine/report/after_action.hpp"

#include <google/protobuf/util/json_util.h>

#include <algorithm>

#include "engine/core/check.hpp"
#include "engine/core/party.hpp"
#include "engine/report/after_action_parts.hpp"
#include "engine/report/exercise_mark.hpp"
#include "engine/report/timeline.hpp"

namespace larm::report {
namespace {

/// Of text, as the other documents: about a hundred pages.
constexpr std::size_t document_bytes_max = 400'000;

std::string date_and_clock(std::int64_t at_us) {
    auto const local = core::local_time({at_us});
    return core::date_text(local) + " " + core::clock_text(local);
}

std::string_view result_words(v1::InjectResult result) {
    return result == v1::INJECT_RESULT_DONE       ? "gjort"
           : result == v1::INJECT_RESULT_PARTLY   ? "delvis gjort"
           : result == v1::INJECT_RESULT_NOT_DONE ? "inte gjort"
                                                  : "";
}

std::string_view phase_words(v1::ExercisePhase phase) {
    return phase == v1::EXERCISE_PHASE_LOADED    ? "har inte börjat"
           : phase == v1::EXERCISE_PHASE_PLAYING ? "pågår"
           : phase == v1::EXERCISE_PHASE_PAUSED  ? "pausad"
           : phase == v1::EXERCISE_PHASE_FROZEN  ? "avbruten av ett skarpt larm"
                                                 : "slut";
}

struct Held {
    int held = 0;
    int expected = 0;
};

Held held_of(v1::ReplayReport const& result) {
    Held held;
    for (auto const& verdict : result.verdicts()) {
        ++held.expected;
        held.held += verdict.held() ? 1 : 0;
    }
    return held;
}

void write_head(AfterActionWriter const& to) {
    auto const& exercise = to.report.exercise();
    auto const& result = to.report.result();
    PaperTable facts{{"Övningen", ""}, {}, {30, 70}};
    auto const add = [&facts](std::string what, std::string text) {
        facts.rows.push_back({std::move(what), std::move(text)});
    };
    add("Scenario", fmt::format("{} ({}), frö {}", exercise.title().sv(), exercise.scenario_id(),
                                exercise.seed()));
    add("Övningstid", fmt::format("{} till {}", date_and_clock(result.started_at_us()),
                                  date_and_clock(result.ended_at_us())));
    add("Läge", fmt::format("{}{}{}", phase_words(exercise.phase()),
                            exercise.reason().empty() ? "" : ": ", exercise.reason()));
    std::string humans;
    for (auto const& party : exercise.humans()) {
        humans += (humans.empty() ? "" : ", ") + to.words.party(party);
    }
    add("Spelades av människor", humans.empty() ? "ingen" : humans);
    auto const held = held_of(result);
    add("Förväntningar", fmt::format("{} av {} höll", held.held, held.expected));
    for (auto const& score : to.report.score().incidents()) {
        auto text = fmt::format("{} av {} mätbara poäng", score.points(), score.points_max());
        if (score.has_acceptable()) {
            text += score.acceptable() ? ", godtagbart" : ", inte godtagbart";
        }
        if (score.has_chain()) {
            text += score.chain().has_chain_complete_us()
                        ? ", kedjan komplett efter " + time_span(score.chain().chain_complete_us())
                        : std::string{", kedjan blev aldrig komplett"};
        }
        add(to.incident(score.incident_id()), text);
    }
    add("Loggen",
        fmt::format("{} händelser, {} meddelanden, {} handlingar, {} avvisade", result.events(),
                    result.deliveries(), result.commands_accepted(), result.commands_refused()));
    to.table(std::move(facts));
}

void write_objectives(AfterActionWriter const& to) {
    if (to.report.objectives().empty()) {
        return;
    }
    to.section("Mål");
    PaperTable table{
        {"Mål", "Inspel som gavs", "Gjorda", "Delvis", "Inte gjorda"}, {}, {52, 12, 12, 12, 12}};
    for (auto const& each : to.report.objectives()) {
        table.rows.push_back({each.objective().title().sv(), std::to_string(each.injects()),
                              std::to_string(each.done()), std::to_string(each.partly()),
                              std::to_string(each.not_done())});
    }
    to.table(std::move(table));
}

/// What came of it: what the log has seen, and what somebody has judged.
std::string outcome_of(v1::InjectView const& inject) {
    auto const& record = inject.record();
    if (record.state() != v1::INJECT_STATE_GIVEN) {
        auto const note =
            record.judged_note().empty() ? std::string{} : ": " + record.judged_note();
        return (record.state() == v1::INJECT_STATE_SKIPPED ? "Utgick" : "Gavs aldrig") + note;
    }
    std::string text;
    if (inject.has_met() && inject.met()) {
        auto const after = inject.met_at_us() - record.at_us();
        auto const is_late = inject.within_s() > 0 && after > inject.within_s() * 1'000'000LL;
        text = fmt::format("Löst efter {}{}", time_span(after), is_late ? ", för sent" : "");
    } else if (inject.has_met()) {
        text = "Inte löst";
    }
    if (record.result() != v1::INJECT_RESULT_UNSPECIFIED) {
        text +=
            fmt::format("{}Bedömt: {}{}{}", text.empty() ? "" : ". ", result_words(record.result()),
                        record.judged_note().empty() ? "" : ", ", record.judged_note());
    }
    return text.empty() ? "Syns inte i loggen och är inte bedömt" : text;
}

std::string given_words(v1::InjectRecord const& record) {
    return record.cause() == v1::INJECT_CAUSE_CONTINGENCY ? " (reserv)"
           : record.cause() == v1::INJECT_CAUSE_BY_HAND   ? " (för hand)"
           : record.cause() == v1::INJECT_CAUSE_MADE_UP   ? " (påhittat under övningen)"
                                                          : "";
}

void write_injects(AfterActionWriter const& to) {
    if (to.report.injects().empty()) {
        return;
    }
    to.section("Inspel: förväntat mot faktiskt");
    PaperTable table{{"Nr", "Gavs", "Inspel", "Förväntat", "Utfall"}, {}, {7, 13, 34, 23, 23}};
    for (auto const& inject : to.report.injects()) {
        auto const& record = inject.record();
        auto const& what = record.what();
        auto at = clock_or_nothing(record.at_us()) + given_words(record);
        if (inject.planned_at_us() != 0) {
            at += " planerat " + clock_or_nothing(inject.planned_at_us());
        }
        auto expected = inject.expected_action();
        if (inject.within_s() > 0) {
            expected += fmt::format(" (inom {})", time_span(inject.within_s() * 1'000'000LL));
        }
        table.rows.push_back(
            {record.inject_id(), std::move(at),
             fmt::format("{} till {}, {}: {}",
                         what.from().empty() ? "Övningsledningen" : what.from(),
                         to.parties(what.to()), inject_method(what.method()), what.text()),
             std::move(expected), outcome_of(inject)});
    }
    table.strong_column = 4;
    to.table(std::move(table));
}

void write_expectations(AfterActionWriter const& to) {
    to.section("Scenariots förväntningar");
    if (to.report.result().verdicts().empty()) {
        to.line("Scenariot har inga.");
        return;
    }
    PaperTable table{{"Höll", "Förväntat", "Sågs"}, {}, {10, 50, 40}};
    for (auto const& verdict : to.report.result().verdicts()) {
        table.rows.push_back(
            {verdict.held() ? "ja" : "NEJ", verdict.expected().sv(), verdict.seen().sv()});
    }
    table.strong_column = 0;
    to.table(std::move(table));
}

void write_observations(AfterActionWriter const& to) {
    to.section("Observationer");
    if (to.report.exercise().observations().empty()) {
        to.line("Inga har noterats.");
        return;
    }
    PaperTable table{{"Tid", "Om", "Observation"}, {}, {12, 28, 60}};
    for (auto const& each : to.report.exercise().observations()) {
        auto about = each.party().empty() ? std::string{} : to.words.party(each.party());
        for (auto const& more : {each.objective_id(), each.indicator_key()}) {
            about += (about.empty() || more.empty() ? "" : ", ") + more;
        }
        auto text = each.text();
        if (each.result() != v1::INJECT_RESULT_UNSPECIFIED) {
            text += fmt::format(" ({})", result_words(each.result()));
        }
        table.rows.push_back({clock_or_nothing(each.at_us()), std::move(about), std::move(text)});
    }
    to.table(std::move(table));
}

void write_former(AfterActionWriter const& to) {
    if (to.report.former().empty()) {
        return;
    }
    to.section("Jämfört med tidigare körningar");
    PaperTable table{
        {"Körning", "Frö", "Förväntningar", "Poäng", "Kedjan komplett"}, {}, {40, 12, 16, 14, 18}};
    auto const held = held_of(to.report.result());
    auto points = 0;
    auto points_max = 0;
    for (auto const& score : to.report.score().incidents()) {
        points += score.points();
        points_max += score.points_max();
    }
    auto const of = [](int some, int all) { return fmt::format("{} av {}", some, all); };
    auto const& incidents = to.report.score().incidents();
    auto const is_complete =
        !incidents.empty() && incidents.begin()->chain().has_chain_complete_us();
    table.rows.push_back(
        {"Den här", std::to_string(to.report.exercise().seed()), of(held.held, held.expected),
         of(points, points_max),
         is_complete ? time_span(incidents.begin()->chain().chain_complete_us()) : nothing_said});
    for (auto const& run : to.report.former()) {
        table.rows.push_back(
            {fmt::format("{}, laddad {}", run.world_id(), date_and_clock(run.loaded_at_us())),
             std::to_string(run.seed()), of(run.held(), run.expected()),
             of(run.points(), run.points_max()),
             run.has_chain_complete_us() ? time_span(run.chain_complete_us()) : nothing_said});
    }
    to.table(std::move(table));
}

void write_timeline(AfterActionWriter const& to) {
    to.section("Tidslinje");
    PaperTable table{{"Tid", "Sedan bekräftelsen", "Händelse"}, {}, {11, 15, 74}};
    for (auto const& line : to.report.result().report().timeline()) {
        table.rows.push_back(
            {line.local_time(),
             line.has_since_confirmed_us() ? elapsed_text({line.since_confirmed_us()}) : "",
             line.text().sv()});
    }
    to.table(std::move(table));
}

}  // namespace

std::string_view inject_method(v1::InjectMethod method) {
    return method == v1::INJECT_METHOD_TELEPHONE   ? "telefon"
           : method == v1::INJECT_METHOD_RAKEL     ? "Rakel"
           : method == v1::INJECT_METHOD_SDK       ? "SDK"
           : method == v1::INJECT_METHOD_EMAIL     ? "e-post"
           : method == v1::INJECT_METHOD_IN_PERSON ? "på plats"
           : method == v1::INJECT_METHOD_MEDIA     ? "medier"
                                                   : "muntligt";
}

std::string time_span(std::int64_t us) {
    auto text = elapsed_text({us});
    return text.starts_with('+') ? text.substr(1) : text;
}

PaperChart AfterActionWriter::chart(std::string title) const {
    PaperChart chart{
        std::move(title), report.result().started_at_us(), report.result().ended_at_us(), {}, {}};
    constexpr std::int64_t minute_us = 60'000'000;
    constexpr std::int64_t day_min = 1440;
    constexpr std::int64_t ticks_max = 8;
    auto const minutes = (chart.until - chart.from) / minute_us;
    std::int64_t step = 1;
    for (auto const each :
         {1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10'080, 20'160, 43'200}) {
        step = each;
        if (minutes / each < ticks_max) {
            break;
        }
    }
    step = std::max(step, minutes / ticks_max);
    auto const first = (chart.from / minute_us / step + 1) * step;
    for (auto at = first; at * minute_us <= chart.until; at += step) {
        auto const local = core::local_time({at * minute_us});
        chart.ticks.push_back({at * minute_us, step < day_min
                                                   ? core::clock_text(local).substr(0, 5)
                                                   : fmt::format("{}/{}", local.day, local.month)});
    }
    return chart;
}

std::string AfterActionWriter::incident(std::string const& id) const {
    auto const& scores = report.score().incidents();
    auto const found = std::ranges::find_if(
        scores, [&id](auto const& score) { return score.incident_id() == id; });
    if (found == scores.end()) {
        return id;
    }
    return words.organisation(found->region_id()) +
           (found->location().empty() ? "" : ", " + found->location());
}

std::string AfterActionWriter::parties(
    google::protobuf::RepeatedPtrField<std::string> const& to) const {
    std::string text;
    for (auto const& party : to) {
        auto const role = core::role_of(party);
        auto const is_all = core::organisation_of(party) == "*";
        auto const name = !is_all                     ? words.party(party)
                          : role == v1::ROLE_TIB      ? std::string{"alla TiB"}
                          : role == v1::ROLE_DEPUTY   ? std::string{"alla stf TiB"}
                          : role == v1::ROLE_BLOOD    ? std::string{"alla blodcentraler"}
                          : role == v1::ROLE_HOSPITAL ? std::string{"alla sjukhus"}
                                                      : party;
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

PaperDocument after_action_paper(v1::AfterAction const& report, core::Pack const* pack) {
    Words const words{pack, Language::swedish};
    auto const title = "Efterrapport: " + report.exercise().title().sv();
    PaperDocument paper{title,
                        title,
                        fmt::format("Frö {}, tillstånd {}, regler {}.", report.exercise().seed(),
                                    report.result().state_hash().substr(0, 12),
                                    report.result().rules_hash().substr(0, 12)),
                        {PaperHeading{1, title}}};
    AfterActionWriter const to{report, words, paper};
    write_head(to);
    write_objectives(to);
    write_injects(to);
    write_expectations(to);
    write_observations(to);
    write_former(to);
    write_indicators(to);
    write_chain(to);
    write_answers(to);
    write_capacity(to);
    write_timeline(to);
    return exercise_paper(bounded(std::move(paper), document_bytes_max,
                                  "RAPPORTEN ÄR AVKORTAD HÄR: den är för lång för papper. Allt "
                                  "finns i exporten som JSON."));
}

std::string after_action_json(v1::AfterAction const& report) {
    google::protobuf::util::JsonPrintOptions options;
    options.add_whitespace = true;
    std::string json;
    LARM_CHECK(google::protobuf::util::MessageToJsonString(report, &json, options).ok());
    return json;
}

std::string after_action_file(v1::AfterAction const& report, std::string_view ending) {
    return exercise_file(
        fmt::format("efterrapport-{}.{}", report.exercise().scenario_id(), ending));
}

}  // namespace larm::report
