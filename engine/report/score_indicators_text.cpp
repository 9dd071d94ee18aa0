// The indicators of a score as lines of text: a table for each scope, and for each hospital that
// was alerted what was measured there.
#include <fmt/format.h>

#include <algorithm>

#include "engine/report/score.hpp"
#include "engine/report/score_text_parts.hpp"

namespace larm::report {
namespace {

std::string_view result_text(v1::IndicatorScore const& row, Words const& words) {
    switch (row.result()) {
        case v1::INDICATOR_RESULT_IN_TIME: return words.say("i tid", "in time");
        case v1::INDICATOR_RESULT_LATE: return words.say("sent", "late");
        case v1::INDICATOR_RESULT_NOT_DONE:
            return row.has_after_us() ? words.say("för sent", "too late")
                                      : words.say("inte gjort", "not done");
        case v1::INDICATOR_RESULT_NOT_IN_LOG:
            return words.say("ej mätbar i loggen", "not measurable in the log");
        case v1::INDICATOR_RESULT_NO_ALERT:
            return words.say("ej mätbar: larmtiden finns inte i loggen",
                             "not measurable: the alert is not in the log");
        case v1::INDICATOR_RESULT_PENDING:
            return words.say("ej mätbar än: loggen slutar före tiden",
                             "not measurable yet: the log ends too early");
        case v1::INDICATOR_RESULT_UNSPECIFIED:
        case v1::IndicatorResult_INT_MIN_SENTINEL_DO_NOT_USE_:
        case v1::IndicatorResult_INT_MAX_SENTINEL_DO_NOT_USE_: break;
    }
    return {};
}

/// What somebody saw has no time: it was done, done in part or late, or not done.
std::string_view observed_text(v1::IndicatorScore const& row, Words const& words) {
    if (row.result() == v1::INDICATOR_RESULT_IN_TIME) {
        return words.say("observerat: gjort", "observed: done");
    }
    return row.result() == v1::INDICATOR_RESULT_LATE
               ? words.say("observerat: delvis eller sent", "observed: in part or late")
               : words.say("observerat: inte gjort", "observed: not done");
}

class Tables {
public:
    Tables(ScoreLines& lines, v1::IncidentScore const& score, Words const& words)
        : lines_{lines}, score_{score}, words_{words} {
        for (auto const& row : score.indicators()) {
            title_width_ = std::max(title_width_, columns_of(title_of(row)));
        }
    }

    void add(v1::ScopeScore const& sum) {
        lines_.add("");
        lines_.add(heading(sum));
        // Twenty hospitals of eleven each: what nobody knows of one is a number, not a table.
        auto const is_hospital = sum.scope() == v1::INDICATOR_SCOPE_HOSPITAL;
        if (!is_hospital || sum.measured() > 0) {
            lines_.add({"", std::string{words_.say("Inom", "Within")},
                        std::string{words_.say("Gjort", "Done")},
                        std::string{words_.say("Poäng", "Points")}},
                       widths());
        }
        for (auto const& row : score_.indicators()) {
            if (row.scope() == sum.scope() && row.hospital_id() == sum.hospital_id() &&
                (!is_hospital || row.has_points())) {
                add(row);
            }
        }
        lines_.add("  " + scope_sum_text(sum, words_));
    }

private:
    [[nodiscard]] std::string title_of(v1::IndicatorScore const& row) const {
        return in(words_.language(), row.title());
    }
    [[nodiscard]] std::vector<std::size_t> widths() const { return {title_width_ + 2, 10, 11, 7}; }
    [[nodiscard]] std::string heading(v1::ScopeScore const& sum) const {
        if (sum.scope() == v1::INDICATOR_SCOPE_HOSPITAL) {
            return fmt::format("{} {}, {}", words_.say("Indikatorer för", "Indicators of"),
                               words_.hospital(sum.hospital_id()),
                               words_.say("från det att sjukhuset larmades",
                                          "from when the hospital was alerted"));
        }
        return std::string{
            sum.scope() == v1::INDICATOR_SCOPE_PREHOSPITAL
                ? words_.say("Indikatorer för prehospital ledning, från första rapporten",
                             "Indicators of prehospital command and control, from the first report")
                : words_.say("Indikatorer för regional ledning, från första rapporten",
                             "Indicators of regional command and control, from the first report")};
    }
    void add(v1::IndicatorScore const& row) {
        lines_.add({title_of(row), elapsed(row.standard_s() * 1'000'000LL),
                    row.has_after_us() ? elapsed(row.after_us()) : std::string{nothing},
                    row.has_points() ? std::to_string(row.points()) : std::string{nothing},
                    indicator_result(row, words_)},
                   widths());
    }

    ScoreLines& lines_;
    v1::IncidentScore const& score_;
    Words const& words_;
    std::size_t title_width_ = 50;
};

bool has_scope(v1::IncidentScore const& score, v1::IndicatorScope scope) {
    return std::ranges::find(score.scopes(), scope, &v1::ScopeScore::scope) != score.scopes().end();
}

}  // namespace

std::string indicator_result(v1::IndicatorScore const& row, Words const& words) {
    return std::string{row.observed() ? observed_text(row, words) : result_text(row, words)};
}

std::string scope_sum_text(v1::ScopeScore const& sum, Words const& words) {
    auto text = fmt::format(
        "{}: {}", words.say("Summa", "Total"),
        sum.measured() == 0
            ? std::string{words.say("inget mätbart", "nothing measurable")}
            : fmt::format("{} {} {} {}", sum.points(), words.say("av", "of"), sum.points_max(),
                          words.say("mätbara poäng", "measurable points")));
    text += fmt::format(" ({} {} {} {}). ", sum.measured(), words.say("av", "of"), sum.indicators(),
                        words.say("indikatorer mätta", "indicators measured"));
    if (!sum.has_acceptable()) {
        return text + std::string{words.say("Inget omdöme: det kräver att alla är mätta.",
                                            "No verdict: it takes all of them.")};
    }
    return text + std::string{sum.acceptable() ? words.say("Godtagbart.", "Acceptable.")
                                               : words.say("Inte godtagbart.", "Not acceptable.")};
}

void add_indicators(ScoreLines& lines, v1::IncidentScore const& score, Words const& words) {
    if (score.indicators().empty()) {
        lines.add("");
        lines.add(std::string{words.say("Regelpaketet har inga indikatorer: bara kedjan mäts.",
                                        "The rule pack has no indicators: only the chain is "
                                        "measured.")});
        return;
    }
    Tables tables{lines, score, words};
    for (auto const& sum : score.scopes()) {
        tables.add(sum);
    }
    if (has_scope(score, v1::INDICATOR_SCOPE_PREHOSPITAL) &&
        !has_scope(score, v1::INDICATOR_SCOPE_HOSPITAL)) {
        lines.add("");
        lines.add(std::string{words.say("Inget sjukhus har larmats: inga indikatorer för sjukhus.",
                                        "No hospital was alerted: no indicators of hospitals.")});
    }
    lines.add(fmt::format("  {}: {}", words.say("Skala", "Scale"), score.scale_source()));
}

}  // namespace larm::report
