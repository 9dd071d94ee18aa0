// Entries of invented people, and a book on a directory of the test's.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/contacts/contact_book.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::contacts::test {

inline constexpr core::Instant noon{1'790'000'000'000'000};

struct Line {
    v1::Channel channel;
    std::string value;
};

[[nodiscard]] v1::Officer officer(std::string const& id, std::string const& party,
                                  std::vector<Line> const& lines);
[[nodiscard]] v1::Contacts people(std::vector<v1::Officer> const& officers);
/// Maja and Sten for tib@dalarna, Ture for blood@dalarna.
[[nodiscard]] v1::Contacts dalarna();
[[nodiscard]] std::unique_ptr<ContactBook> open(std::filesystem::path const& directory);
[[nodiscard]] Origin by(std::string const& token, std::string const& command_id = {});
/// The bytes of contacts.db.
[[nodiscard]] std::string bytes_of(std::filesystem::path const& directory);

template <typename Value>
Value must(Result<Value> result) {
    if (!result) {
        FAIL(result.error().message);
    }
    if constexpr (!std::is_void_v<Value>) {
        return std::move(*result);
    }
}

}  // namespace larm::contacts::test
