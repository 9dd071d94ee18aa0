// The key's file: made once, kept to ourselves, refused when it is not.
#include "engine/delivery/channels/vapid_key_file.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::delivery {
namespace {

namespace fs = std::filesystem;

mode_t mode_of(fs::path const& file) {
    struct stat about{};
    REQUIRE(::stat(file.c_str(), &about) == 0);
    return about.st_mode & 07777;
}

std::string text_of(fs::path const& file) {
    std::ifstream stream{file};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

}  // namespace

TEST_CASE("the key is made at the first start, for its owner only, and is the same ever after",
          "[push]") {
    test::TemporaryDirectory const folder;
    auto const file = folder.path() / "vapid.pem";
    auto const umask = ::umask(0);  // must not matter
    auto const first = vapid_key_of(file);
    ::umask(umask);
    REQUIRE(first.has_value());
    CHECK(mode_of(file) == 0600);
    CHECK(std::distance(fs::directory_iterator{folder.path()}, {}) == 1);  // no half-made one left
    auto const again = vapid_key_of(file);
    REQUIRE(again.has_value());
    CHECK(again->public_point() == first->public_point());
}

TEST_CASE("a key that others may read is refused, saying what to do", "[push]") {
    test::TemporaryDirectory const folder;
    auto const file = folder.path() / "vapid.pem";
    REQUIRE(vapid_key_of(file).has_value());
    for (auto const mode : {0640, 0604, 0620, 0602, 0610}) {
        CAPTURE(mode);
        REQUIRE(::chmod(file.c_str(), static_cast<mode_t>(mode)) == 0);
        auto const refused = vapid_key_of(file);
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().find(file.string()) != std::string::npos);
        CHECK(refused.error().find("chmod 600") != std::string::npos);
    }
    REQUIRE(::chmod(file.c_str(), 0400) == 0);
    CHECK(vapid_key_of(file).has_value());
}

TEST_CASE("a file without a key is refused and left as it is", "[push]") {
    test::TemporaryDirectory const folder;
    auto const file = folder.write("vapid.pem", "no key\n");
    REQUIRE(::chmod(file.c_str(), 0600) == 0);
    auto const refused = vapid_key_of(file);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().find("no private key of P-256") != std::string::npos);
    CHECK(text_of(file) == "no key\n");
}

TEST_CASE("neither a folder nor a pipe in its place holds the start", "[push]") {
    test::TemporaryDirectory const folder;
    CHECK_FALSE(vapid_key_of(folder.path()).has_value());
    auto const pipe = folder.path() / "pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    CHECK_FALSE(vapid_key_of(pipe).has_value());
    CHECK_FALSE(vapid_key_of(folder.path() / "missing" / "vapid.pem").has_value());
}

TEST_CASE("a key in OpenSSL's older form is read, one of another curve is refused", "[push]") {
    test::TemporaryDirectory const folder;
    for (auto const* curve : {"P-256", "P-384"}) {
        CAPTURE(curve);
        auto* const key = EVP_EC_gen(curve);
        auto* const bio = BIO_new(BIO_s_mem());
        REQUIRE(PEM_write_bio_PrivateKey_traditional(bio, key, nullptr, nullptr, 0, nullptr,
                                                     nullptr) == 1);
        char* text = nullptr;
        auto const size = BIO_get_mem_data(bio, &text);
        auto const file = folder.write(curve, {text, static_cast<std::size_t>(size)});
        BIO_free_all(bio);
        EVP_PKEY_free(key);
        REQUIRE(::chmod(file.c_str(), 0600) == 0);
        CHECK(vapid_key_of(file).has_value() == (std::string_view{curve} == "P-256"));
    }
}

}  // namespace larm::delivery
