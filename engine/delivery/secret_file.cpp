#include "engine/delivery/secret_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <string_view>

namespace larm::delivery {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t secret_bytes_max = 64 * 1024;
constexpr std::string_view blanks = " \t\r\n";

/// Closed at the end.
class File {
public:
    explicit File(int descriptor) : descriptor_{descriptor} {}
    File(File const&) = delete;
    File& operator=(File const&) = delete;
    ~File() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }
    [[nodiscard]] int get() const { return descriptor_; }

private:
    int descriptor_;
};

std::unexpected<std::string> cannot(char const* what, fs::path const& file) {
    return std::unexpected{
        fmt::format("the secret {} cannot be {}: {}", file.string(), what, std::strerror(errno))};
}

/// What makes the file no secret; empty where nothing does.
std::string why_unsafe(struct stat const& status, fs::path const& file) {
    if (!S_ISREG(status.st_mode)) {
        return fmt::format("the secret {} is not a regular file", file.string());
    }
    if (status.st_uid != ::geteuid() && status.st_uid != 0) {
        return fmt::format("the secret {} belongs to another user; give it to the daemon's: chown",
                           file.string());
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return fmt::format(
            "the secret {} can be read by others; chmod 600 it, and change the "
            "secret if it may have been read",
            file.string());
    }
    return {};
}

std::expected<std::string, std::string> read_all(int descriptor, fs::path const& file) {
    std::string text(secret_bytes_max + 1, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        auto const count = ::read(descriptor, text.data() + size, text.size() - size);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return cannot("read", file);
        }
        if (count == 0) {
            break;
        }
        size += static_cast<std::size_t>(count);
    }
    if (size > secret_bytes_max) {
        return std::unexpected{fmt::format("the secret {} is too long", file.string())};
    }
    text.resize(size);
    return text;
}

std::expected<std::vector<std::uint8_t>, std::string> from_hex(std::string const& text,
                                                               std::size_t size,
                                                               fs::path const& file) {
    std::vector<std::uint8_t> bytes(size);
    auto is_good = text.size() == 2 * size;
    for (std::size_t i = 0; is_good && i < size; ++i) {
        auto const* const begin = text.data() + 2 * i;
        auto const [end, error] = std::from_chars(begin, begin + 2, bytes[i], 16);
        is_good = error == std::errc{} && end == begin + 2;
    }
    if (!is_good) {
        return std::unexpected{
            fmt::format("the key {} must hold {} hexadecimal digits", file.string(), 2 * size)};
    }
    return bytes;
}

std::string random_hex(std::size_t size) {
    std::vector<std::uint8_t> bytes(size);
    if (RAND_bytes(bytes.data(), static_cast<int>(size)) != 1) {
        return {};
    }
    std::string text;
    for (auto const byte : bytes) {
        text += fmt::format("{:02x}", byte);
    }
    return text + "\n";
}

}  // namespace

std::expected<std::string, std::string> read_secret(fs::path const& file) {
    File const opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    struct stat status{};
    if (opened.get() < 0 || ::fstat(opened.get(), &status) != 0) {
        return cannot("read", file);
    }
    if (auto unsafe = why_unsafe(status, file); !unsafe.empty()) {
        return std::unexpected{std::move(unsafe)};
    }
    auto text = read_all(opened.get(), file);
    if (!text) {
        return text;
    }
    auto const begin = text->find_first_not_of(blanks);
    if (begin == std::string::npos) {
        return std::unexpected{fmt::format("the secret {} is empty", file.string())};
    }
    return text->substr(begin, text->find_last_not_of(blanks) - begin + 1);
}

std::expected<void, std::string> make_secret(fs::path const& file, std::string_view text) {
    // Written beside it and linked, which, unlike renaming, fails where somebody else was first.
    auto beside = file.string() + ".XXXXXX";
    File const made{::mkstemp(beside.data())};  // mode 0600
    if (made.get() < 0) {
        return cannot("made", file);
    }
    auto const is_written =
        ::write(made.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(made.get()) == 0;
    auto const is_linked =
        is_written && (::link(beside.c_str(), file.c_str()) == 0 || errno == EEXIST);
    auto const error = errno;
    ::unlink(beside.c_str());
    errno = error;
    if (!is_linked) {
        return cannot("made", file);
    }
    File const folder{::open(file.parent_path().empty() ? "." : file.parent_path().c_str(),
                             O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    static_cast<void>(::fsync(folder.get()));
    return {};
}

std::expected<std::vector<std::uint8_t>, std::string> read_or_make_key(fs::path const& file,
                                                                       std::size_t size) {
    std::error_code ignored;
    if (!fs::exists(file, ignored)) {
        auto const text = random_hex(size);
        if (text.empty()) {
            return std::unexpected{fmt::format("no chance for the key {}", file.string())};
        }
        if (auto const made = make_secret(file, text); !made) {
            return std::unexpected{made.error()};
        }
    }
    auto const text = read_secret(file);
    if (!text) {
        return std::unexpected{text.error()};
    }
    return from_hex(*text, size, file);
}

}  // namespace larm::delivery
