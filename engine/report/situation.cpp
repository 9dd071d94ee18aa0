#include "engine/report/situation.hpp"

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>

#include "engine/core/check.hpp"
#include "engine/core/local_time.hpp"
#include "engine/core/situation.hpp"
#include "engine/report/one_line.hpp"
#include "engine/report/support_words.hpp"

namespace larm::report {
namespace {

std::string date_and_time(std::int64_t at_us) {
    return core::date_text(core::local_time({at_us})) + " " + core::minute_text({at_us});
}

v1::SituationFill const* fill_of(v1::SituationFacts const& facts, std::string const& section) {
    auto const found = std::ranges::find(facts.fills(), section, &v1::SituationFill::section);
    return found == facts.fills().end() ? nullptr : &*found;
}

std::string role_in_words(v1::Role role, bool english) {
    switch (role) {
        case v1::ROLE_TIB: return "TiB";
        case v1::ROLE_DEPUTY: return english ? "deputy TiB" : "stf TiB";
        case v1::ROLE_BLOOD: return english ? "blood centre" : "blodcentralen";
        case v1::ROLE_HOSPITAL: return english ? "hospital" : "sjukhuset";
        case v1::ROLE_NATIONAL: return "Socialstyrelsen";
        case v1::ROLE_UNSPECIFIED:
        case v1::ROLE_CONTROLLER:
        case v1::ROLE_OBSERVER:
        case v1::ROLE_ADMIN:
        case v1::Role_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::Role_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {};
}

void add_whom(v1::SituationSectionView& view, v1::SituationSection const& rule) {
    for (auto const role : rule.filled_by()) {
        auto const one = static_cast<v1::Role>(role);
        auto& whom = *view.mutable_filled_by_whom();
        whom.set_sv(whom.sv() + (whom.sv().empty() ? "" : ", ") + role_in_words(one, false));
        whom.set_en(whom.en() + (whom.en().empty() ? "" : ", ") + role_in_words(one, true));
    }
}

bool says_gap(v1::SituationSectionView const& view) {
    return view.lines().empty() || std::ranges::any_of(view.lines(), [](v1::Text const& line) {
               return line.sv().find(gap_sv) != std::string::npos;
           });
}

v1::SituationSectionView section_view(v1::SituationSection const& rule,
                                      v1::SituationFacts const& facts, core::Pack const& pack) {
    v1::SituationSectionView view;
    view.set_id(rule.id());
    *view.mutable_title() = rule.title();
    view.set_source(rule.source());
    auto const sv = situation_lines(rule.source(), facts, {&pack, Language::swedish});
    auto const en = situation_lines(rule.source(), facts, {&pack, Language::english});
    LARM_CHECK(sv.size() == en.size());
    for (std::size_t index = 0; index < sv.size(); ++index) {
        auto& line = *view.add_lines();
        line.set_sv(one_line(sv[index]));  // METHANE too is what humans have written
        line.set_en(one_line(en[index]));
    }
    add_whom(view, rule);
    if (auto const* const fill = fill_of(facts, rule.id()); fill != nullptr) {
        view.set_filled(one_line(fill->words()));
        view.set_filled_by(Words{&pack, Language::swedish}.party(fill->party()));
        view.set_filled_at(fill->filled_at_us());
    } else if (rule.marks_gap() && says_gap(view)) {
        view.set_gap(true);
        view.set_gap_since(facts.incident().confirmed_at());
    }
    return view;
}

bool says_the_same(v1::SituationSectionView const& one, v1::SituationSectionView const& other) {
    return one.filled() == other.filled() && one.gap() == other.gap() &&
           std::ranges::equal(one.lines(), other.lines(), [](auto const& left, auto const& right) {
               return left.sv() == right.sv();
           });
}

std::string gap_text(v1::SituationSectionView const& section, core::Instant seen,
                     Language language) {
    auto text =
        fmt::format("{} {} {}", say(language, gap_sv, gap_en), say(language, "sedan", "since"),
                    core::clock_near({section.gap_since()}, seen));
    auto const& whom = in(language, section.filled_by_whom());
    return whom.empty()
               ? text
               : fmt::format("{} ({} {})", text, say(language, "fylls i av", "filled by"), whom);
}

/// What the log says, then what a human has written, then the gap.
std::vector<std::string> lines_of(v1::SituationSectionView const& section, core::Instant seen,
                                  Language language) {
    std::vector<std::string> lines;
    for (auto const& line : section.lines()) {
        lines.push_back(in(language, line));
    }
    if (!section.filled().empty()) {
        lines.push_back(fmt::format("{} {}: {}", section.filled_by(),
                                    core::clock_near({section.filled_at()}, seen),
                                    section.filled()));
    }
    if (section.gap()) {
        lines.push_back(gap_text(section, seen, language));
    }
    return lines;
}

std::string title_of(v1::SituationView const& view, Language language) {
    return view.number() == 0 ? fmt::format("{} ({})", in(language, view.title()),
                                            say(language, "ej skickad", "not sent"))
                              : fmt::format("{} {}", in(language, view.title()), view.number());
}

std::string head_of(v1::SituationView const& view, Language language) {
    return fmt::format("{} {}. {} {}. {} {}. {} {}.", say(language, "Läget", "As of"),
                       date_and_time(view.at()), say(language, "Händelse", "Incident"),
                       view.incident_id(), say(language, "Mall", "Template"),
                       view.template_version(), say(language, "Luckor:", "Gaps:"), view.gaps());
}

std::string marked(v1::SituationSectionView const& section, Language language) {
    return in(language, section.title()) +
           (section.changed() ? std::string{say(language, " [ÄNDRAD]", " [CHANGED]")}
                              : std::string{});
}

}  // namespace

v1::SituationView situation_view(core::Pack const* pack, v1::SituationFacts const& facts,
                                 v1::SituationFacts const* before) {
    v1::SituationView view;
    view.set_incident_id(facts.incident().incident_id());
    view.set_at(facts.at_us());
    view.set_as_of_seq(facts.as_of_seq());
    if (pack == nullptr) {
        return view;
    }
    std::optional<v1::SituationFacts> earlier;
    if (before != nullptr) {
        earlier = *before;
        earlier->set_at_us(facts.at_us());  // that another day has begun changes nothing
    }
    auto const& rules = pack->rules.situation();
    *view.mutable_title() = rules.title();
    view.set_template_version(rules.version());
    for (auto const& rule : rules.sections()) {
        auto section = section_view(rule, facts, *pack);
        if (earlier) {
            section.set_changed(!says_the_same(section, section_view(rule, *earlier, *pack)));
        }
        view.set_gaps(view.gaps() + (section.gap() ? 1 : 0));
        auto const is_left_out = section.lines().empty() && section.filled().empty() &&
                                 !section.gap() && !section.changed();
        if (!is_left_out) {
            *view.add_sections() = std::move(section);
        }
    }
    return view;
}

std::optional<SituationDraft> situation_draft(core::State const& state,
                                              core::Incident const& incident, int number,
                                              core::Instant now) {
    auto const& sent = incident.situations;
    if (number < 0 || number > static_cast<int>(sent.size())) {
        return std::nullopt;
    }
    auto const place = static_cast<std::size_t>(number);
    auto const earlier = number == 0 ? sent.size() : place - 1;
    SituationDraft draft;
    draft.pack = incident.pack;
    if (earlier != 0) {
        draft.before = sent[earlier - 1].facts();
    }
    draft.about.set_number(number);
    if (number != 0) {
        draft.facts = sent[place - 1].facts();
        draft.about.set_note(one_line(sent[place - 1].note()));
        return draft;
    }
    draft.facts = core::situation_facts(state, incident, now);
    draft.about.set_sent(static_cast<int>(sent.size()));
    if (!sent.empty()) {
        core::Instant const last{sent.back().sent_at_us()};
        draft.about.set_sent_at(last.us);
        draft.about.set_next_due(incident.is_running() ? core::next_situation(incident, last).us
                                                       : 0);
    }
    return draft;
}

v1::SituationView situation_view(SituationDraft const& draft) {
    auto view = situation_view(draft.pack, draft.facts, draft.before ? &*draft.before : nullptr);
    view.MergeFrom(draft.about);
    return view;
}

std::optional<v1::SituationView> situation_view(core::State const& state,
                                                core::Incident const& incident, int number,
                                                core::Instant now) {
    auto const draft = situation_draft(state, incident, number, now);
    return draft ? std::optional{situation_view(*draft)} : std::nullopt;
}

std::string situation_text(v1::SituationView const& view, Language language) {
    auto text = title_of(view, language) + "\n" + head_of(view, language) + "\n";
    if (!view.note().empty()) {
        text += view.note() + "\n";
    }
    int number = 0;
    for (auto const& section : view.sections()) {
        text += fmt::format("\n{}. {}\n", ++number, marked(section, language));
        for (auto const& line : lines_of(section, {view.at()}, language)) {
            text += "- " + line + "\n";
        }
    }
    return text;
}

PaperDocument situation_paper(v1::SituationView const& view, Language language) {
    PaperDocument document;
    document.title = title_of(view, language);
    document.footer = document.title;
    document.written = head_of(view, language);
    document.add_heading(1, document.title);
    document.add_text(document.written);
    if (!view.note().empty()) {
        document.add_text(view.note(), true);
    }
    for (auto const& section : view.sections()) {
        document.add_heading(2, marked(section, language));
        for (auto& line : lines_of(section, {view.at()}, language)) {
            document.add_text(std::move(line), section.gap());
        }
    }
    return document;
}

std::string situation_json(v1::SituationView const& view) {
    std::string json;
    google::protobuf::util::JsonPrintOptions options;
    options.add_whitespace = true;
    options.always_print_primitive_fields = true;
    LARM_CHECK(google::protobuf::util::MessageToJsonString(view, &json, options).ok());
    return json;
}

}  // namespace larm::report
