#include "engine/journal/backup.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

#include "engine/journal/files.hpp"
#include "engine/journal/sqlite_journal.hpp"

namespace larm::journal {
namespace {

/// Its owner's only, before there is anything in it and whatever the umask: SQLite takes an empty
/// file as it is. Never another's: one that is there already is refused.
Result<void> make_private(std::filesystem::path const& path) {
    if (::mknod(path.c_str(), S_IFREG | S_IRUSR | S_IWUSR, 0) != 0) {
        return std::unexpected(file_error(path, "making it", errno));
    }
    return {};
}

Result<void> copy_into(std::filesystem::path const& from, std::filesystem::path const& to) {
    auto const journal = SqliteJournal::open(from, OpenMode::read_only);
    if (!journal) {
        return std::unexpected(journal.error());
    }
    auto statement = Statement::prepare((*journal)->connection(), "VACUUM INTO ?1");
    if (!statement) {
        return std::unexpected(std::move(statement).error());
    }
    auto const name = to.string();
    statement->bind_text(1, name);
    return statement->execute(fmt::format("copying it to {}", name));
}

/// The copy is nobody's: restored, even to the very place it was taken from, it would alarm about a
/// night that has passed. A connection of its own, since opening it as a journal takes an epoch.
Result<void> disown(std::filesystem::path const& copy) {
    auto const connection = Connection::open(copy, Connection::Access::write, {});
    if (!connection) {
        return std::unexpected(connection.error());
    }
    return (*connection)
        ->run(fmt::format("UPDATE meta SET v = CAST('{}' AS BLOB) WHERE k = 'instance_id'",
                          instance_id_of_backups),
              "making it nobody's");
}

Result<VerifyReport> make(std::filesystem::path const& from, std::filesystem::path const& partial) {
    if (auto made = make_private(partial); !made) {
        return std::unexpected(std::move(made).error());
    }
    if (auto copied = copy_into(from, partial); !copied) {
        return std::unexpected(std::move(copied).error());
    }
    if (auto disowned = disown(partial); !disowned) {
        return std::unexpected(std::move(disowned).error());
    }
    if (auto synced = sync_file(partial); !synced) {
        return std::unexpected(std::move(synced).error());
    }
    auto report = verify(partial);
    if (report && !report->is_good()) {
        return std::unexpected(JournalError{
            JournalErrorKind::corrupt, fmt::format("{}: it does not verify, and was not copied: {}",
                                                   from.string(), report->reason)});
    }
    return report;
}

}  // namespace

Result<VerifyReport> backup(std::filesystem::path const& from, std::filesystem::path const& to) {
    std::error_code error;
    auto partial = to;
    partial += ".partial";
    std::filesystem::remove(partial, error);  // of a backup that was interrupted
    if (std::filesystem::exists(to, error)) {
        return std::unexpected(JournalError{
            JournalErrorKind::io, fmt::format("{}: it exists; name a new file", to.string())});
    }
    auto report = make(from, partial);
    if (!report) {
        std::filesystem::remove(partial, error);
        return report;
    }
    if (auto renamed = rename_file(partial, to); !renamed) {
        return std::unexpected(std::move(renamed).error());
    }
    return report;
}

}  // namespace larm::journal
