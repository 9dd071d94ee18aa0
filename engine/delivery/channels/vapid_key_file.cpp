#include "engine/delivery/channels/vapid_key_file.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <system_error>
#include <utility>

#include "engine/delivery/secret_file.hpp"

namespace larm::delivery {

std::expected<PushKey, std::string> vapid_key_of(std::filesystem::path const& file) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) {
        auto pem = PushKey::generate().pem();
        auto const made = make_secret(file, pem);
        OPENSSL_cleanse(pem.data(), pem.size());
        if (!made) {
            return std::unexpected{made.error()};
        }
    }
    auto text = read_secret(file);
    if (!text) {
        return std::unexpected{std::move(text).error()};
    }
    auto key = PushKey::of_pem(*text);
    OPENSSL_cleanse(text->data(), text->size());
    if (!key) {
        return std::unexpected{fmt::format("VAPID key {}: {}", file.string(), key.error())};
    }
    return std::move(*key);
}

}  // namespace larm::delivery
