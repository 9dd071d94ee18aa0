#include "engine/larm/board.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "engine/core/local_time.hpp"
#include "engine/core/party.hpp"
#include "engine/core/vehicles_counted.hpp"
#include "engine/core/view.hpp"
#include "engine/larm/board_line.hpp"
#include "engine/larm/not_seen_text.hpp"
#include "engine/report/region_table.hpp"
#include "engine/report/timeline.hpp"
#include "engine/report/words.hpp"

namespace larm::cli {
namespace {

using report::columns_of;

bool is_human(v1::PartyState state) {
    return state == v1::PARTY_STATE_ACKNOWLEDGED || state == v1::PARTY_STATE_ANSWERED;
}

/// "0:45", "1:02:10"; short, since many stand on a board.
std::string short_time(core::Duration length) {
    auto const total = std::max<std::int64_t>(length.us, 0) / 1'000'000;
    return total >= 3600 ? fmt::format("{}:{:02}:{:02}", total / 3600, total / 60 % 60, total % 60)
                         : fmt::format("{}:{:02}", total / 60, total % 60);
}

/// Draws one incident.
class IncidentBoard {
public:
    IncidentBoard(BoardInput const& input, v1::IncidentView const& view)
        : input_{input}, view_{view}, words_{nullptr, input.language} {}

    [[nodiscard]] BoardLine heading(std::string const& letter) const {
        BoardLine line;
        line.add(letter.empty() ? "" : letter + " ", Style::strong);
        line.add(name(view_.region_id()), Style::strong);
        line.add(fmt::format("  {}  {}  ", view_.report().exact_location(),
                             words_.level(view_.level())));
        if (view_.confirmed_at() != 0) {
            line.add(report::elapsed_text(input_.now - core::Instant{view_.confirmed_at()}) + "  ",
                     Style::strong);
        }
        auto const running = view_.phase() == v1::INCIDENT_PHASE_RUNNING;
        if (running && view_.chain_complete()) {
            line.add(words_.say("LARMKEDJAN KOMPLETT", "CHAIN COMPLETE"), Style::good);
        } else {
            line.add(words_.phase(view_.phase()), running ? Style::warn : Style::strong);
        }
        if (view_.chases_held()) {
            line.add(words_.say("  FÖRSÖKEN HÅLLS", "  ATTEMPTS HELD"), Style::bad);
        }
        return line;
    }

    [[nodiscard]] BoardLine columns() const {
        BoardLine line;
        line.add_cell("  " + std::string{words_.say("Region", "Region")}, 16, Style::dim);
        line.add_cell(has_ended() ? words_.say("Slut: TiB", "End: TiB") : "TiB", 14, Style::dim);
        line.add_cell(words_.say("Transporter", "Transports"), 18, Style::dim);
        line.add_cell(has_ended() ? words_.say("Slut: blod", "End: blood")
                                  : words_.say("Blodcentral", "Blood centre"),
                      14, Style::dim);
        line.add(words_.say("Nästa försök", "Next attempt"), Style::dim);
        return line;
    }

    [[nodiscard]] BoardLine region(v1::TransportView const& transports) const {
        auto const& id = transports.region_id();
        BoardLine line;
        line.add_cell((id == view_.region_id() ? "▶ " : "  ") + name(id), 16,
                      id == view_.region_id() ? Style::strong : Style::plain);
        add_state(line, shown(core::make_party(v1::ROLE_TIB, id)));
        add_transports(line, transports);
        add_state(line, shown(core::make_party(v1::ROLE_BLOOD, id)));
        add_next(line, id);
        return line;
    }

    [[nodiscard]] BoardLine sum() const {
        int given = 0;
        int required = 0;
        for (auto const& each : view_.transports()) {
            given += core::vehicles_counted(each);
            required += each.required();
        }
        BoardLine line;
        line.add_cell("  " + std::string{words_.say("Summa", "Total")}, 30, Style::strong);
        line.add_cell(fmt::format("{}/{}", given, required), 18,
                      given >= required ? Style::good : Style::warn);
        if (view_.national_taken()) {
            auto const* const national = shown_of_role(v1::ROLE_NATIONAL);
            line.add_cell(words_.say("Nationellt", "National"), 14, Style::strong);
            add_state(line, national);
        } else if (view_.national_declined()) {
            line.add(words_.say("Nationellt avböjt tills vidare", "National step declined for now"),
                     Style::dim);
        }
        return line;
    }

    /// Who has not seen that it is over; nothing before that.
    [[nodiscard]] std::optional<BoardLine> not_seen() const {
        auto const text = not_seen_text(view_, words_, [this](std::string const& party) {
            auto const organisation = name(std::string{core::organisation_of(party)});
            return words_.party(core::make_party(core::role_of(party), organisation));
        });
        if (text.empty()) {
            return std::nullopt;
        }
        BoardLine line;
        line.add("  " + text, view_.not_seen().empty() ? Style::good : Style::bad);
        return line;
    }

private:
    [[nodiscard]] std::string name(std::string const& id) const {
        auto const found = input_.names.organisations.find(id);
        return found == input_.names.organisations.end() ? id : found->second;
    }

    [[nodiscard]] bool has_ended() const {
        return view_.phase() != v1::INCIDENT_PHASE_RUNNING &&
               view_.phase() != v1::INCIDENT_PHASE_CONFIRMED;
    }

    /// What counts of a party: being told of the alarm, and once that is over of its end. Chases
    /// stand in the order their steps began.
    [[nodiscard]] v1::PartyView const* shown(std::string const& party) const {
        v1::PartyView const* found = nullptr;
        for (auto const& each : view_.parties()) {
            if (each.party() == party && (found == nullptr || has_ended())) {
                found = &each;
            }
        }
        return found;
    }

    [[nodiscard]] v1::PartyView const* shown_of_role(v1::Role role) const {
        for (auto const& each : view_.parties()) {
            if (core::role_of(each.party()) == role) {
                return shown(each.party());
            }
        }
        return nullptr;
    }

    void add_state(BoardLine& line, v1::PartyView const* party) const {
        constexpr int width = 14;
        if (party == nullptr) {
            line.add_cell("–", width, Style::dim);
            return;
        }
        if (core::reaches_nobody(*party)) {
            line.add_cell(words_.say("✗ NÅR INGEN", "✗ TO NOBODY"), width, Style::bad);
            return;
        }
        auto const from = has_ended() ? view_.ended_at() : view_.confirmed_at();
        switch (party->state()) {
            case v1::PARTY_STATE_ACKNOWLEDGED:
            case v1::PARTY_STATE_ANSWERED:
                line.add_cell("✓ " + short_time({party->since() - from}), width, Style::good);
                return;
            case v1::PARTY_STATE_UNREACHABLE:
                line.add_cell(words_.say("✗ EJ NÅDD", "✗ NO ANSWER"), width, Style::bad);
                return;
            case v1::PARTY_STATE_DELIVERED:
                line.add_cell(words_.say("… framme", "… delivered"), width, Style::warn);
                return;
            case v1::PARTY_STATE_SENT:
                line.add_cell(words_.say("… skickat", "… sent"), width, Style::warn);
                return;
            case v1::PARTY_STATE_PENDING:
            case v1::PARTY_STATE_UNSPECIFIED:
            case v1::PartyState_INT_MIN_SENTINEL_DO_NOT_USE_:
            case v1::PartyState_INT_MAX_SENTINEL_DO_NOT_USE_: break;
        }
        line.add_cell(words_.say("… väntar", "… pending"), width, Style::dim);
    }

    void add_transports(BoardLine& line, v1::TransportView const& transports) const {
        auto const given = core::vehicles_counted(transports);
        auto const full = std::min(given, transports.required());
        std::string bar;
        for (int each = 0; each < transports.required(); ++each) {
            bar += each < full ? "■" : each < full + transports.provisional() ? "▨" : "□";
        }
        auto const met = given >= transports.required();
        auto const style = met ? Style::good : transports.declined() > 0 ? Style::bad : Style::warn;
        auto text = fmt::format("{} {}/{}", bar, given, transports.required());
        if (met && transports.committed() < transports.required()) {
            text += words_.say(" släppt", " rel.");
        }
        if (transports.declined() > 0 && !met) {
            text += transports.shortfall_accepted() ? words_.say(" godt.", " acc.")
                                                    : words_.say(" nej", " no");
        }
        line.add_cell(text, 18, style);
    }

    /// Who of the region is asked next, over what, and when.
    void add_next(BoardLine& line, std::string const& region) const {
        v1::PartyView const* next = nullptr;
        for (auto const& each : view_.parties()) {
            if (core::organisation_of(each.party()) == region && each.deadline() != 0 &&
                (next == nullptr || each.deadline() < next->deadline())) {
                next = &each;
            }
        }
        if (next == nullptr) {
            return;
        }
        auto const step = input_.names.steps.find(next->step());
        line.add(short_time(core::Instant{next->deadline()} - input_.now) + " ",
                 is_human(next->state()) ? Style::plain : Style::warn);
        line.add(step == input_.names.steps.end() ? next->step() : step->second, Style::dim);
    }

    BoardInput const& input_;
    v1::IncidentView const& view_;
    report::Words words_;
};

}  // namespace

BoardNames board_names(v1::RulePack const& pack, report::Language language) {
    BoardNames names;
    for (auto const& region : pack.regions()) {
        names.organisations[region.id()] = region.short_name();
    }
    for (auto const& organisation : pack.organisations()) {
        names.organisations[organisation.id()] = organisation.name();
    }
    for (auto const& step : pack.steps()) {
        names.steps[step.id()] = report::in(language, step.title());
    }
    return names;
}

std::vector<std::string> board_lines(BoardInput const& input, int width, bool colour) {
    std::vector<BoardLine> lines;
    lines.emplace_back().add(input.headline, Style::strong);
    if (!input.progress.empty()) {
        lines.emplace_back().add(input.progress, Style::dim);
    }
    for (auto const& notice : input.notices) {
        lines.emplace_back().add(" " + notice.text + " ",
                                 notice.is_good ? Style::good_banner : Style::alarm_banner);
    }
    int number = 0;
    for (auto const& view : input.incidents) {
        IncidentBoard const board{input, view};
        auto const many = input.incidents.size() > 1;
        lines.emplace_back();
        lines.push_back(board.heading(many ? std::string(1, static_cast<char>('A' + number % 26))
                                           : std::string{}));
        if (number++ == 0) {
            lines.push_back(board.columns());
        }
        for (auto const& region : view.transports()) {
            lines.push_back(board.region(region));
        }
        lines.push_back(board.sum());
        if (auto unseen = board.not_seen(); unseen) {
            lines.push_back(std::move(*unseen));
        }
    }
    auto const used = static_cast<int>(lines.size()) + 1;
    auto const all = static_cast<int>(input.timeline.size());
    auto const room = input.height > 0 ? std::clamp(input.height - used, 0, all) : all;
    if (room > 0) {
        lines.emplace_back();
    }
    for (auto each = input.timeline.end() - room; each != input.timeline.end(); ++each) {
        lines.emplace_back().add(*each);
    }
    if (input.height > 0 && static_cast<int>(lines.size()) > input.height) {
        lines.resize(static_cast<std::size_t>(input.height));
    }
    std::vector<std::string> text;
    for (auto const& line : lines) {
        text.push_back(line.text(width, colour));
    }
    return text;
}

}  // namespace larm::cli
