#include "engine/journal/spill.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/journal/bytes.hpp"
#include "engine/journal/files.hpp"

namespace larm::journal {
namespace {

constexpr std::string_view magic = "LSPL";
constexpr std::string_view suffix = ".spill";
constexpr std::uint32_t spill_version = 1;
constexpr std::size_t frame_head_bytes = 4 + 1 + 4;  // magic, kind, size
constexpr std::size_t digest_bytes = std::tuple_size_v<Hash>;
/// Records in one frame: a frame's size is a u32, and a body may be of 64 KiB.
constexpr std::size_t frame_records_max = 1024;

enum class FrameKind : char { header = 'H', batch = 'B' };

Hash digest_of(std::string_view bytes) {
    Hash hash{};
    LARM_CHECK(
        EVP_Digest(bytes.data(), bytes.size(), hash.data(), nullptr, EVP_sha256(), nullptr) == 1);
    return hash;
}

void put_frame(std::string& out, FrameKind kind, std::string_view payload) {
    auto const start = out.size();
    out.append(magic);
    out += static_cast<char>(kind);
    put_text(out, payload);
    put_bytes(out, digest_of(std::string_view{out}.substr(start)));
}

void put_record(std::string& out, Record const& record) {
    put_i64(out, record.seq);
    put_i64(out, record.epoch);
    put_text(out, record.site);
    put_i64(out, record.site_seq);
    put_bytes(out, record.id);
    put_i64(out, record.hlc);
    put_i32(out, record.type);
    put_i32(out, record.flags);
    put_text(out, record.body);
    put_bytes(out, record.hash);
}

Record parse_record(Parser& bytes) {
    Record record;
    record.seq = bytes.i64();
    record.epoch = bytes.i64();
    record.site = bytes.text();
    record.site_seq = bytes.i64();
    record.id = bytes.array<EventId>();
    record.hlc = bytes.i64();
    record.type = bytes.i32();
    record.flags = bytes.i32();
    record.body = bytes.text();
    record.hash = bytes.array<Hash>();
    return record;
}

void put_batches(std::string& out, std::span<Record const> records) {
    std::string payload;
    for (std::size_t first = 0; first < records.size(); first += frame_records_max) {
        auto const batch =
            records.subspan(first, std::min(frame_records_max, records.size() - first));
        payload.clear();
        put_u32(payload, static_cast<std::uint32_t>(batch.size()));
        for (auto const& record : batch) {
            put_record(payload, record);
        }
        put_frame(out, FrameKind::batch, payload);
    }
}

void put_header(std::string& out, SpillHeader const& header) {
    std::string payload;
    put_u32(payload, spill_version);
    put_text(payload, header.journal);
    put_text(payload, header.site);
    put_i64(payload, header.base.seq);
    put_bytes(payload, header.base.hash);
    put_u32(payload, header.is_blind ? 1 : 0);
    put_i64(payload, header.epoch);
    put_frame(out, FrameKind::header, payload);
}

struct Frame {
    FrameKind kind = FrameKind::header;
    std::string_view payload;
    std::size_t size = 0;
};

/// The frame at the start of `bytes`; nothing where there is no whole one.
std::optional<Frame> frame_at(std::string_view bytes) {
    if (!bytes.starts_with(magic) || bytes.size() < frame_head_bytes) {
        return std::nullopt;
    }
    Parser size_field{bytes.substr(magic.size() + 1)};
    std::size_t const payload_bytes = size_field.u32();
    auto const size = frame_head_bytes + payload_bytes + digest_bytes;
    if (bytes.size() < size) {
        return std::nullopt;
    }
    auto const signed_part = bytes.substr(0, size - digest_bytes);
    Parser digest{bytes.substr(size - digest_bytes, digest_bytes)};
    if (digest.array<Hash>() != digest_of(signed_part)) {
        return std::nullopt;
    }
    return Frame{static_cast<FrameKind>(bytes[magic.size()]), signed_part.substr(frame_head_bytes),
                 size};
}

/// Whether a write could have been torn to this: the beginning of a frame that is longer, or the
/// zeros of a file that grew before its bytes arrived.
bool is_torn(std::string_view rest) {
    if (rest.find_first_not_of('\0') == std::string_view::npos) {
        return true;
    }
    auto const has_kind = [&rest](FrameKind kind) {
        return rest.size() <= magic.size() || rest[magic.size()] == static_cast<char>(kind);
    };
    auto const is_frame = rest.starts_with(magic.substr(0, rest.size())) &&
                          (has_kind(FrameKind::header) || has_kind(FrameKind::batch));
    if (!is_frame || rest.size() < frame_head_bytes) {
        return is_frame;
    }
    Parser size_field{rest.substr(magic.size() + 1)};
    auto const size = frame_head_bytes + std::size_t{size_field.u32()} + digest_bytes;
    if (rest.size() >= size) {
        return false;
    }
    if (rest.size() < frame_head_bytes + digest_bytes) {
        return true;
    }
    // Whole but for its size, which says more than was written.
    std::string mended{rest.substr(0, magic.size() + 1)};
    put_text(mended, rest.substr(frame_head_bytes, rest.size() - frame_head_bytes - digest_bytes));
    Parser digest{rest.substr(rest.size() - digest_bytes)};
    return digest.array<Hash>() != digest_of(mended);
}

bool has_frame_after(std::string_view bytes) {
    for (auto at = bytes.find(magic, 1); at != std::string_view::npos;
         at = bytes.find(magic, at + 1)) {
        if (frame_at(bytes.substr(at))) {
            return true;
        }
    }
    return false;
}

JournalError broken(std::filesystem::path const& path, std::string_view what) {
    return {JournalErrorKind::corrupt, fmt::format("{}: {}", path.string(), what)};
}

Result<std::string> read_all(std::filesystem::path const& path) {
    auto const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return std::unexpected(file_error(path, "opening it", errno));
    }
    std::string bytes;
    std::array<char, 65536> block{};
    ssize_t size = 0;
    while ((size = ::read(descriptor, block.data(), block.size())) > 0) {
        bytes.append(block.data(), static_cast<std::size_t>(size));
    }
    auto const error = size < 0 ? errno : 0;
    ::close(descriptor);
    if (error != 0) {
        return std::unexpected(file_error(path, "reading it", error));
    }
    return bytes;
}

Result<SpillHeader> parse_header(Frame const& frame, std::filesystem::path const& path) {
    Parser bytes{frame.payload};
    if (auto const version = bytes.u32(); version != spill_version) {
        return std::unexpected(
            JournalError{JournalErrorKind::bad_format,
                         fmt::format("{}: it is a spill of format {}, and this program knows {}; "
                                     "start the program that wrote it, or a later one",
                                     path.string(), version, spill_version)});
    }
    SpillHeader header;
    header.journal = bytes.text();
    header.site = bytes.text();
    header.base.seq = bytes.i64();
    header.base.hash = bytes.array<Hash>();
    header.is_blind = bytes.u32() != 0;
    header.epoch = bytes.i64();
    if (!bytes.is_good()) {
        return std::unexpected(broken(path, "its header is too short"));
    }
    return header;
}

/// Where the number in `name` = JOURNAL.NUMBER.spill[...] says so; 0 where it is none of ours.
std::uint64_t number_of(std::string const& name, std::string const& journal_name, bool is_open) {
    auto const prefix = journal_name + ".";
    if (!name.starts_with(prefix)) {
        return 0;
    }
    auto const* const first = name.data() + prefix.size();
    auto const* const last = name.data() + name.size();
    std::uint64_t number = 0;
    auto const parsed = std::from_chars(first, last, number);
    std::string_view const rest{parsed.ptr, last};
    auto const is_ours = is_open ? rest == suffix : rest.starts_with(suffix);
    return parsed.ec == std::errc{} && is_ours ? number : 0;
}

/// All spills by number; with `is_open` only those that wait to be merged.
Result<std::map<std::uint64_t, std::filesystem::path>> list(std::filesystem::path const& directory,
                                                            std::string const& journal_name,
                                                            bool is_open) {
    std::map<std::uint64_t, std::filesystem::path> found;
    std::error_code error;
    std::filesystem::directory_iterator entry{directory, error};
    for (; !error && entry != std::filesystem::directory_iterator{}; entry.increment(error)) {
        if (auto const number = number_of(entry->path().filename().string(), journal_name, is_open);
            number != 0) {
            found.emplace(number, entry->path());
        }
    }
    if (error && error != std::errc::no_such_file_or_directory) {
        return std::unexpected(file_error(directory, "looking for spills", error.value()));
    }
    return found;
}

}  // namespace

Result<SpillContents> read_spill(std::filesystem::path const& path) {
    auto const read = read_all(path);
    if (!read) {
        return std::unexpected(read.error());
    }
    std::string_view rest{*read};
    SpillContents contents;
    contents.has_header = false;
    while (!rest.empty()) {
        auto const frame = frame_at(rest);
        if (!frame) {
            auto const is_end = is_torn(rest) && !has_frame_after(rest);
            contents.end = is_end ? SpillEnd::torn : SpillEnd::damaged;
            break;
        }
        if (frame->kind == FrameKind::header && !contents.has_header) {
            auto header = parse_header(*frame, path);
            if (!header) {
                return std::unexpected(std::move(header).error());
            }
            contents.header = std::move(*header);
            contents.has_header = true;
        } else if (frame->kind == FrameKind::batch && contents.has_header) {
            Parser bytes{frame->payload};
            for (auto left = bytes.u32(); left > 0 && bytes.is_good(); --left) {
                contents.records.push_back(parse_record(bytes));
            }
            if (!bytes.is_good() || !bytes.is_at_end()) {
                return std::unexpected(broken(path, "a batch in it is not one of ours"));
            }
        } else {
            return std::unexpected(broken(path, "it is not a spill of ours"));
        }
        rest.remove_prefix(frame->size);
    }
    return contents;
}

Result<std::vector<std::filesystem::path>> find_spills(std::filesystem::path const& directory,
                                                       std::string const& journal_name) {
    auto const listed = list(directory, journal_name, true);
    if (!listed) {
        return std::unexpected(listed.error());
    }
    std::vector<std::filesystem::path> paths;
    for (auto const& [number, path] : *listed) {
        paths.push_back(path);
    }
    return paths;
}

Result<std::unique_ptr<SpillWriter>> SpillWriter::create(std::filesystem::path const& directory,
                                                         SpillHeader const& header,
                                                         std::span<Record const> records) {
    if (auto made = make_directories(directory); !made) {
        return std::unexpected(std::move(made).error());
    }
    auto const journal_name = std::filesystem::path{header.journal}.filename().string();
    auto const listed = list(directory, journal_name, false);
    if (!listed) {
        return std::unexpected(listed.error());
    }
    auto const number = listed->empty() ? 1 : listed->rbegin()->first + 1;
    auto path = directory / fmt::format("{}.{}{}", journal_name, number, suffix);
    auto const descriptor =
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0640);
    if (descriptor < 0) {
        return std::unexpected(file_error(path, "making the spill", errno));
    }
    std::unique_ptr<SpillWriter> writer{new SpillWriter{std::move(path), descriptor}};
    std::string bytes;
    put_header(bytes, header);
    put_batches(bytes, records);
    auto written = writer->write(bytes);
    if (written) {
        written = sync_directory(directory);
    }
    if (!written) {
        // Nothing in it was ever acknowledged, and a full disk must not fill with attempts.
        ::unlink(writer->path().c_str());
        return std::unexpected(std::move(written).error());
    }
    return writer;
}

SpillWriter::~SpillWriter() {
    ::close(descriptor_);
}

Result<void> SpillWriter::append(std::span<Record const> batch) {
    std::string bytes;
    put_batches(bytes, batch);
    return write(bytes);
}

Result<void> SpillWriter::write(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const size = ::write(descriptor_, bytes.data(), bytes.size());
        if (size < 0 && errno == EINTR) {
            continue;
        }
        if (size < 0) {
            return std::unexpected(file_error(path_, "writing the spill", errno));
        }
        bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    if (::fdatasync(descriptor_) != 0) {
        return std::unexpected(file_error(path_, "writing the spill to the disk", errno));
    }
    return {};
}

}  // namespace larm::journal
