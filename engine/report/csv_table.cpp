// Reading a table that a spreadsheet has written.
#include <algorithm>

#include "engine/report/csv.hpp"

namespace larm::report {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Of the first line that has one of them.
char separator_of(std::string_view text) {
    while (!text.empty()) {
        auto const line = text.substr(0, text.find('\n'));
        for (auto const sign : {';', '\t', ','}) {
            if (line.find(sign) != std::string_view::npos) {
                return sign;
            }
        }
        text.remove_prefix(std::min(text.size(), line.size() + 1));
    }
    return ';';
}

class Reader {
public:
    explicit Reader(std::string_view text) : text_{text}, separator_{separator_of(text)} {}

    std::expected<CsvTable, CsvFault> read() {
        while (at_ < text_.size()) {
            rows_.emplace_back();
            for (auto more = true; more;) {
                rows_.back().emplace_back();
                if (!take_cell()) {
                    return std::unexpected{std::move(fault_)};
                }
                more = at_ < text_.size() && text_[at_] == separator_;
                at_ += more ? 1U : 0U;
            }
            take_end();
        }
        return std::move(rows_);
    }

private:
    /// Up to what ends it; false where its quotes are broken.
    bool take_cell() {
        auto& cell = rows_.back().back();
        if (at_ >= text_.size() || text_[at_] != '"') {
            while (at_ < text_.size() && !ends_cell()) {
                cell += text_[at_++];
            }
            return true;
        }
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] != '"') {
                cell += text_[at_];
            } else if (text_.substr(at_ + 1).starts_with('"')) {
                cell += text_[at_++];
            } else {
                ++at_;
                return ends_cell() || fail("text after a cell's closing quote");
            }
        }
        return fail("a quote is opened and never closed");
    }

    [[nodiscard]] bool ends_cell() const {
        return at_ >= text_.size() || text_[at_] == separator_ || text_[at_] == '\n' ||
               text_.substr(at_).starts_with("\r\n") || text_.substr(at_) == "\r";
    }

    void take_end() {
        for (auto const sign : {'\r', '\n'}) {
            if (at_ < text_.size() && text_[at_] == sign) {
                ++at_;
            }
        }
    }

    bool fail(std::string message) {
        fault_ = {rows_.size(), rows_.back().size(), std::move(message)};
        return false;
    }

    std::string_view text_;
    char separator_;
    std::size_t at_ = 0;
    CsvTable rows_;
    CsvFault fault_;
};

}  // namespace

std::expected<CsvTable, CsvFault> csv_table(std::string_view text) {
    if (text.starts_with(byte_order_mark)) {
        text.remove_prefix(byte_order_mark.size());
    }
    auto table = Reader{text}.read();
    if (table && !table->empty() && table->front().front().starts_with("sep=")) {
        table->front().assign(1, "");  // for spreadsheets alone; it counts as a row all the same
    }
    return table;
}

}  // namespace larm::report
