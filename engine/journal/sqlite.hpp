// SQLite's C interface, wrapped once for this folder: a connection, a statement, errors as values.
// What the tables mean is not here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/journal/journal.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace larm::journal {

/// One thread at a time.
class Connection {
public:
    enum class Access : std::uint8_t {
        read,            ///< a reader as every tool is: no checkpoint, ever
        read_immutable,  ///< nobody writes the file, and nothing can be made beside it
        read_alone,      ///< the only user, where the disk has no room for the shared index
        write,           ///< made if missing
    };
    /// `vfs` empty: SQLite's own. The file is touched by the first statement, not here.
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(std::filesystem::path const& path,
                                                                  Access access,
                                                                  std::string const& vfs);
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;
    ~Connection();

    /// Runs SQL whose rows do not matter. `doing` completes the message "... failed".
    [[nodiscard]] Result<void> run(std::string_view sql, std::string_view doing);
    /// First column of the first row; 0 and "" where there is none.
    [[nodiscard]] Result<std::int64_t> number(std::string_view sql, std::string_view doing);
    [[nodiscard]] Result<std::string> text(std::string_view sql, std::string_view doing);

    /// Rows changed by the last statement.
    [[nodiscard]] std::int64_t changes() const;
    /// The last error as a value.
    [[nodiscard]] JournalError error(std::string_view doing) const;
    /// The disk has failed: closing must leave the file as it is, without a checkpoint.
    void give_up();
    [[nodiscard]] sqlite3* raw() const { return raw_; }
    [[nodiscard]] std::filesystem::path const& path() const { return path_; }

private:
    Connection(std::filesystem::path path, sqlite3* raw) : path_{std::move(path)}, raw_{raw} {}

    std::filesystem::path path_;
    sqlite3* raw_ = nullptr;
};

/// Belongs to its connection, which must outlive it.
class Statement {
public:
    [[nodiscard]] static Result<Statement> prepare(Connection& connection, std::string_view sql);

    /// Texts and bytes are not copied: they must stay as they are until reset().
    Statement& bind(int position, std::int64_t number);
    Statement& bind_text(int position, std::string_view text);
    Statement& bind_blob(int position, std::string_view bytes);
    Statement& bind_blob(int position, std::span<std::uint8_t const> bytes);

    /// True: a row can be read. False: done.
    [[nodiscard]] Result<bool> step(std::string_view doing);
    /// One execution without rows, ready for the next one.
    [[nodiscard]] Result<void> execute(std::string_view doing);
    void reset();

    /// Columns count from 0; views are valid until the next step or reset.
    [[nodiscard]] std::int64_t number(int column) const;
    [[nodiscard]] std::string_view bytes(int column) const;

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    Statement(Connection& connection, sqlite3_stmt* raw) : connection_{&connection}, raw_{raw} {}

    Connection* connection_;
    std::unique_ptr<sqlite3_stmt, Finalize> raw_;
};

}  // namespace larm::journal
