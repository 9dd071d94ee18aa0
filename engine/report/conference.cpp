#include "engine/report/conference.hpp"

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

#include "engine/core/check.hpp"
#include "engine/core/local_time.hpp"
#include "engine/report/support_words.hpp"

namespace larm::report {
namespace {

std::string when(std::int64_t at_us) {
    return core::date_text(core::local_time({at_us})) + " " + core::minute_text({at_us});
}

std::string_view kind(v1::AgendaKind point, Words const& words) {
    switch (point) {
        case v1::AGENDA_KIND_INFORMATION: return words.say("information", "information");
        case v1::AGENDA_KIND_DISCUSSION: return words.say("diskussion", "discussion");
        case v1::AGENDA_KIND_DECISION: return words.say("beslut", "decision");
        case v1::AGENDA_KIND_UNSPECIFIED:
        case v1::AgendaKind_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::AgendaKind_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {};
}

/// A participant in words; who is not chased is in words already.
std::string who(std::string const& participant, Words const& words) {
    return words.party(participant);
}

struct AsText {
    std::string operator()(PaperHeading const& block) const {
        return (block.level == 1 ? "" : "\n") + block.text + "\n";
    }
    std::string operator()(PaperText const& block) const { return "- " + block.text + "\n"; }
    std::string operator()(PaperTable const& block) const {
        std::string text;
        for (auto const& row : block.rows) {
            std::string cells;
            for (auto const& cell : row) {
                cells += (cells.empty() ? "" : ": ") + cell;
            }
            text += "- " + cells + "\n";
        }
        return text;
    }
    std::string operator()(PaperChart const& block) const { return "- " + block.title + "\n"; }
};

void add_decisions(PaperDocument& document, v1::ConferenceRecord const& record,
                   Words const& words) {
    document.add_heading(2, std::string{words.say("Beslut", "Decisions")});
    if (record.decisions().empty()) {
        document.add_text(std::string{words.say("Inga beslut.", "No decisions.")});
    }
    for (auto const& decision : record.decisions()) {
        auto text = fmt::format("{}.{} {}: {}", record.conference_id(), decision.number(),
                                when(decision.decided_at_us()), decision.decision());
        if (!decision.responsible().empty()) {
            text += fmt::format(" ({}: {})", words.say("ansvarig", "responsible"),
                                decision.responsible());
        }
        document.add_text(text);
        for (auto const& position : decision.positions()) {
            document.add_text("    " + position_in_words(position, words));
        }
    }
}

}  // namespace

std::string conference_call_text(v1::ConferenceRecord const& record, Words const& words) {
    std::string text = fmt::format(
        "{} {}\n{}\n", words.say("KALLELSE TILL SAMVERKANSKONFERENS", "CONFERENCE CALL"),
        record.conference_id(), conference_in_words(record, words));
    auto const part = [&](std::string_view sv, std::string_view en, std::string const& value) {
        text += fmt::format("\n{}\n{}\n", words.say(sv, en),
                            value.empty() ? std::string{words.say(gap_sv, gap_en)} : value);
    };
    part("SYFTE", "PURPOSE", record.purpose());
    part("MÅL", "GOAL", record.goal());
    std::string agenda;
    for (int index = 0; index < record.agenda_size(); ++index) {
        agenda +=
            fmt::format("{}{}. {} ({})", index == 0 ? "" : "\n", index + 1,
                        record.agenda(index).title(), kind(record.agenda(index).kind(), words));
    }
    part("ARBETSGÅNG", "AGENDA", agenda);
    std::string people = fmt::format("{}: {}", words.say("Mötesledare", "Led by"),
                                     words.organisation(record.organisation_id()));
    for (auto const& participant : record.participants()) {
        people += "\n- " + who(participant, words);
    }
    for (auto const& other : record.others()) {
        people += "\n- " + other;
    }
    part("RESURSER (i talarordning)", "PARTICIPANTS (in the order of speaking)",
         people + (record.preparation().empty()
                       ? std::string{}
                       : fmt::format("\n{}: {}", words.say("Förbered", "Prepare"),
                                     record.preparation())));
    std::string rules;
    auto const add_rule = [&rules](std::string const& rule) {
        rules += (rules.empty() ? "- " : "\n- ") + rule;
    };
    for (auto const& rule : record.rules()) {
        add_rule(rule);
    }
    for (auto const& rule : record.talk_group_rules()) {
        add_rule(std::string{"Rakel: "} + rule);
    }
    part("REGLER", "RULES", rules);
    return text;
}

PaperDocument conference_minutes(v1::ConferenceView const& view, Words const& words) {
    auto const& record = view.record();
    PaperDocument document;
    document.title = fmt::format(
        "{} {}", words.say("Minnesanteckningar, samverkanskonferens", "Minutes, conference"),
        record.conference_id());
    document.footer = document.title;
    document.written = when(record.starts_at_us());
    document.add_heading(1, document.title);
    document.add_text(conference_in_words(record, words));
    document.add_text(fmt::format("{}: {}", words.say("Mötesledare", "Led by"),
                                  words.organisation(record.organisation_id())));
    document.add_text(fmt::format("{}: {}", words.say("Syfte", "Purpose"), record.purpose()));
    document.add_text(fmt::format("{}: {}", words.say("Mål", "Goal"), record.goal()));
    document.add_heading(2, record.roll_call_at_us() == 0
                                ? std::string{words.say("Deltagare (upprop ej hållet)",
                                                        "Participants (no roll-call held)")}
                                : fmt::format("{} {}", words.say("Upprop", "Roll-call"),
                                              when(record.roll_call_at_us())));
    PaperTable people{{std::string{words.say("Deltagare", "Participant")},
                       std::string{words.say("Närvaro", "Attendance")}},
                      {},
                      {3, 2}};
    for (auto const& participant : view.participants()) {
        people.rows.push_back(
            {who(participant.who(), words), attendance_in_words(participant, words)});
    }
    document.blocks.emplace_back(std::move(people));
    document.add_heading(2, std::string{words.say("Dagordning", "Agenda")});
    for (auto const& point : record.agenda()) {
        document.add_text(fmt::format("{} ({})", point.title(), kind(point.kind(), words)));
    }
    add_decisions(document, record, words);
    document.add_heading(2, std::string{words.say("Anteckningar", "Notes")});
    document.add_text(record.notes().empty() ? std::string{words.say("Inga.", "None.")}
                                             : record.notes());
    document.add_text(
        record.next_at_us() == 0
            ? std::string{words.say("Ingen tid för nästa möte är satt.", "No next time is set.")}
            : fmt::format("{} {}", words.say("Nästa möte", "Next"), when(record.next_at_us())));
    return document;
}

std::string paper_text(PaperDocument const& document) {
    std::string text;
    for (auto const& block : document.blocks) {
        text += std::visit(AsText{}, block);
    }
    return text;
}

std::string conference_json(v1::ConferenceView const& view) {
    std::string json;
    google::protobuf::util::JsonPrintOptions options;
    options.add_whitespace = true;
    options.always_print_primitive_fields = true;
    LARM_CHECK(google::protobuf::util::MessageToJsonString(view, &json, options).ok());
    return json;
}

}  // namespace larm::report
