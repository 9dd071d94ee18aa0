// Private to this folder: the parts of the report of an exercise.
#pragma once

#include <fmt/format.h>
#include <larm/v1/exercise.pb.h>

#include <string>
#include <vector>

#include "engine/core/local_time.hpp"
#include "engine/report/log_account.hpp"
#include "engine/report/paper.hpp"
#include "engine/report/words.hpp"

namespace larm::report {

/// "–": there is nothing to say.
inline constexpr char const* nothing_said = "–";

/// The report as it is put together.
struct AfterActionWriter {
    v1::AfterAction const& report;
    Words const& words;
    PaperDocument& paper;

    void section(std::string title) const { paper.add_heading(2, std::move(title)); }
    void line(std::string text, bool is_strong = false) const {
        paper.add_text(std::move(text), is_strong);
    }
    void table(PaperTable table) const { paper.blocks.emplace_back(std::move(table)); }
    /// Of the time that the report is of, with ticks that people reckon by.
    [[nodiscard]] PaperChart chart(std::string title) const;
    /// "TiB Uppsala, Märsta"; of an incident that is not in the score its id.
    [[nodiscard]] std::string incident(std::string const& id) const;
    /// Of an inject: "TiB Uppsala, alla blodcentraler".
    [[nodiscard]] std::string parties(
        google::protobuf::RepeatedPtrField<std::string> const& to) const;
};

/// "12:03:10", or "–" for 0.
[[nodiscard]] inline std::string clock_or_nothing(std::int64_t at_us) {
    return at_us == 0 ? nothing_said : core::clock_text(core::local_time({at_us}));
}
/// "0:04:10".
[[nodiscard]] std::string time_span(std::int64_t us);

void write_chain(AfterActionWriter const& to);
void write_indicators(AfterActionWriter const& to);
void write_answers(AfterActionWriter const& to);
void write_capacity(AfterActionWriter const& to);

}  // namespace larm::report
