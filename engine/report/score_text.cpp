// A score as lines of text, for a terminal.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "engine/core/local_time.hpp"
#include "engine/report/score.hpp"
#include "engine/report/score_text_parts.hpp"

namespace larm::report {
namespace {

void add_head(ScoreLines& lines, v1::IncidentScore const& score, Words const& words) {
    lines.add(fmt::format("{}{}{} ({})", words.organisation(score.region_id()),
                          score.location().empty() ? "" : ", ", score.location(),
                          words.phase(score.phase())));
    auto const clock = [](std::int64_t us) { return core::clock_text(core::local_time({us})); };
    auto text = score.has_alerted_at_us()
                    ? fmt::format("{} {}", words.say("Första rapporten", "First report"),
                                  clock(score.alerted_at_us()))
                    : std::string{words.say("Ingen rapport före bekräftelsen",
                                            "No report before the confirmation")};
    text += score.has_confirmed_at_us()
                ? fmt::format(", {} {}", words.say("bekräftad", "confirmed"),
                              clock(score.confirmed_at_us()))
                : fmt::format(", {}", words.say("inte bekräftad", "not confirmed"));
    lines.add(std::move(text));
}

std::string names_of(v1::ChainScore const& chain, Words const& words) {
    std::string text;
    for (auto const& party : chain.without_receipt()) {
        text += (text.empty() ? "" : ", ") + words.party(party);
    }
    return text.empty() ? text : fmt::format("{} {}", words.say("saknas:", "missing:"), text);
}

void add_chain(ScoreLines& lines, v1::ChainScore const& chain, Words const& words) {
    lines.add("");
    lines.add(std::string{
        words.say("Larmkedjan, från bekräftelsen", "The alarm chain, from the confirmation")});
    auto const add = [&](std::string_view what, std::string count, std::optional<std::int64_t> us,
                         std::string remark = {}) {
        lines.add({std::string{what}, std::move(count), us ? elapsed(*us) : std::string{nothing},
                   std::move(remark)},
                  {52, 10, 11});
    };
    auto const of = [](int some, int all) { return fmt::format("{}/{}", some, all); };
    auto const when = [](bool has, std::int64_t us) {
        return has ? std::optional{us} : std::nullopt;
    };
    add(words.say("Första TiB i en annan region kvitterade",
                  "First TiB of another region acknowledged"),
        "", when(chain.has_first_tib_us(), chain.first_tib_us()));
    add(words.say("Alla andra TiB kvitterade", "All other TiBs acknowledged"),
        of(chain.tibs_acknowledged(), chain.tibs_alarmed()),
        when(chain.has_last_tib_us(), chain.last_tib_us()));
    add(words.say("Alla regioner hade utlovat sina transporter",
                  "All regions had promised their transports"),
        of(chain.regions_met(), chain.regions_asked()),
        when(chain.has_transports_met_us(), chain.transports_met_us()));
    add(words.say("Alla blodcentraler kvitterade", "All blood centres acknowledged"),
        of(chain.blood_centres_acknowledged(), chain.blood_centres_alarmed()),
        when(chain.has_last_blood_centre_us(), chain.last_blood_centre_us()));
    add(words.say("Kedjan komplett", "Chain complete"), "",
        when(chain.has_chain_complete_us(), chain.chain_complete_us()));
    add(words.say("Nationellt larm: första ställningstagandet", "National alarm: first decision"),
        "", when(chain.has_national_decided_us(), chain.national_decided_us()));
    add(words.say("Nationellt larm: eskalerat", "National alarm: escalated"), "",
        when(chain.has_national_taken_us(), chain.national_taken_us()));
    if (chain.told_of_the_end() > 0) {
        add(chain.rescinded() ? words.say("Alla kvitterade återkallandet, tid från det",
                                          "All receipts of the rescission, time from it")
                              : words.say("Alla kvitterade avlarmningen, tid från den",
                                          "All receipts of the stand-down, time from it"),
            of(chain.receipts(), chain.told_of_the_end()),
            when(chain.has_last_receipt_us(), chain.last_receipt_us()), names_of(chain, words));
    }
}

void add_reached(ScoreLines& lines, v1::ChainScore const& chain, Words const& words) {
    std::vector<std::size_t> const widths{32, 10};
    lines.add("");
    lines.add({std::string{words.say("Frågor, efter första svarsväg", "Asked, by first answer")},
               std::string{words.say("Antal", "Count")},
               std::string{words.say("Varav efter eskalering", "Of them after escalation")}},
              widths);
    int chases = 0;
    int climbed = 0;
    for (auto const& row : chain.reached()) {
        lines.add({row.via() == v1::VIA_UNSPECIFIED
                       ? std::string{words.say("ingen har svarat", "nobody has answered")}
                       : words.via(row.via()),
                   std::to_string(row.chases()), std::to_string(row.climbed())},
                  widths);
        chases += row.chases();
        climbed += row.climbed();
    }
    lines.add(
        {std::string{words.say("Summa", "Total")}, std::to_string(chases), std::to_string(climbed)},
        widths);
}

void add_deliveries(ScoreLines& lines, v1::ChainScore const& chain, Words const& words) {
    std::vector<std::size_t> const widths{32, 10, 10, 12, 14, 10};
    // Of a machine without the channel: said only where it is so.
    auto const has_logged =
        std::ranges::any_of(chain.deliveries(), [](auto const& row) { return row.only_logged(); });
    std::vector<std::string> head{
        std::string{words.say("Meddelanden, efter kanal", "Messages, by channel")},
        std::string{words.say("Skickade", "Sent")},
        std::string{words.say("Framme", "Received")},
        std::string{words.say("Förmedlade", "Accepted")},
        std::string{words.say("Misslyckade", "Failed")},
        std::string{words.say("Okända", "Unknown")}};
    if (has_logged) {
        head.emplace_back(
            words.say("Bara i loggen, nådde ingen", "In the log only, reached nobody"));
    }
    lines.add("");
    lines.add(head, widths);
    for (auto const& row : chain.deliveries()) {
        std::vector<std::string> cells{
            words.channel(row.channel()),   std::to_string(row.sent()),
            std::to_string(row.received()), std::to_string(row.accepted()),
            std::to_string(row.failed()),   std::to_string(row.unknown())};
        if (has_logged) {
            cells.push_back(std::to_string(row.only_logged()));
        }
        lines.add(cells, widths);
    }
}

}  // namespace

std::vector<std::string> score_lines(v1::IncidentScore const& score, core::Pack const* pack,
                                     Language language) {
    Words const words{pack, language};
    ScoreLines lines;
    add_head(lines, score, words);
    add_indicators(lines, score, words);
    if (score.has_chain()) {
        add_chain(lines, score.chain(), words);
        add_reached(lines, score.chain(), words);
        add_deliveries(lines, score.chain(), words);
    }
    return lines.taken();
}

}  // namespace larm::report
