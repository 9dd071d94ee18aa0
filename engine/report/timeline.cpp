#include "engine/report/timeline.hpp"

#include <fmt/format.h>

#include "engine/core/local_time.hpp"
#include "engine/report/event_text.hpp"
#include "engine/report/words.hpp"

namespace larm::report {
namespace {

constexpr std::size_t letters = 26;

v1::TimelineLine stamped(v1::Event const& event, std::int64_t seq, core::Incident const* after) {
    v1::TimelineLine line;
    line.set_seq(seq);
    line.set_at_us(event.at_us());
    line.set_local_time(core::clock_text(core::local_time({event.at_us()})));
    line.set_incident_id(event.incident_id());
    if (after != nullptr && after->confirmed_at.is_set()) {
        line.set_since_confirmed_us(event.at_us() - after->confirmed_at.us);
    }
    return line;
}

v1::Text both(v1::Event const& event, core::Incident const* before, core::Pack const* pack,
              Duties const& duties) {
    v1::Text text;
    text.set_sv(event_text(event, before, Words{pack, Language::swedish}, &duties));
    text.set_en(event_text(event, before, Words{pack, Language::english}, &duties));
    return text;
}

}  // namespace

std::vector<v1::TimelineLine> Timeline::tell(v1::Event const& event, std::int64_t seq) {
    auto const* const before = state_.incident(event.incident_id());
    auto const was_complete = before != nullptr && before->chain_complete_at.is_set();
    auto const* const pack =
        before != nullptr && before->pack != nullptr ? before->pack : state_.active_pack();
    auto text = both(event, before, pack, state_.duties());
    state_.evolve(event, seq);

    std::vector<v1::TimelineLine> lines;
    auto const* const after = state_.incident(event.incident_id());
    if (!text.sv().empty()) {
        auto line = stamped(event, seq, after);
        *line.mutable_text() = std::move(text);
        lines.push_back(std::move(line));
    }
    if (after != nullptr && after->chain_complete_at.is_set() != was_complete &&
        after->is_running()) {
        auto line = stamped(event, seq, after);
        line.mutable_text()->set_sv(std::string{chain_text(!was_complete, Language::swedish)});
        line.mutable_text()->set_en(std::string{chain_text(!was_complete, Language::english)});
        lines.push_back(std::move(line));
    }
    return lines;
}

std::string Timeline::letter(std::string const& incident_id) const {
    std::size_t index = 0;
    for (auto const& incident : state_.incidents()) {
        if (incident.id == incident_id) {
            return std::string(1 + index / letters, static_cast<char>('A' + index % letters));
        }
        ++index;
    }
    return {};
}

std::string_view chain_text(bool is_complete, Language language) {
    return is_complete ? say(language, "LARMKEDJAN ÄR KOMPLETT", "THE ALARM CHAIN IS COMPLETE")
                       : say(language, "LARMKEDJAN ÄR INTE LÄNGRE KOMPLETT",
                             "THE ALARM CHAIN IS NO LONGER COMPLETE");
}

std::string elapsed_text(core::Duration elapsed) {
    auto const total = (elapsed.us < 0 ? -elapsed.us : elapsed.us) / 1'000'000;
    return fmt::format("{}{}:{:02}:{:02}", elapsed.us < 0 ? '-' : '+', total / 3600,
                       total / 60 % 60, total % 60);
}

std::string line_text(v1::TimelineLine const& line, Language language, std::string const& letter) {
    auto const elapsed =
        line.has_since_confirmed_us() ? elapsed_text({line.since_confirmed_us()}) : std::string{};
    return fmt::format("{} {:>8}  {}{}", line.local_time(), elapsed,
                       letter.empty() ? "" : letter + "  ", in(language, line.text()));
}

}  // namespace larm::report
