#include "engine/delivery/channels/vapid_key_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace larm::delivery {
namespace {

class File {
public:
    explicit File(int number) : number_{number} {}
    ~File() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    File(File const&) = delete;
    File& operator=(File const&) = delete;

    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool is_open() const { return number_ >= 0; }

private:
    int number_;
};

std::unexpected<std::string> fault(std::filesystem::path const& file, std::string_view what) {
    return std::unexpected{fmt::format("VAPID key {}: {}", file.string(), what)};
}

std::unexpected<std::string> failed(std::filesystem::path const& file, std::string_view doing) {
    return fault(file, fmt::format("{}: {}", doing, std::strerror(errno)));
}

std::expected<PushKey, std::string> read(std::filesystem::path const& file, File const& open) {
    struct stat about{};
    if (::fstat(open.number(), &about) != 0) {
        return failed(file, "cannot be looked at");
    }
    if (!S_ISREG(about.st_mode)) {
        return fault(file, "is no file");
    }
    if (about.st_uid != ::geteuid() && about.st_uid != 0) {
        return fault(file, "belongs to another user; it must be ours or root's");
    }
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return fault(file, fmt::format("others may read it; run: chmod 600 {}", file.string()));
    }
    std::array<char, 4096> text{};  // a key is some 240 bytes
    auto const size = ::read(open.number(), text.data(), text.size());
    if (size < 0) {
        return failed(file, "cannot be read");
    }
    auto key = PushKey::of_pem({text.data(), static_cast<std::size_t>(size)});
    OPENSSL_cleanse(text.data(), text.size());
    if (!key) {
        return fault(file, key.error());
    }
    return std::move(*key);
}

bool write_all(File const& open, std::string_view text) {
    while (!text.empty()) {
        auto const written = ::write(open.number(), text.data(), text.size());
        if (written < 0) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(open.number()) == 0;
}

/// Under another name first: a crash must not leave half a key behind. Linking, unlike renaming,
/// does not take the place of a key that somebody else has made meanwhile.
std::expected<void, std::string> make(std::filesystem::path const& file) {
    auto const fresh = fmt::format("{}.{}", file.string(), ::getpid());
    auto pem = PushKey::generate().pem();
    {
        ::unlink(fresh.c_str());  // of a crash
        File const open{::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
        if (!open.is_open()) {
            return failed(file, "cannot be made");
        }
        auto const is_written = write_all(open, pem);
        OPENSSL_cleanse(pem.data(), pem.size());
        if (!is_written) {
            auto const error = failed(file, "cannot be written");
            ::unlink(fresh.c_str());
            return error;
        }
    }
    auto const is_linked = ::link(fresh.c_str(), file.c_str()) == 0 || errno == EEXIST;
    auto const error = failed(file, "cannot be made");
    ::unlink(fresh.c_str());
    if (!is_linked) {
        return error;
    }
    auto const folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
    File const open{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!open.is_open() || ::fsync(open.number()) != 0) {
        return failed(file, "its folder cannot be made durable");
    }
    return {};
}

}  // namespace

std::expected<PushKey, std::string> vapid_key_of(std::filesystem::path const& file) {
    constexpr auto flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;  // a pipe must not hold the start
    File const there{::open(file.c_str(), flags)};
    if (there.is_open()) {
        return read(file, there);
    }
    if (errno != ENOENT) {
        return failed(file, "cannot be opened");
    }
    if (auto const made = make(file); !made) {
        return std::unexpected{made.error()};
    }
    File const fresh{::open(file.c_str(), flags)};
    return fresh.is_open() ? read(file, fresh) : failed(file, "cannot be opened");
}

}  // namespace larm::delivery
