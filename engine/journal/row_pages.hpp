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

/// Only for a file that nobody writes and of which this process has no connection that matters:
/// closing it drops SQLite's locks on it.
class RowPages {
public:
    /// Looks through `journal`, and through what its log has committed. What cannot be read is
    /// passed over.
    explicit RowPages(std::filesystem::path const& journal);

    /// Each row of that number; several where an older page of it is left.
    [[nodiscard]] std::vector<Record> rows(std::int64_t seq);

private:
    /// A page: where it begins, in the file or in its log.
    struct Place {
        bool is_in_log = false;
        std::int64_t offset = 0;
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
    std::ifstream log_;
    std::uint64_t bytes_ = 0;                ///< of both: no row is longer
    std::map<std::uint32_t, Place> in_log_;  ///< the last one committed, by page number
    std::multimap<std::int64_t, Cell> cells_;
};

}  // namespace larm::journal
