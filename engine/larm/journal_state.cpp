#include "engine/larm/journal_state.hpp"

#include <fmt/format.h>

#include "engine/journal/sqlite_journal.hpp"

namespace larm::cli {

std::expected<core::State, std::string> state_of_journal(std::filesystem::path const& file) {
    auto const opened = journal::SqliteJournal::open(file, journal::OpenMode::read_only);
    if (!opened) {
        return std::unexpected{opened.error().message};
    }
    core::State state;
    auto is_whole = true;
    auto const done = (*opened)->read(1, [&](journal::Record const& record) {
        v1::Event event;
        is_whole = event.ParseFromString(record.body);
        if (is_whole) {
            state.evolve(event, record.seq);
        }
        return is_whole;
    });
    if (!done) {
        return std::unexpected{done.error().message};
    }
    if (!is_whole) {
        return std::unexpected{fmt::format("{}: run larm journal verify on it", file.string())};
    }
    return state;
}

}  // namespace larm::cli
