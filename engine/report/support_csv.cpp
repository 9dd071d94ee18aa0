#include "engine/report/support_csv.hpp"

#include <fmt/format.h>

#include "engine/report/csv.hpp"
#include "engine/report/edxl_xml.hpp"
#include "engine/report/support_words.hpp"

namespace larm::report {
namespace {

std::string time(std::int64_t at_us) {
    return at_us == 0 ? std::string{} : edxl_time(at_us);
}

std::vector<std::string> line_cells(v1::SupportRequestRecord const& request,
                                    v1::SupportLineRecord const& line) {
    Words const words{nullptr, Language::swedish};
    return {request.request_id(),
            std::to_string(line.line()),
            request.region_id(),
            std::string{support_kind(line.kind(), words)},
            line.words(),
            std::to_string(line.quantity()),
            time(line.needed_at_us()),
            line.place(),
            line.cancelled() ? "ja" : "nej"};
}

std::string with(std::vector<std::string> cells, std::vector<std::string> const& more) {
    cells.insert(cells.end(), more.begin(), more.end());
    return csv_row(cells);
}

}  // namespace

std::string support_csv(core::SupportRequests const& requests) {
    auto text = csv_row({"begaran",       "rad",
                         "begard_av",     "slag",
                         "vad",           "antal",
                         "behovs",        "plats",
                         "aterkallad",    "region",
                         "svar",          "erbjudande",
                         "erbjudet",      "preliminart",
                         "klart",         "villkor_eller_skal",
                         "ej_accepterat", "accepterat_ej_avgatt",
                         "under_vag",     "framme",
                         "slappt",        "tillbakataget"});
    for (auto const& request : requests) {
        for (auto const& line : request.lines()) {
            auto const cells = line_cells(request, line);
            for (auto const& offer : line.offers()) {
                text += with(cells,
                             {offer.region_id(), "erbjuder", offer.offer_id(),
                              std::to_string(offer.quantity()), offer.provisional() ? "ja" : "nej",
                              time(offer.ready_at_us()), offer.conditions(),
                              std::to_string(offer.open()), std::to_string(offer.waiting()),
                              std::to_string(offer.under_way()), std::to_string(offer.arrived()),
                              std::to_string(offer.released()), std::to_string(offer.withdrawn())});
            }
            for (auto const& no : line.declines()) {
                text += with(cells, {no.region_id(), "avbojer", "", "", "", "", no.reason(), "", "",
                                     "", "", "", ""});
            }
            if (line.offers().empty() && line.declines().empty()) {
                text += with(cells, {"", "", "", "", "", "", "", "", "", "", "", "", ""});
            }
        }
    }
    return text;
}

std::string supplies_csv(std::vector<v1::SupplyView> const& supplies) {
    auto text = csv_row({"organisation", "artikel", "benamning", "dygn", "sedd", "okand_fran",
                         "okand", "brist", "grans_dygn", "anmarkning"});
    Words const words{nullptr, Language::english};
    for (auto const& supply : supplies) {
        auto const& record = supply.record();
        text += csv_row({record.organisation_id(), record.item(), supply.title().sv(),
                         days_in_words(record.days_of_cover_tenths(), words),
                         time(record.observed_at_us()), time(record.stale_at_us()),
                         supply.stale() ? "ja" : "nej", supply.short_() ? "ja" : "nej",
                         days_in_words(supply.short_below_tenths(), words), record.note()});
    }
    return text;
}

}  // namespace larm::report
