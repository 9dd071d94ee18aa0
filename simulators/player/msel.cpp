#include "simulators/player/msel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <system_error>

#include "engine/core/check.hpp"
#include "engine/report/csv.hpp"
#include "engine/report/exercise_mark.hpp"
#include "engine/rules/names.hpp"
#include "engine/rules/text.hpp"
#include "simulators/player/inject_text.hpp"
#include "simulators/player/msel_columns.hpp"

namespace larm::player {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr char separator = ';';
constexpr std::uintmax_t table_bytes_max = 4 * 1024 * 1024;
/// As many as an exercise takes.
constexpr std::size_t rows_max = 2000;

std::expected<std::string, rules::Fault> read_file(fs::path const& path) {
    auto const fault = [&path](std::string message, std::string hint = {}) {
        return std::unexpected{
            rules::Fault{path.string(), 1, 1, std::move(message), std::move(hint)}};
    };
    std::error_code error;
    auto const bytes = fs::file_size(path, error);
    if (error) {
        return fault("cannot be read: " + error.message());
    }
    if (bytes > table_bytes_max) {
        return fault("larger than 4 MiB");
    }
    std::ifstream file{path, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (!file.is_open() || file.bad()) {
        return fault("cannot be read", "is it yours to read?");
    }
    if (rules::first_invalid_utf8(text)) {
        return fault("not UTF-8", "save it as \"CSV UTF-8\"");
    }
    return text;
}

/// What came of it, for whoever reads; none of it is read back.
std::vector<std::string> notes_of(Scenario const& scenario, v1::InjectView const& view) {
    auto const& record = view.record();
    auto const given_s = (record.at_us() - scenario.starts.us) / 1'000'000;
    auto const is_given = record.state() == v1::INJECT_STATE_GIVEN;
    auto const result = record.result();
    return {view.when().sv(),
            is_given                                     ? msel_time(given_s)
            : record.state() == v1::INJECT_STATE_SKIPPED ? "utgick"
                                                         : "",
            !is_given || !view.has_met() ? ""
            : view.met()                 ? fmt::format("löst efter {}",
                                                       msel_time((view.met_at_us() - record.at_us()) / 1'000'000))
                                         : "inte löst",
            std::string{result == v1::INJECT_RESULT_DONE       ? "gjort"
                        : result == v1::INJECT_RESULT_PARTLY   ? "delvis gjort"
                        : result == v1::INJECT_RESULT_NOT_DONE ? "inte gjort"
                                                               : ""} +
                (record.judged_note().empty() ? "" : ": " + record.judged_note())};
}

std::string row_of(v1::Inject const& inject, std::vector<std::string> const& notes) {
    std::vector<std::string> cells;
    for (auto const& column : msel_columns()) {
        cells.push_back(msel_cell(inject, column));
    }
    cells.insert(cells.end(), notes.begin(), notes.end());
    return report::csv_row(cells, separator);
}

/// Small letters, without spaces around.
std::string heading_of(std::string_view cell) {
    auto const from = cell.find_first_not_of(" \t\r\n");
    if (from == std::string_view::npos) {
        return {};
    }
    return rules::lower_case(cell.substr(from, cell.find_last_not_of(" \t\r\n") - from + 1));
}

/// Reads the table, and takes it over into the scenario's text.
class Merge {
public:
    Merge(MselSource const& source, report::CsvTable table, InjectText& text)
        : source_{source}, table_{std::move(table)}, text_{text} {}

    std::expected<MselMerge, rules::Faults> run() {
        if (read_headings()) {
            for (; row_ < table_.size(); ++row_) {
                take_row();
            }
        }
        if (!faults_.empty()) {
            return std::unexpected{std::move(faults_)};
        }
        take_missing();
        done_.text = text_.edited();
        return std::move(done_);
    }

    /// A fault of the text that came of it, where the table has what it is about.
    [[nodiscard]] rules::Fault in_table(rules::Fault fault, InjectText const& fresh) const {
        auto const spot = fresh.spot(fault.line, fault.column);
        auto const row = spot ? rows_.find(fresh.script().injects(spot->inject).id()) : rows_.end();
        if (row == rows_.end()) {
            return fault;
        }
        auto const column =
            std::ranges::find(columns_, std::optional{spot->column}) - columns_.begin();
        auto const has_column = column < std::ssize(columns_);
        fault.file = source_.table.string();
        fault.line = static_cast<int>(row->second) + 1;
        fault.column = has_column ? static_cast<int>(column) + 1 : 1;
        fault.message = fmt::format("{}: {}", msel_columns()[spot->column].name, fault.message);
        return fault;
    }

private:
    void fail(std::size_t column, std::string message, std::string hint = {}) {
        faults_.push_back({source_.table.string(), static_cast<int>(row_) + 1,
                           static_cast<int>(column) + 1, std::move(message), std::move(hint)});
    }

    /// Rows with nothing in them, or nothing but the mark, say nothing.
    [[nodiscard]] bool is_empty() const {
        return std::ranges::all_of(table_[row_], [](std::string const& cell) {
            return heading_of(cell).empty() || cell == report::exercise_mark;
        });
    }

    bool read_headings() {
        while (row_ < table_.size() && is_empty()) {
            ++row_;
        }
        if (row_ == table_.size()) {
            row_ = 0;
            fail(0, "an empty table");
            return false;
        }
        std::vector<std::string> names;
        for (auto const& column : msel_columns()) {
            names.emplace_back(column.name);
        }
        for (std::size_t cell = 0; cell < table_[row_].size(); ++cell) {
            auto const heading = heading_of(table_[row_][cell]);
            auto const found = std::ranges::find(names, heading);
            auto const is_note = std::ranges::find(msel_notes(), heading) != msel_notes().end();
            auto& column = columns_.emplace_back();
            if (found != names.end()) {
                auto const number = static_cast<std::size_t>(found - names.begin());
                if (std::ranges::count(columns_, std::optional{number}) > 0) {
                    fail(cell, fmt::format("two columns \"{}\"", heading));
                }
                column = number;
            } else if (!heading.empty() && !is_note) {
                fail(cell, fmt::format("no such column \"{}\"", heading),
                     rules::did_you_mean(heading, names));
            }
        }
        if (std::ranges::count(columns_, std::optional{std::size_t{0}}) == 0) {
            fail(0, "no column \"nr\"", "the first row names the columns: nr, tid, från, till ...");
        }
        ++row_;
        return faults_.empty();
    }

    [[nodiscard]] std::string cell_of(std::size_t cell) const {
        auto text = cell < table_[row_].size() ? report::csv_plain(table_[row_][cell]) : "";
        std::erase(text, '\r');
        return text;
    }

    void take_row() {
        if (is_empty()) {
            return;
        }
        auto const id_cell = static_cast<std::size_t>(
            std::ranges::find(columns_, std::optional{std::size_t{0}}) - columns_.begin());
        auto const id = heading_of(cell_of(id_cell));
        if (id.empty()) {
            return fail(id_cell, "nr: missing");
        }
        if (rows_.size() == rows_max) {
            return fail(id_cell, fmt::format("more than {} injects", rows_max));
        }
        if (!rows_.emplace(id, row_).second) {
            return fail(id_cell,
                        fmt::format("nr: \"{}\" stands in row {} too", id, rows_.at(id) + 1));
        }
        auto const& injects = text_.script().injects();
        auto const found = std::ranges::find(injects, id, &v1::Inject::id);
        auto const before = faults_.size();
        auto fresh = found == injects.end() ? v1::Inject{} : *found;
        fresh.set_id(id);
        for (std::size_t cell = 0; cell < columns_.size(); ++cell) {
            if (columns_[cell].value_or(0) == 0) {
                continue;
            }
            auto const& column = msel_columns()[*columns_[cell]];
            if (auto const wrong = set_msel_cell(fresh, column, cell_of(cell)); wrong) {
                fail(cell, fmt::format("{}: {}", column.name, *wrong));
            }
        }
        if (faults_.size() == before) {
            take(fresh, found == injects.end() ? -1 : static_cast<int>(found - injects.begin()));
        }
    }

    void take(v1::Inject const& fresh, int index) {
        if (index < 0) {
            text_.add(last_, fresh);
            ++done_.added;
            return;
        }
        last_ = index;
        if (fresh.SerializeAsString() != text_.script().injects(index).SerializeAsString()) {
            text_.change(index, fresh);
            ++done_.changed;
        }
    }

    void take_missing() {
        for (int index = 0; index < text_.script().injects_size(); ++index) {
            auto const& id = text_.script().injects(index).id();
            if (rows_.contains(id)) {
                continue;
            }
            if (source_.remove_missing) {
                text_.remove(index);
                ++done_.removed;
            } else {
                done_.missing.push_back(id);
            }
        }
    }

    MselSource const& source_;
    report::CsvTable table_;
    InjectText& text_;
    std::size_t row_ = 0;
    std::vector<std::optional<std::size_t>> columns_;  ///< Of each of the table's: which it is.
    std::map<std::string, std::size_t> rows_;          ///< By the inject's id.
    int last_ = -1;                                    ///< The last of the scenario's that was met.
    rules::Faults faults_;
    MselMerge done_;
};

std::unexpected<rules::Faults> one(rules::Fault fault) {
    return std::unexpected{rules::Faults{std::move(fault)}};
}

}  // namespace

std::string msel_csv(Scenario const& scenario, std::vector<v1::InjectView> const& views) {
    std::vector<std::string> headings;
    for (auto const& column : msel_columns()) {
        headings.emplace_back(column.name);
    }
    auto const with_notes = !views.empty();
    if (with_notes) {
        headings.insert(headings.end(), msel_notes().begin(), msel_notes().end());
    }
    auto text = report::csv_row(headings, separator);
    for (auto const& inject : scenario.script.injects()) {
        auto const view = std::ranges::find_if(views, [&inject](auto const& each) {
            return each.record().inject_id() == inject.id();
        });
        text += row_of(
            inject, view == views.end() ? std::vector<std::string>{} : notes_of(scenario, *view));
    }
    for (auto const& view : views) {
        if (view.record().cause() == v1::INJECT_CAUSE_MADE_UP) {
            v1::Inject made_up;
            made_up.set_id(view.record().inject_id());
            *made_up.mutable_what() = view.record().what();
            text += row_of(made_up, notes_of(scenario, view));
        }
    }
    return std::string{byte_order_mark} + report::exercise_text(text);
}

std::expected<MselMerge, rules::Faults> merge_msel(MselSource const& source) {
    auto const scenario = load_scenario(source.scenario, source.rules);
    if (!scenario) {
        return std::unexpected{scenario.error()};
    }
    auto whole = read_file(source.scenario);
    auto const csv = read_file(source.table);
    if (!whole || !csv) {
        return one(!whole ? whole.error() : csv.error());
    }
    if (whole->starts_with(byte_order_mark)) {
        whole->erase(0, byte_order_mark.size());
    }
    InjectText text{*std::move(whole)};
    if (!text.has_blocks()) {
        return one({source.scenario.string(), 1, 1,
                    "injects stand in a list and cannot be changed one by one",
                    "write each as injects { ... }"});
    }
    auto table = report::csv_table(*csv);
    if (!table) {
        return one({source.table.string(),
                    static_cast<int>(table.error().row),
                    static_cast<int>(table.error().column),
                    table.error().message,
                    {}});
    }
    Merge merge{source, *std::move(table), text};
    auto merged = merge.run();
    if (!merged) {
        return merged;
    }
    auto const read = read_scenario(merged->text, source.scenario, source.rules);
    if (!read) {
        rules::Faults faults;
        InjectText const fresh{merged->text};
        for (auto const& fault : read.error()) {
            faults.push_back(merge.in_table(fault, fresh));
        }
        return std::unexpected{std::move(faults)};
    }
    return merged;
}

}  // namespace larm::player
