#include "engine/paper/fallback_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "engine/report/paper.hpp"

namespace larm::paper {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> endings{"html", "pdf"};

std::unexpected<std::string> failure(fs::path const& file, int error) {
    return std::unexpected{fmt::format("{} cannot be written ({})", file.string(),
                                       std::generic_category().message(error))};
}

fs::path file_of(fs::path const& folder, std::string const& region, std::string_view ending) {
    return folder / fmt::format("{}.{}", region, ending);
}

/// 0, or why not.
int write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            return errno;
        }
        bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    return 0;
}

/// Whole or not at all: a printer may be reading the old one. Not synced: after a power cut the one
/// before is as good, and the next start writes anew.
std::expected<void, std::string> write_file(fs::path const& file, std::string_view bytes) {
    auto partial = file;
    partial += ".partial";
    ::unlink(partial.c_str());  // of a crash; or somebody's link to elsewhere
    auto const opened = ::open(
        partial.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (opened < 0) {
        return failure(file, errno);
    }
    auto error = write_all(opened, bytes);
    if (::close(opened) != 0 && error == 0) {
        error = errno;
    }
    if (error == 0 && ::rename(partial.c_str(), file.c_str()) != 0) {
        error = errno;
    }
    if (error != 0) {
        ::unlink(partial.c_str());
        return failure(file, error);
    }
    return {};
}

std::string first_of(std::vector<std::string> const& addresses) {
    return addresses.empty() ? std::string{} : addresses.front();
}

}  // namespace

report::PaperPerson person_of(delivery::AddressBook const& book, std::string_view officer_id) {
    auto phone = first_of(book.addresses(officer_id, v1::CHANNEL_VOICE));
    if (phone.empty()) {
        phone = first_of(book.addresses(officer_id, v1::CHANNEL_SMS));
    }
    return {.name = book.name(officer_id),
            .phone = std::move(phone),
            .rakel = first_of(book.addresses(officer_id, v1::CHANNEL_RAKEL)),
            .email = first_of(book.addresses(officer_id, v1::CHANNEL_EMAIL))};
}

std::expected<void, std::string> make_folder(fs::path const& folder) {
    std::error_code error;
    if (folder.has_parent_path()) {
        fs::create_directories(folder.parent_path(), error);
    }
    if (!error && ::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
        error = {errno, std::generic_category()};
    }
    if (error) {
        return failure(folder, error.value());
    }
    return {};
}

std::expected<void, std::string> write_pack(fs::path const& folder, std::string const& region,
                                            report::PaperDocument const& pack) {
    for (auto const ending : endings) {
        auto const bytes = ending == "pdf" ? report::paper_pdf(pack) : report::paper_html(pack);
        if (auto written = write_file(file_of(folder, region, ending), bytes); !written) {
            return written;
        }
    }
    return {};
}

void remove_pack(fs::path const& folder, std::string const& region) {
    for (auto const ending : endings) {
        std::error_code gone;
        fs::remove(file_of(folder, region, ending), gone);
    }
}

}  // namespace larm::paper
