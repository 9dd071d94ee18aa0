// Hospitals in words: figures, steps, warnings, casualties.
#include <fmt/format.h>

#include <algorithm>

#include "engine/core/plus_words.hpp"
#include "engine/report/care_lines.hpp"
#include "engine/report/event_text_parts.hpp"

namespace larm::report {
namespace {

std::string_view state_text(Words const& words, v1::StepState state) {
    using enum v1::StepState;
    switch (state) {
        case STEP_STATE_NONE: return words.say("är nere", "is down");
        case STEP_STATE_ORDERED: return words.say("beställdes", "was ordered");
        case STEP_STATE_ACCEPTED: return words.say("åtogs", "was accepted");
        case STEP_STATE_DONE: return words.say("är klart", "is done");
        case STEP_STATE_FAILED: return words.say("MISSLYCKADES", "FAILED");
        case STEP_STATE_STEPPING_DOWN: return words.say("trappas ned", "is being stepped down");
        case STEP_STATE_UNSPECIFIED:
        case StepState_INT_MIN_SENTINEL_DO_NOT_USE_:
        case StepState_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return "?";
}

/// What a level orders is many steps at once: how many in each hospital.
std::string ordered_text(Telling const& telling) {
    auto const& words = telling.words;
    auto const& steps = telling.event.steps_changed().steps();
    auto text = fmt::format("{} {}", words.level(steps.Get(0).by_level()),
                            words.say("beställde", "ordered"));
    for (auto at = steps.begin(); at != steps.end();) {
        auto const next = std::find_if(at, steps.end(), [&](auto const& step) {
            return step.hospital_id() != at->hospital_id();
        });
        text += fmt::format("{} {} {} ({})", at == steps.begin() ? "" : ",", next - at,
                            words.say("steg", "steps"), telling.words.hospital(at->hospital_id()));
        at = next;
    }
    return text;
}

std::string steps_text(Telling const& telling) {
    auto const& steps = telling.event.steps_changed().steps();
    if (!steps.empty() && steps.Get(0).state() == v1::STEP_STATE_ORDERED &&
        steps.Get(0).by_level() != v1::READINESS_LEVEL_UNSPECIFIED) {
        return ordered_text(telling);
    }
    std::string text;
    std::string former;
    for (auto const& step : steps) {
        text += text.empty() ? "" : former == step.hospital_id() ? ", " : "; ";
        if (former != step.hospital_id()) {
            text += telling.words.hospital(step.hospital_id()) + ": ";
        }
        former = step.hospital_id();
        text += fmt::format("{} {}", step.step_id(), state_text(telling.words, step.state()));
        text += Telling::because(step.reason());
    }
    // One command is said in one way: the steps that it needs are no others'.
    auto const* const last = steps.empty() ? nullptr : &*steps.rbegin();
    return last == nullptr ? text : text + telling.by_voice(last->via(), last->taken_by());
}

std::string warned_text(Telling const& telling) {
    auto const& words = telling.words;
    auto const& warning = telling.event.capacity_warned().warning();
    auto text = fmt::format("{} {}", words.say("VARNING,", "WARNING,"),
                            telling.words.hospital(warning.hospital_id()));
    for (auto const& shortfall : warning.shortfalls()) {
        if (shortfall.missing() == 0) {
            text += fmt::format("; {} {}", words.stage(shortfall.stage()),
                                words.say("har ingen ledig plats", "has no free place"));
            continue;
        }
        auto const minutes = (shortfall.short_at_us() - telling.event.at_us()) / 60'000'000;
        text += fmt::format("; {} {} {} {}, ", words.stage(shortfall.stage()),
                            words.say("saknar", "lacks"), shortfall.missing(),
                            words.say("platser", "places"));
        text += minutes <= 0 ? std::string{words.say("redan nu", "already now")}
                             : fmt::format("{} {} min", words.say("från om", "from in"), minutes);
    }
    if (warning.shortfalls().empty() && warning.overdue_step_ids().empty()) {
        return fmt::format("{}: {}", text,
                           words.say("tar inte emot några patienter", "takes no patients"));
    }
    for (auto const& step : warning.overdue_step_ids()) {
        text +=
            fmt::format("; {} {}", step, words.say("är inte klart i tid", "is not done in time"));
    }
    return text;
}

std::string_view dimension_text(Words const& words, v1::PlusDimension dimension) {
    auto const names = core::dimension_words(dimension);
    return words.say(names.sv, names.en);
}

/// That a hospital is closed first; a line has room for some figures, and the report for all.
std::string reported_text(Telling const& telling) {
    constexpr int figures_said_max = 4;
    auto const& words = telling.words;
    auto const& report = telling.event.capacity_reported().report();
    auto text = fmt::format("{} {}", words.hospital(report.hospital_id()),
                            words.say("rapporterade kapacitet", "reported capacity"));
    auto const* separator = ": ";
    if (report.facility() != v1::FACILITY_STATUS_UNSPECIFIED) {
        text += fmt::format("{}{}", separator, facility_text(report.facility(), words));
        separator = ", ";
    }
    auto const said = std::min(report.figures_size(), figures_said_max);
    for (int index = 0; index < said; ++index) {
        auto const& figure = report.figures(index);
        text += fmt::format("{}{} {} {}", separator, words.stage(figure.stage()),
                            dimension_text(words, figure.dimension()), figure.free());
        separator = ", ";
    }
    if (report.figures_size() > said) {
        text += fmt::format(" {} {} {}", words.say("och", "and"), report.figures_size() - said,
                            words.say("siffror till", "more figures"));
    }
    return text + telling.over(report.via(), report.taken_by());
}

std::string counts_text(Words const& words, v1::SeverityCounts const& counts) {
    return fmt::format("{}/{}/{} {}", counts.severe(), counts.moderate(), counts.minor(),
                       words.say("svårt/måttligt/lindrigt", "severe/moderate/minor"));
}

std::string site_text(Telling const& telling) {
    auto const& words = telling.words;
    auto const& site = telling.event.casualties_reported().site();
    auto const by =
        site.triage_algorithm().empty()
            ? std::string{}
            : fmt::format(" ({} {})", words.say("enligt", "by"), site.triage_algorithm());
    auto const dead = site.dead() == 0
                          ? std::string{}
                          : fmt::format(", {} {}", site.dead(), words.say("döda", "dead"));
    // Who has said it at the scene is nobody that the engine knows; who enters it stands first.
    auto const is_heard = site.via() == v1::VIA_PHONE || site.via() == v1::VIA_RAKEL;
    auto const how = is_heard ? telling.over(site.via(), {}) : std::string{};
    return fmt::format(
        "{} {} {}: {} {}, {} {}{}{}{}", telling.actor(),
        words.say("rapporterade skadade vid", "reported casualties at"),
        site.name().empty() ? fmt::format("{} {}", words.say("skadeplats", "scene"), site.site_id())
                            : site.name(),
        counts_text(words, site.at_scene()), words.say("på plats", "at the scene"),
        counts_text(words, site.under_way()), words.say("på väg", "under way"), dead, by, how);
}

}  // namespace

std::string capacity_text(Telling const& telling) {
    auto const& event = telling.event;
    auto const& words = telling.words;
    if (event.has_capacity_reported()) {
        return reported_text(telling);
    }
    if (event.has_steps_changed()) {
        return steps_text(telling);
    }
    if (event.has_step_exercised()) {
        auto const& record = event.step_exercised().record();
        return fmt::format("{} {} {}{}", words.hospital(record.hospital_id()),
                           words.say("övade steget", "exercised the step"), record.step_id(),
                           telling.by_voice(record.via(), record.taken_by()));
    }
    if (event.has_capacity_warned()) {
        return warned_text(telling);
    }
    if (event.has_shortfall_passed()) {
        return fmt::format(
            "{}: {} {}", telling.words.hospital(event.shortfall_passed().hospital_id()),
            words.stage(event.shortfall_passed().stage()),
            words.say("väntas inte längre sakna platser", "is no longer expected to lack places"));
    }
    if (event.has_casualties_reported()) {
        return site_text(telling);
    }
    if (event.has_arrivals_reported()) {
        auto const& record = event.arrivals_reported().record();
        return fmt::format("{}: {} {}{}", telling.words.hospital(record.hospital_id()),
                           words.say("har tagit emot", "has received"),
                           counts_text(words, record.arrived()),
                           telling.over(record.via(), record.taken_by()));
    }
    return {};
}

}  // namespace larm::report
