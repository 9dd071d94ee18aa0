// The rows of a journal whose tables can no longer be walked: a page that leads to them is gone, or
// the first one, that says what the file is. Reads the pages themselves, by SQLite's documented
// file format (sqlite.org/fileformat2.html, 1.6 and 4.1), and takes nothing on trust: what a row is
// worth is for the chain to say. Private to this folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "engine/journal/record.hpp"

namespace larm::journal {

/// The file only where nobody writes it and this process has no connection to it that matters:
/// closing it drops SQLite's locks on it. The log is in memory from the beginning: opening the
/// journal may empty it.
class RowPages {
public:
    enum class Where { file_and_log, log };

    /// Looks through `journal`, or only through what its log has committed. What cannot be read is
    /// passed over.
    explicit RowPages(std::filesystem::path const& journal, Where where = Where::file_and_log);

    /// Each row of that number; several where older pages of it are left.
    [[nodiscard]] std::vector<Record> rows(std::int64_t seq);
    /// All that were the journal's head at some time, by number: where a batch ended.
    [[nodiscard]] std::map<std::int64_t, Hash> heads();
    /// Not a row was found.
    [[nodiscard]] bool is_empty() const { return cells_.empty(); }
    /// As it was found.
    [[nodiscard]] std::string const& log() const { return log_; }

private:
    /// A page: where it begins, in the file or in its log.
    struct Place {
        bool is_in_log = false;
        std::size_t offset = 0;
    };
    struct Cell {
        Place page;
        std::size_t at = 0;  ///< within the page
    };

    void read_log();
    /// Empty where it cannot be read as a whole.
    [[nodiscard]] std::string read(Place const& place);
    /// The rows that it may hold.
    void look_at(Place const& place);
    [[nodiscard]] std::string payload_of(Cell const& cell);

    std::ifstream file_;
    std::string log_;
    std::uint64_t bytes_ = 0;              ///< of both: no row is longer
    std::vector<Place> committed_;         ///< pages of the log, in its order
    std::map<std::uint32_t, Place> last_;  ///< of them, the last of each page number
    std::multimap<std::int64_t, Cell> cells_;
};

}  // namespace larm::journal
