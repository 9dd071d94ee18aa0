// contacts.db, opened: its place, its permissions, its settings, its format and its transactions.
// What the rows mean is in rows; the format is described in FORMAT.md.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <utility>

#include "engine/contacts/contacts_error.hpp"
#include "engine/journal/sqlite.hpp"

namespace larm::contacts {

/// One thread at a time. Another program opens its own.
class BookFile {
public:
    /// Opens DIRECTORY/contacts.db, made with mode 0600 where it is missing. A file of a newer
    /// format, or one that is not ours, is refused and left as it is.
    [[nodiscard]] static Result<std::unique_ptr<BookFile>> open(
        std::filesystem::path const& directory);

    [[nodiscard]] Result<void> run(std::string_view sql, std::string_view doing);
    [[nodiscard]] Result<std::int64_t> number(std::string_view sql, std::string_view doing);
    [[nodiscard]] Result<journal::Statement> prepare(std::string_view sql);
    /// ContactsErrorKind::io while the file has been removed, or another lies where it was: what is
    /// written would be kept nowhere. Every Writing looks.
    [[nodiscard]] Result<void> check_in_place() const;
    /// Differs from the last one as soon as another connection has written.
    [[nodiscard]] Result<std::int64_t> data_version();
    /// Rows added by the last statement got this number.
    [[nodiscard]] std::int64_t last_row() const;

private:
    explicit BookFile(std::unique_ptr<journal::Connection> connection)
        : connection_{std::move(connection)} {}
    [[nodiscard]] Result<void> set_up();
    [[nodiscard]] Result<void> check_format();

    std::unique_ptr<journal::Connection> connection_;
    dev_t device_ = 0;  ///< With inode_: which file this is, whatever lies at its path by now.
    ino_t inode_ = 0;
};

/// Rolls back when it goes out of scope without a successful commit().
class Writing {
public:
    [[nodiscard]] static Result<Writing> begin(BookFile& file);
    Writing(Writing&& other) noexcept : file_{std::exchange(other.file_, nullptr)} {}
    Writing& operator=(Writing&&) = delete;
    ~Writing();
    [[nodiscard]] Result<void> commit();

private:
    explicit Writing(BookFile& file) : file_{&file} {}
    BookFile* file_;
};

/// The journal's SQLite error in this folder's words.
[[nodiscard]] ContactsError error_of(journal::JournalError error);
/// One execution without rows.
[[nodiscard]] Result<void> execute(journal::Statement& statement, std::string_view doing);
/// Whether there is a row to read.
[[nodiscard]] Result<bool> step(journal::Statement& statement, std::string_view doing);

}  // namespace larm::contacts
