// access.db, opened: its place, its permissions, its settings, its format version and its
// transactions. What the tables mean is in TokenStore and AuditLog; the format is described in
// FORMAT.md.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/access/access_error.hpp"
#include "engine/access/statement.hpp"
#include "engine/core/instant.hpp"

namespace larm::access {

enum class IfMissing : std::uint8_t { create, fail };

struct OpenOptions {
    IfMissing if_missing = IfMissing::create;
    /// How long a statement waits for another program to let go of the file. A person at a terminal
    /// can wait; the daemon waits less, see AccessThread.
    core::Duration busy_timeout = core::seconds(5);
};

/// Move-only; one thread at a time. Another thread, or another program, opens its own.
class AccessFile {
public:
    /// Opens DIRECTORY/access.db. With IfMissing::create the directory and the file are made, mode
    /// 0600; both programs may do so at the same instant. A file of a newer format, or one that is
    /// not ours, is refused and left as it is. Where the format is there, opening writes nothing: a
    /// full disk is no hindrance to reading.
    [[nodiscard]] static std::expected<AccessFile, AccessError> open(
        std::filesystem::path const& directory, OpenOptions options);

    [[nodiscard]] std::expected<Statement, AccessError> prepare(std::string_view sql);
    /// Runs SQL that gives no rows.
    [[nodiscard]] std::expected<void, AccessError> run(char const* sql, std::string_view doing);
    /// The first column of the first row, 0 if there is none.
    [[nodiscard]] std::expected<std::int64_t, AccessError> number(std::string_view sql,
                                                                  std::string_view doing);

    /// False once the file has been removed or replaced (a restored backup): reopen it.
    [[nodiscard]] bool is_in_place() const;
    [[nodiscard]] std::filesystem::path const& path() const { return path_; }
    /// Something whoever runs the installation should hear, though the file works.
    [[nodiscard]] std::optional<std::string> const& warning() const { return warning_; }

private:
    enum class Contents : std::uint8_t { ours, nothing, foreign };
    struct Close {
        void operator()(sqlite3* connection) const;
    };
    AccessFile(std::filesystem::path path, sqlite3* connection)
        : path_{std::move(path)}, connection_{connection} {}

    [[nodiscard]] std::expected<void, AccessError> configure(core::Duration busy_timeout);
    [[nodiscard]] std::expected<void, AccessError> check_format(IfMissing if_missing);
    [[nodiscard]] std::expected<Contents, AccessError> look();
    [[nodiscard]] std::expected<void, AccessError> judge(Contents contents);
    [[nodiscard]] std::expected<void, AccessError> create_tables();

    std::filesystem::path path_;
    std::unique_ptr<sqlite3, Close> connection_;
    std::optional<std::string> warning_;
    dev_t device_ = 0;  // with inode_: which file this is, whatever lies at path_ by now
    ino_t inode_ = 0;
};

/// Rolls back when it goes out of scope without a successful commit().
class Transaction {
public:
    enum class Kind : std::uint8_t { read, write };
    /// `write` waits its turn here, so that no statement inside it finds the file locked.
    [[nodiscard]] static std::expected<Transaction, AccessError> begin(AccessFile& file, Kind kind);

    Transaction(Transaction&& other) noexcept : file_{std::exchange(other.file_, nullptr)} {}
    Transaction(Transaction const&) = delete;
    Transaction& operator=(Transaction const&) = delete;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    [[nodiscard]] std::expected<void, AccessError> commit();

private:
    explicit Transaction(AccessFile& file) : file_{&file} {}
    AccessFile* file_;
};

}  // namespace larm::access
