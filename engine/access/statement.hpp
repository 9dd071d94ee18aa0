// One prepared SQL statement: bind, step, read. Only this folder uses it; the rest of the program
// does not know that access.db is SQLite. Not thread-safe, like the connection it belongs to.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "engine/access/access_error.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace larm::access {

/// The last error of `connection` as a value; `doing` says what was tried, e.g. "reading the
/// tokens".
[[nodiscard]] AccessError error_of(sqlite3* connection, std::string_view doing);

class Statement {
public:
    [[nodiscard]] static std::expected<Statement, AccessError> prepare(sqlite3* connection,
                                                                       std::string_view sql);

    /// Values are copied. Binding cannot fail for a position that the SQL has; another one is a
    /// bug.
    Statement& bind(int position, std::string_view text);
    Statement& bind(int position, std::int64_t number);
    Statement& bind_blob(int position, std::span<std::uint8_t const> bytes);

    /// True: a row can be read. False: done.
    [[nodiscard]] std::expected<bool, AccessError> step(std::string_view doing);
    /// Makes the statement ready to be bound and stepped again.
    void reset();

    /// Columns count from 0 and are valid until the next step.
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] std::int64_t number(int column) const;
    [[nodiscard]] std::span<std::uint8_t const> blob(int column) const;
    [[nodiscard]] bool is_null(int column) const;

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    explicit Statement(sqlite3_stmt* statement) : statement_{statement} {}

    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace larm::access
