#include "engine/larmd/instance.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <span>
#include <system_error>

#include "engine/core/check.hpp"

namespace larm::larmd {
namespace {

std::string hex(std::span<unsigned char const> bytes) {
    std::string text;
    for (auto const each : bytes) {
        text += fmt::format("{:02x}", each);
    }
    return text;
}

std::string machine() {
    std::string id;
    std::getline(std::ifstream{"/etc/machine-id"}, id);
    if (id.empty()) {  // some containers have none
        std::array<char, 256> name{};
        (void)::gethostname(name.data(), name.size() - 1);
        id = name.data();
    }
    return id;
}

}  // namespace

std::string instance_id(std::filesystem::path const& data) {
    std::error_code error;
    // The folder may not be there yet, and must have the same name before and after it is made: a
    // relative path would else stay as it is, and a last slash stay at the end.
    auto place = std::filesystem::weakly_canonical(std::filesystem::absolute(data), error);
    if (error) {
        place = data;
    }
    if (!place.has_filename()) {
        place = place.parent_path();
    }
    auto const text = machine() + '\n' + place.string();
    std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
    ::SHA256(reinterpret_cast<unsigned char const*>(text.data()), text.size(), hash.data());
    return hex(std::span{hash}.first(16));
}

std::string fresh_site() {
    std::array<unsigned char, 8> bytes{};
    LARM_CHECK(::RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1);
    return "site-" + hex(bytes);
}

}  // namespace larm::larmd
