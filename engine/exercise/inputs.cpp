#include "engine/exercise/inputs.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <utility>

namespace larm::exercise {
namespace {

constexpr std::string_view schema = R"sql(
PRAGMA journal_mode=WAL;
PRAGMA synchronous=FULL;
CREATE TABLE IF NOT EXISTS input(
  number INTEGER PRIMARY KEY,
  steps INTEGER NOT NULL,
  at_us INTEGER NOT NULL,
  command BLOB NOT NULL
) STRICT;
)sql";

}  // namespace

std::expected<std::unique_ptr<Inputs>, std::string> Inputs::open(
    std::filesystem::path const& file) {
    // As the journal beside it: what people have said is not for everybody on the machine.
    if (auto const made = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640); made >= 0) {
        ::close(made);
    }
    auto opened = journal::Connection::open(file, journal::Connection::Access::write, {});
    if (!opened) {
        return std::unexpected{opened.error().message};
    }
    if (auto const made = (*opened)->run(schema, "opening the inputs"); !made) {
        return std::unexpected{made.error().message};
    }
    return std::unique_ptr<Inputs>{new Inputs{*std::move(opened)}};
}

void Inputs::note(Input const& input) {
    if (!trouble_.empty()) {
        return;  // with a gap it would be another exercise
    }
    auto statement = journal::Statement::prepare(
        *file_, "INSERT INTO input(steps, at_us, command) VALUES(?, ?, ?)");
    auto const bytes = input.command.SerializeAsString();
    if (!statement) {
        trouble_ = statement.error().message;
    } else if (auto const done = statement->bind(1, input.steps)
                                     .bind(2, input.at.us)
                                     .bind_blob(3, bytes)
                                     .execute("noting an input");
               !done) {
        trouble_ = done.error().message;
    }
}

std::expected<std::vector<Input>, std::string> Inputs::all() const {
    auto statement = journal::Statement::prepare(
        *file_, "SELECT steps, at_us, command FROM input ORDER BY number");
    if (!statement) {
        return std::unexpected{statement.error().message};
    }
    std::vector<Input> inputs;
    for (;;) {
        auto const row = statement->step("reading the inputs");
        if (!row) {
            return std::unexpected{row.error().message};
        }
        if (!*row) {
            return inputs;
        }
        auto& input = inputs.emplace_back();
        input.steps = statement->number(0);
        input.at = {statement->number(1)};
        auto const bytes = statement->bytes(2);
        if (!input.command.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
            return std::unexpected{std::string{"an input cannot be read"}};
        }
    }
}

}  // namespace larm::exercise
