#include "engine/journal/row_pages.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/journal/bytes.hpp"
#include "engine/journal/schema.hpp"

namespace larm::journal {
namespace {

constexpr char leaf_of_table = 0x0d;
constexpr std::size_t leaf_header_bytes = 8;
constexpr std::size_t log_header_bytes = 32;
constexpr std::size_t frame_header_bytes = 24;
constexpr std::size_t salts_bytes = 8;
constexpr std::size_t log_bytes_max = 1UZ << 30U;  // one that is longer is left to SQLite
constexpr std::size_t link_bytes = 4;              // of an overflow page: the number of the next
constexpr std::size_t columns_of_row = 10;
constexpr std::size_t columns_of_head = 4;

std::uint32_t u16_at(std::string_view page, std::size_t at) {
    return static_cast<std::uint32_t>(static_cast<std::uint8_t>(page[at])) << 8U |
           static_cast<std::uint8_t>(page[at + 1]);
}

/// SQLite's integer of one to nine bytes.
std::optional<std::uint64_t> take_varint(std::string_view& rest) {
    std::uint64_t number = 0;
    for (auto count = 1; !rest.empty(); ++count) {
        auto const byte = static_cast<std::uint8_t>(rest.front());
        rest.remove_prefix(1);
        if (count == 9) {
            return number << 8U | byte;
        }
        number = number << 7U | (byte & 0x7fU);
        if (byte < 0x80) {
            return number;
        }
    }
    return std::nullopt;
}

struct Payload {
    std::uint64_t bytes = 0;
    std::int64_t row = 0;
    std::size_t here = 0;  ///< of it, in the page itself
    std::string_view rest;
};

std::optional<Payload> payload_at(std::string_view page, std::size_t at) {
    auto rest = page.substr(at);
    auto const bytes = take_varint(rest);
    auto const row = take_varint(rest);
    // One that is longer than SQLite's own limit is no row.
    if (!bytes || !row || *bytes > std::numeric_limits<std::int32_t>::max()) {
        return std::nullopt;
    }
    Payload found{*bytes, static_cast<std::int64_t>(*row), *bytes, rest};
    constexpr std::size_t most = page_bytes - 35;
    if (found.bytes > most) {
        constexpr std::size_t least = (page_bytes - 12) * 32 / 255 - 23;
        auto const even = least + (found.bytes - least) % (page_bytes - link_bytes);
        found.here = even <= most ? even : least;
    }
    auto const needed = found.here + (found.here < found.bytes ? link_bytes : 0);
    return needed <= rest.size() ? std::optional{found} : std::nullopt;
}

/// A value by its serial type; nothing where the bytes run out, or for a type that we do not write.
struct Value {
    bool is_number = false;
    std::int64_t number = 0;
    std::string_view bytes;
};

std::optional<Value> take_value(std::uint64_t type, std::string_view& rest) {
    constexpr std::array<std::size_t, 7> sizes{0, 1, 2, 3, 4, 6, 8};
    if (type == 8 || type == 9) {
        return Value{true, static_cast<std::int64_t>(type) - 8, {}};
    }
    auto const is_number = type < sizes.size();
    auto const size = is_number ? sizes[type] : type >= 12 ? (type - 12) / 2 : rest.size() + 1;
    if (size > rest.size()) {
        return std::nullopt;
    }
    Value value{is_number, 0, rest.substr(0, size)};
    rest.remove_prefix(size);
    if (is_number && size > 0) {
        auto number = static_cast<std::uint64_t>(
            static_cast<std::int64_t>(static_cast<std::int8_t>(value.bytes.front())));
        for (auto const byte : value.bytes.substr(1)) {
            number = number << 8U | static_cast<std::uint8_t>(byte);
        }
        value.number = static_cast<std::int64_t>(number);
    }
    return value;
}

template <typename Array>
bool copy_whole(std::string_view bytes, Array& to) {
    if (bytes.size() != to.size()) {
        return false;
    }
    std::ranges::copy(bytes, to.begin());
    return true;
}

/// Of a row that has just so many columns.
template <std::size_t count>
std::optional<std::array<Value, count>> values_of(std::string_view payload) {
    auto rest = payload;
    auto const header = take_varint(rest);
    auto const begin = payload.size() - rest.size();
    if (!header || *header < begin || *header > payload.size()) {
        return std::nullopt;
    }
    auto types = payload.substr(begin, *header - begin);
    rest = payload.substr(*header);
    std::array<Value, count> values;
    for (auto& value : values) {
        auto const type = take_varint(types);
        auto const taken = type ? take_value(*type, rest) : std::nullopt;
        if (!taken) {
            return std::nullopt;
        }
        value = *taken;
    }
    return types.empty() && rest.empty() ? std::optional{values} : std::nullopt;
}

/// In the order of the table's columns, of which the first is the row's number and not written.
std::optional<Record> record_of(std::int64_t row, std::string_view payload) {
    auto const values = values_of<columns_of_row>(payload);
    if (!values) {
        return std::nullopt;
    }
    auto const& [none, epoch, site, site_seq, id, hlc, type, flags, body, hash] = *values;
    auto const fits = none.is_number && epoch.is_number && !site.is_number && site_seq.is_number &&
                      hlc.is_number && type.is_number && flags.is_number && !body.is_number &&
                      std::in_range<std::int32_t>(type.number) &&
                      std::in_range<std::int32_t>(flags.number);
    Record record;
    if (!fits || !copy_whole(id.bytes, record.id) || !copy_whole(hash.bytes, record.hash)) {
        return std::nullopt;
    }
    record.seq = row;
    record.epoch = epoch.number;
    record.site = site.bytes;
    record.site_seq = site_seq.number;
    record.hlc = hlc.number;
    record.type = static_cast<std::int32_t>(type.number);
    record.flags = static_cast<std::int32_t>(flags.number);
    record.body = body.bytes;
    return record;
}

/// The one row of the table head.
std::optional<Head> head_of(std::string_view payload) {
    auto const values = values_of<columns_of_head>(payload);
    Head head;
    if (!values || !(*values)[1].is_number || !(*values)[2].is_number ||
        !copy_whole((*values)[3].bytes, head.hash)) {
        return std::nullopt;
    }
    head.seq = (*values)[2].number;
    return head;
}

std::string bytes_of_log(std::filesystem::path const& journal) {
    std::ifstream file{journal.string() + "-wal", std::ios::binary | std::ios::ate};
    auto const end = file ? std::int64_t{file.tellg()} : 0;
    if (end <= 0 || static_cast<std::uint64_t>(end) > log_bytes_max) {
        return {};
    }
    std::string bytes(static_cast<std::size_t>(end), '\0');
    file.seekg(0);
    file.read(bytes.data(), end);
    bytes.resize(static_cast<std::size_t>(std::max<std::int64_t>(0, file.gcount())));
    return bytes;
}

}  // namespace

RowPages::RowPages(std::filesystem::path const& journal, Where where)
    : log_{bytes_of_log(journal)} {
    if (where == Where::file_and_log) {
        file_.open(journal, std::ios::binary);
    }
    auto const length = file_.seekg(0, std::ios::end).tellg();
    auto const end = static_cast<std::size_t>(std::max<std::int64_t>(0, length));
    bytes_ = end + log_.size();
    read_log();
    for (auto offset = 0UZ; offset + page_bytes <= end; offset += page_bytes) {
        look_at({false, offset});
    }
    for (auto const& place : committed_) {
        look_at(place);
    }
}

/// Up to its last commit. Frames of an earlier round of the log have other salts, and so has one
/// that is damaged; the log's own header may be what is damaged.
void RowPages::read_log() {
    auto const salts_at = [this](std::size_t at) {
        return at + salts_bytes <= log_.size() ? std::string_view{log_}.substr(at, salts_bytes)
                                               : std::string_view{};
    };
    constexpr auto step = frame_header_bytes + page_bytes;
    auto const of_header = salts_at(16);
    auto const of_first = salts_at(log_header_bytes + 8);
    auto const of_second = salts_at(log_header_bytes + step + 8);
    std::vector<std::pair<std::uint32_t, Place>> frames;
    auto committed = 0UZ;
    for (auto at = log_header_bytes; at + step <= log_.size(); at += step) {
        if (auto const salts = salts_at(at + 8);
            salts != of_header && salts != of_first && salts != of_second) {
            continue;
        }
        Parser numbers{std::string_view{log_}.substr(at, 8)};
        frames.emplace_back(numbers.u32(), Place{true, at + frame_header_bytes});
        if (auto const pages_after_commit = numbers.u32(); pages_after_commit != 0) {
            committed = frames.size();
        }
    }
    frames.resize(committed);
    for (auto const& [number, place] : frames) {
        last_[number] = place;
        committed_.push_back(place);
    }
}

std::string RowPages::read(Place const& place) {
    if (place.is_in_log) {
        return log_.substr(place.offset, page_bytes);
    }
    std::string page(page_bytes, '\0');
    file_.clear();
    file_.seekg(static_cast<std::int64_t>(place.offset));
    file_.read(page.data(), static_cast<std::streamsize>(page_bytes));
    return file_ ? page : std::string{};
}

void RowPages::look_at(Place const& place) {
    auto const page = read(place);
    if (page.empty() || page.front() != leaf_of_table) {
        return;
    }
    auto const count = u16_at(page, 3);
    for (std::size_t cell = 0; cell < count; ++cell) {
        auto const pointer = leaf_header_bytes + 2 * cell;
        if (pointer + 2 > page.size()) {
            return;
        }
        auto const at = u16_at(page, pointer);
        auto const payload = at < page.size() ? payload_at(page, at) : std::optional<Payload>{};
        if (payload && payload->row > 0) {
            cells_.emplace(payload->row, Cell{place, at});
        }
    }
}

std::string RowPages::payload_of(Cell const& cell) {
    auto const page = read(cell.page);
    auto const found = page.empty() ? std::nullopt : payload_at(page, cell.at);
    if (!found || found->bytes > bytes_) {
        return {};
    }
    std::string payload{found->rest.substr(0, found->here)};
    auto link = found->rest.substr(found->here);
    std::string overflow;
    while (payload.size() < found->bytes) {
        auto const number = Parser{link}.u32();
        auto const known = last_.find(number);
        overflow = number == 0            ? std::string{}
                   : known != last_.end() ? read(known->second)
                                          : read({false, (number - 1UZ) * page_bytes});
        if (overflow.empty()) {
            return {};
        }
        link = overflow;
        payload += std::string_view{overflow}.substr(
            link_bytes, std::min<std::size_t>(found->bytes - payload.size(), page_bytes));
    }
    return payload;
}

std::vector<Record> RowPages::rows(std::int64_t seq) {
    std::vector<Record> found;
    for (auto [each, end] = cells_.equal_range(seq); each != end; ++each) {
        if (auto record = record_of(seq, payload_of(each->second)); record) {
            found.push_back(std::move(*record));
        }
    }
    return found;
}

std::map<std::int64_t, Hash> RowPages::heads() {
    std::map<std::int64_t, Hash> found;
    for (auto [each, end] = cells_.equal_range(1); each != end; ++each) {
        if (auto const head = head_of(payload_of(each->second)); head) {
            found[head->seq] = head->hash;
        }
    }
    return found;
}

}  // namespace larm::journal
