#include "engine/rules/loader.hpp"

#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <openssl/evp.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <vector>

#include "engine/core/check.hpp"
#include "engine/rules/check_contacts.hpp"
#include "engine/rules/check_pack.hpp"
#include "engine/rules/pack_source.hpp"

namespace larm::rules {
namespace {

namespace fs = std::filesystem;

constexpr auto contacts_name = "contacts.textproto";

// A file of text that a human wrote; larger is a mistake, and would be held in memory.
constexpr std::uintmax_t file_bytes_max = 4 * 1024 * 1024;

Fault at_start_of(fs::path const& path, std::string message, std::string hint = {}) {
    return {path.string(), 1, 1, std::move(message), std::move(hint)};
}

std::expected<std::string, Fault> read_file(fs::path const& path) {
    std::error_code error;
    auto const size = fs::file_size(path, error);
    if (error) {
        return std::unexpected{at_start_of(path, "cannot be read: " + error.message())};
    }
    if (size > file_bytes_max) {
        return std::unexpected{
            at_start_of(path, "larger than 4 MiB", "split it into several files")};
    }
    std::ifstream file{path, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (!file.is_open() || file.bad()) {
        return std::unexpected{at_start_of(path, "cannot be read", "is it yours to read?")};
    }
    return text;
}

/// The parts in the order of their names, which is the order they are merged in on every machine.
std::expected<std::vector<fs::path>, Fault> part_paths(fs::path const& folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        return std::unexpected{
            at_start_of(folder, "no such folder", "give the folder of a rule pack")};
    }
    std::vector<fs::path> paths;
    for (fs::directory_iterator each{folder, error}; !error && each != fs::directory_iterator{};
         each.increment(error)) {
        auto const& path = each->path();
        if (path.extension() == ".textproto" && path.filename() != contacts_name) {
            paths.push_back(path);
        }
    }
    if (error) {
        return std::unexpected{at_start_of(folder, "cannot be read: " + error.message())};
    }
    if (paths.empty()) {
        return std::unexpected{at_start_of(folder, "no rule pack here",
                                           "a rule pack is a folder of *.textproto files")};
    }
    std::ranges::sort(paths, {}, [](fs::path const& path) { return path.filename().string(); });
    return paths;
}

void read_pack(PackSource& source, fs::path const& folder, Faults& faults) {
    auto const paths = part_paths(folder);
    if (!paths) {
        faults.push_back(paths.error());
        return;
    }
    auto unread = false;
    for (auto const& path : *paths) {
        if (auto text = read_file(path); text) {
            source.add(path.string(), *std::move(text), faults);
        } else {
            faults.push_back(std::move(text).error());
            unread = true;
        }
    }
    if (!unread) {
        check_pack(source, faults);
    }
}

std::expected<v1::Contacts, Faults> read_contacts(fs::path const& folder,
                                                  v1::RulePack const* pack) {
    Faults faults;
    v1::Contacts contacts;
    auto text = read_file(folder / contacts_name);
    if (!text) {
        faults.push_back(std::move(text).error());
        return std::unexpected{std::move(faults)};
    }
    Document document{(folder / contacts_name).string(), *std::move(text)};
    if (document.parse(contacts, faults)) {
        Unusable unusable;
        check_contacts(document, contacts, faults, unusable);
        if (pack != nullptr) {
            check_contacts_for(*pack, document, contacts, faults, unusable);
            check_parties_for(*pack, document, contacts, faults);
        }
    }
    put_in_order(faults);
    if (!faults.empty()) {
        return std::unexpected{std::move(faults)};
    }
    return contacts;
}

std::string serialized(v1::RulePack const& pack) {
    std::string bytes;
    {
        google::protobuf::io::StringOutputStream stream{&bytes};
        google::protobuf::io::CodedOutputStream coded{&stream};
        coded.SetSerializationDeterministic(true);
        LARM_CHECK(pack.SerializeToCodedStream(&coded));
    }
    return bytes;
}

std::array<std::uint8_t, 32> sha256(std::string_view bytes) {
    std::array<std::uint8_t, 32> hash{};
    LARM_CHECK(
        EVP_Digest(bytes.data(), bytes.size(), hash.data(), nullptr, EVP_sha256(), nullptr) == 1);
    return hash;
}

}  // namespace

std::expected<LoadedPack, Faults> load_pack(fs::path const& folder) {
    Faults faults;
    PackSource source{folder.string()};
    read_pack(source, folder, faults);
    put_in_order(faults);
    if (!faults.empty()) {
        return std::unexpected{std::move(faults)};
    }
    LoadedPack loaded{source.pack(), serialized(source.pack()), {}};
    loaded.hash = sha256(loaded.bytes);
    return loaded;
}

std::expected<v1::Contacts, Faults> load_contacts(fs::path const& folder,
                                                  v1::RulePack const& pack) {
    return read_contacts(folder, &pack);
}

std::expected<v1::Contacts, Faults> load_contacts(fs::path const& folder) {
    return read_contacts(folder, nullptr);
}

SoundContacts load_sound_contacts(fs::path const& folder, v1::RulePack const* pack) {
    auto text = read_file(folder / contacts_name);
    if (!text) {
        return {{}, {}, {std::move(text).error()}};
    }
    return sound_contacts((folder / contacts_name).string(), *std::move(text), pack);
}

Faults check_folder(fs::path const& folder) {
    Faults faults;
    PackSource source{folder.string()};
    read_pack(source, folder, faults);
    std::error_code error;
    if (fs::is_directory(folder, error)) {
        // A broken pack's parties are not known for sure: the contacts are then checked in
        // themselves.
        auto const contacts = read_contacts(folder, faults.empty() ? &source.pack() : nullptr);
        if (!contacts) {
            faults.insert(faults.end(), contacts.error().begin(), contacts.error().end());
        }
    }
    put_in_order(faults);
    return faults;
}

}  // namespace larm::rules
