#include "engine/larm/replay_text.hpp"

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

#include "engine/core/check.hpp"
#include "engine/core/local_time.hpp"
#include "engine/report/region_table.hpp"
#include "engine/report/words.hpp"

namespace larm::cli {
namespace {

std::string painted(std::string const& text, std::string_view code, bool colour) {
    return colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
}

std::string tables(player::Player const& player, v1::ReplayReport const& result, TextStyle style) {
    std::string text;
    for (auto const& table : result.report().incidents()) {
        auto const& incident = *player.state().incident(table.incident_id());
        report::Words const words{incident.pack, style.language};
        auto const letter =
            result.report().incidents_size() > 1 ? player.teller().letter(incident.id) + "  " : "";
        text += fmt::format("\n{}{}, {} ({})\n", letter, words.organisation(table.region_id()),
                            table.location(), words.phase(incident.phase));
        for (auto const& line : report::table_lines(table, incident, style.language)) {
            text += line + "\n";
        }
    }
    return text;
}

std::string verdict_line(v1::Verdict const& verdict, TextStyle style) {
    auto const mark =
        verdict.held() ? painted("✓", "32", style.colour) : painted("✗", "1;31", style.colour);
    auto text = fmt::format("  {} {}: {}", mark, report::in(style.language, verdict.expected()),
                            report::in(style.language, verdict.seen()));
    if (!verdict.held() && !verdict.place().empty()) {
        text += fmt::format("  [{}]", verdict.place());
    }
    return text + "\n";
}

std::string totals(v1::ReplayReport const& result, TextStyle style) {
    auto const say = [&style](std::string_view sv, std::string_view en) {
        return report::say(style.language, sv, en);
    };
    int held = 0;
    for (auto const& verdict : result.verdicts()) {
        held += verdict.held() ? 1 : 0;
    }
    auto const sum = fmt::format(
        "{} {}/{} {}", result.held() ? say("HÖLL:", "HELD:") : say("HÖLL INTE:", "DID NOT HOLD:"),
        held, result.verdicts_size(), say("förväntningar", "expectations"));
    return fmt::format("{}, {} {}, {} {}, {} {} ({} {}), {} {}, {} {}\n",
                       painted(sum, result.held() ? "1;32" : "1;31", style.colour), result.events(),
                       say("händelser i loggen", "events in the log"), result.deliveries(),
                       say("meddelanden", "messages"), result.commands_accepted(),
                       say("handlingar", "acts"), result.commands_refused(),
                       say("avvisade", "refused"), say("frö", "seed"), result.seed(),
                       say("tillstånd", "state"), result.state_hash().substr(0, 12));
}

}  // namespace

std::string replay_header(player::Scenario const& scenario, std::uint64_t seed, TextStyle style) {
    auto const& script = scenario.script;
    auto const say = [&style](std::string_view sv, std::string_view en) {
        return report::say(style.language, sv, en);
    };
    auto text = fmt::format("{}\n{}\n\n{}\n",
                            painted(report::in(style.language, script.title()), "1", style.colour),
                            report::in(style.language, script.about()), say("Källor:", "Sources:"));
    for (auto const& source : script.sources()) {
        text += fmt::format("  - {}{}\n", source.title(),
                            source.url().empty() ? "" : "\n    " + source.url());
    }
    text += fmt::format(
        "{}\n", say("Antaganden (i scenariofilen):", "Assumptions (in the scenario's file):"));
    auto const in_swedish =
        style.language == report::Language::swedish && !script.assumptions_sv().empty();
    for (auto const& assumption : in_swedish ? script.assumptions_sv() : script.assumptions()) {
        text += fmt::format("  - {}\n", assumption);
    }
    auto const start = core::local_time(scenario.starts);
    text += fmt::format("{} {} {}, {} {} {}, {} {}\n\n", say("Börjar", "Begins"),
                        core::date_text(start), core::clock_text(start), say("regler", "rules"),
                        scenario.pack.pack.name(), scenario.pack.pack.version(), say("frö", "seed"),
                        seed);
    return text;
}

std::string replay_line(player::Player const& player, v1::TimelineLine const& line,
                        TextStyle style) {
    auto const several = player.scenario().script.incidents_size() > 1;
    return report::line_text(line, style.language,
                             several ? player.teller().letter(line.incident_id()) : std::string{});
}

std::string replay_verdict(player::Player const& player, v1::ReplayReport const& result,
                           TextStyle style) {
    auto text = tables(player, result, style) + "\n";
    for (auto const& verdict : result.verdicts()) {
        text += verdict_line(verdict, style);
    }
    return text + "\n" + totals(result, style);
}

std::string replay_json(v1::ReplayReport const& result) {
    std::string json;
    google::protobuf::util::JsonPrintOptions options;
    options.always_print_primitive_fields = true;
    LARM_CHECK(google::protobuf::util::MessageToJsonString(result, &json, options).ok());
    return json + "\n";
}

}  // namespace larm::cli
