#include "engine/larm/text_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>

#include "engine/larm/output.hpp"

namespace larm::cli {
namespace {

bool fail(std::filesystem::path const& file, std::string const& why) {
    complain(fmt::format("{}: {}", file.string(), why));
    return false;
}

}  // namespace

std::optional<std::string> read_text(std::string const& file) {
    std::ifstream input{file};
    input.peek();  // a folder opens, and the iterators below would throw at it
    if (!input.is_open() || input.bad()) {
        complain(fmt::format("{} kan inte läsas. Se efter att filen finns och att du får läsa den.",
                             file));
        return std::nullopt;
    }
    return std::string{std::istreambuf_iterator<char>{input}, {}};
}

bool write_bytes(std::filesystem::path const& file, std::string const& bytes) {
    auto partial = file;
    partial += ".partial";
    auto* const to = std::fopen(partial.c_str(), "we");
    if (to == nullptr) {
        return fail(partial, std::strerror(errno));
    }
    auto const is_written = std::fwrite(bytes.data(), 1, bytes.size(), to) == bytes.size();
    auto const is_closed = std::fclose(to) == 0;
    std::error_code error;
    if (!is_written || !is_closed) {
        auto const why = std::string{std::strerror(errno)};
        std::filesystem::remove(partial, error);
        return fail(partial, why);
    }
    std::filesystem::rename(partial, file, error);
    return !error || fail(file, error.message());
}

}  // namespace larm::cli
