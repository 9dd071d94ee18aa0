// A disk that can be filled: a file system in memory, which only root may mount.
#pragma once

#include <sys/mount.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace larm::test {

/// Unmounted when the test ends.
class SmallDisk {
public:
    /// `size` as mount knows it: "2m".
    SmallDisk(std::filesystem::path where, std::string const& size) : where_{std::move(where)} {
        std::filesystem::create_directories(where_);
        auto const options = "mode=700,size=" + size;
        is_mounted_ = ::mount("tmpfs", where_.c_str(), "tmpfs", 0, options.c_str()) == 0;
    }
    SmallDisk(SmallDisk const&) = delete;
    SmallDisk& operator=(SmallDisk const&) = delete;
    ~SmallDisk() {
        if (is_mounted_) {
            ::umount2(where_.c_str(), MNT_DETACH);
        }
    }
    /// False without the right to mount: then skip_test() (tests/support/skip.hpp).
    [[nodiscard]] bool is_mounted() const { return is_mounted_; }

    /// To the last byte.
    void fill() const {
        std::ofstream ballast{where_ / "ballast", std::ios::binary | std::ios::app};
        for (std::size_t const size : {65536U, 4096U, 1U}) {
            std::string const block(size, 'x');
            while (ballast.write(block.data(), static_cast<std::streamsize>(size)).flush()) {
            }
            ballast.clear();
        }
    }
    void free() const { std::filesystem::remove(where_ / "ballast"); }

private:
    std::filesystem::path where_;
    bool is_mounted_ = false;
};

}  // namespace larm::test
