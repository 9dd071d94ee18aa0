// Of the report of an exercise what the engine counts: chain, indicators, answers, capacity.
#include <algorithm>
#include <map>

#include "engine/report/after_action_parts.hpp"
#include "engine/report/score.hpp"

namespace larm::report {
namespace {

std::string_view scope_words(v1::IndicatorScope scope) {
    return scope == v1::INDICATOR_SCOPE_PREHOSPITAL ? "prehospital ledning"
           : scope == v1::INDICATOR_SCOPE_HOSPITAL  ? "sjukhusens ledning"
                                                    : "regional ledning";
}

v1::IndicatorScope scope_of(v1::IndicatorScore const& row) {
    return row.scope() == v1::INDICATOR_SCOPE_UNSPECIFIED ? v1::INDICATOR_SCOPE_REGIONAL
                                                          : row.scope();
}

void write_scope(AfterActionWriter const& to, v1::IncidentScore const& score,
                 v1::IndicatorScope scope) {
    PaperTable table{{"Indikator", "Inom", "Gjort", "Poäng", "Utfall"}, {}, {50, 11, 11, 8, 20}};
    for (auto const& row : score.indicators()) {
        if (scope_of(row) != scope) {
            continue;
        }
        auto title = row.title().sv();
        if (!row.hospital_id().empty()) {
            title = to.words.hospital(row.hospital_id()) + ": " + title;
        }
        table.rows.push_back({title, time_span(row.standard_s() * 1'000'000LL),
                              row.has_after_us() ? time_span(row.after_us()) : nothing_said,
                              row.has_points() ? std::to_string(row.points()) : nothing_said,
                              indicator_result(row, to.words)});
    }
    if (!table.rows.empty()) {
        to.line(fmt::format("{}, {}", to.incident(score.incident_id()), scope_words(scope)), true);
        to.table(std::move(table));
        for (auto const& sum : score.scopes()) {
            if (sum.scope() == scope && (sum.measured() > 0 || sum.hospital_id().empty())) {
                to.line(
                    (sum.hospital_id().empty() ? "" : to.words.hospital(sum.hospital_id()) + ": ") +
                    scope_sum_text(sum, to.words));
            }
        }
    }
}

void write_chain_of(AfterActionWriter const& to, v1::IncidentScore const& score) {
    auto const& chain = score.chain();
    PaperTable table{{"Från bekräftelsen", "Antal", "Efter"}, {}, {64, 18, 18}};
    auto const add = [&table](std::string what, std::string count, bool has, std::int64_t us) {
        table.rows.push_back(
            {std::move(what), std::move(count), has ? time_span(us) : nothing_said});
    };
    auto const of = [](int some, int all) { return fmt::format("{} av {}", some, all); };
    add("Första TiB i en annan region kvitterade", "", chain.has_first_tib_us(),
        chain.first_tib_us());
    add("Alla andra TiB kvitterade", of(chain.tibs_acknowledged(), chain.tibs_alarmed()),
        chain.has_last_tib_us(), chain.last_tib_us());
    add("Alla regioner hade utlovat sina transporter",
        of(chain.regions_met(), chain.regions_asked()), chain.has_transports_met_us(),
        chain.transports_met_us());
    add("Alla blodcentraler kvitterade",
        of(chain.blood_centres_acknowledged(), chain.blood_centres_alarmed()),
        chain.has_last_blood_centre_us(), chain.last_blood_centre_us());
    add("Kedjan komplett", "", chain.has_chain_complete_us(), chain.chain_complete_us());
    add("Nationellt larm: första ställningstagandet", "", chain.has_national_decided_us(),
        chain.national_decided_us());
    add("Nationellt larm: eskalerat", "", chain.has_national_taken_us(), chain.national_taken_us());
    add(chain.rescinded() ? "Alla kvitterade återkallandet, från det"
                          : "Alla kvitterade avlarmningen, från den",
        of(chain.receipts(), chain.told_of_the_end()), chain.has_last_receipt_us(),
        chain.last_receipt_us());
    to.line(to.incident(score.incident_id()), true);
    to.table(std::move(table));
    PaperTable sent{{"Kanal", "Skickade", "Framme", "Förmedlade", "Misslyckade", "Okända"},
                    {},
                    {30, 14, 14, 14, 14, 14}};
    for (auto const& row : chain.deliveries()) {
        sent.rows.push_back({to.words.channel(row.channel()), std::to_string(row.sent()),
                             std::to_string(row.received()), std::to_string(row.accepted()),
                             std::to_string(row.failed()), std::to_string(row.unknown())});
    }
    if (!sent.rows.empty()) {
        to.table(std::move(sent));
    }
}

void write_quota(AfterActionWriter const& to, v1::QuotaCourse const& quota) {
    using Point = PaperChart::Point;
    auto promised = to.chart("Utlovade transporter: " + to.incident(quota.incident_id()));
    auto met =
        to.chart("Regioner som har utlovat sitt minimum: " + to.incident(quota.incident_id()));
    promised.series = {{"utlovade", {}}, {"krävs", {}}};
    met.series = {{"regioner", {}}, {"tillfrågade", {}}};
    for (auto const& point : quota.points()) {
        promised.series[0].points.push_back(Point{point.at_us(), point.promised()});
        met.series[0].points.push_back(Point{point.at_us(), point.regions_met()});
    }
    auto const from = quota.points(0).at_us();
    promised.series[1].points.push_back(Point{from, quota.asked()});
    met.series[1].points.push_back(Point{from, quota.regions()});
    to.paper.blocks.emplace_back(std::move(promised));
    to.paper.blocks.emplace_back(std::move(met));
}

std::string places(v1::CapacityPoint const& point) {
    return point.has_places() ? std::to_string(point.places()) : "okänt";
}

}  // namespace

void write_indicators(AfterActionWriter const& to) {
    to.section("Indikatorer");
    if (std::ranges::all_of(to.report.score().incidents(),
                            [](auto const& score) { return score.indicators().empty(); })) {
        to.line("Ingenting att mäta.");
        return;
    }
    for (auto const& score : to.report.score().incidents()) {
        for (auto const scope : {v1::INDICATOR_SCOPE_REGIONAL, v1::INDICATOR_SCOPE_PREHOSPITAL,
                                 v1::INDICATOR_SCOPE_HOSPITAL}) {
            write_scope(to, score, scope);
        }
        to.line(fmt::format("Skala: {}", score.scale_source()));
    }
}

void write_chain(AfterActionWriter const& to) {
    to.section("Larmkedjan och transporterna");
    auto any = false;
    for (auto const& score : to.report.score().incidents()) {
        if (score.has_chain()) {
            any = true;
            write_chain_of(to, score);
            auto const& quotas = to.report.quotas();
            auto const quota =
                std::ranges::find(quotas, score.incident_id(), &v1::QuotaCourse::incident_id);
            if (quota != quotas.end() && quota->asked() > 0) {
                write_quota(to, *quota);
            }
        }
    }
    if (!any) {
        to.line("Ingen händelse bekräftades.");
    }
}

void write_answers(AfterActionWriter const& to) {
    if (to.report.answers().empty()) {
        return;
    }
    to.section("Vem svarade när, och hur");
    std::map<std::string, PaperTable> tables;
    std::vector<std::string> order;
    for (auto const& row : to.report.answers()) {
        auto const [found, is_new] = tables.try_emplace(
            row.incident_id(), PaperTable{{"Steg", "Part", "Tillfrågad", "Framme", "Kvitterade",
                                           "Svarade", "Väg", "Utskick"},
                                          {},
                                          {20, 20, 11, 11, 11, 11, 9, 7}});
        if (is_new) {
            order.push_back(row.incident_id());
        }
        found->second.rows.push_back(
            {to.words.step(row.step()),
             to.words.party(row.party()) + (row.human() ? " (människa)" : ""),
             clock_or_nothing(row.asked_at_us()), clock_or_nothing(row.received_at_us()),
             clock_or_nothing(row.acknowledged_at_us()), clock_or_nothing(row.answered_at_us()),
             row.via() == v1::VIA_UNSPECIFIED ? nothing_said : to.words.via(row.via()),
             std::to_string(row.attempts())});
    }
    for (auto const& id : order) {
        to.line(to.incident(id), true);
        to.table(std::move(tables[id]));
    }
}

void write_capacity(AfterActionWriter const& to) {
    to.section("Kapacitet över tid");
    if (to.report.courses().empty()) {
        to.line("Inget sjukhus har rapporterat vad det kan ta emot.");
        return;
    }
    to.line(
        "Platser som kan tas i bruk. Där linjen är borta är värdet okänt: aldrig sagt, eller för "
        "gammalt.");
    PaperTable table{{"Sjukhus", "Vårdnivå", "Först", "Lägst", "Sist"}, {}, {40, 24, 12, 12, 12}};
    std::vector<PaperChart> charts;
    std::string last;
    for (auto const& course : to.report.courses()) {
        auto const& name = to.words.hospital(course.hospital_id());
        if (last != course.hospital_id()) {
            charts.push_back(to.chart(name));
            last = course.hospital_id();
        }
        PaperChart::Series series{std::string{to.words.stage(course.stage())}, {}};
        auto const* least = &*course.points().begin();
        for (auto const& point : course.points()) {
            series.points.push_back(
                {point.at_us(), point.has_places() ? std::optional{point.places()} : std::nullopt});
            if (point.has_places() && (!least->has_places() || point.places() < least->places())) {
                least = &point;
            }
        }
        table.rows.push_back({name, series.name, places(*course.points().begin()), places(*least),
                              places(*course.points().rbegin())});
        charts.back().series.push_back(std::move(series));
    }
    to.table(std::move(table));
    for (auto& chart : charts) {
        to.paper.blocks.emplace_back(std::move(chart));
    }
}

}  // namespace larm::report
