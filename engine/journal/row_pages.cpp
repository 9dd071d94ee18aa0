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
constexpr std::int64_t log_header_bytes = 32;
constexpr std::int64_t frame_header_bytes = 24;
constexpr std::size_t link_bytes = 4;  // of an overflow page: the number of the next
constexpr std::size_t columns_of_row = 10;

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

/// In the order of the table's columns, of which the first is the row's number and not written.
std::optional<Record> record_of(std::int64_t row, std::string_view payload) {
    auto rest = payload;
    auto const header = take_varint(rest);
    auto const begin = payload.size() - rest.size();
    if (!header || *header < begin || *header > payload.size()) {
        return std::nullopt;
    }
    auto types = payload.substr(begin, *header - begin);
    rest = payload.substr(*header);
    std::array<Value, columns_of_row> values;
    for (auto& value : values) {
        auto const type = take_varint(types);
        auto const taken = type ? take_value(*type, rest) : std::nullopt;
        if (!taken) {
            return std::nullopt;
        }
        value = *taken;
    }
    auto const& [none, epoch, site, site_seq, id, hlc, type, flags, body, hash] = values;
    auto const fits = types.empty() && rest.empty() && none.is_number && epoch.is_number &&
                      !site.is_number && site_seq.is_number && hlc.is_number && type.is_number &&
                      flags.is_number && !body.is_number &&
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

}  // namespace

RowPages::RowPages(std::filesystem::path const& journal)
    : file_{journal, std::ios::binary}, log_{journal.string() + "-wal", std::ios::binary} {
    auto const length = [](std::ifstream& stream) {
        auto const end = stream.seekg(0, std::ios::end).tellg();
        stream.clear();
        return std::max<std::int64_t>(0, end);
    };
    auto const end = length(file_);
    bytes_ = static_cast<std::uint64_t>(end + length(log_));
    read_log();
    constexpr auto step = static_cast<std::int64_t>(page_bytes);
    for (std::int64_t offset = 0; offset + step <= end; offset += step) {
        look_at({false, offset});
    }
    for (auto const& [number, place] : in_log_) {
        look_at(place);
    }
}

/// Up to its last commit; frames of an earlier round of the log have other salts.
void RowPages::read_log() {
    std::string header(log_header_bytes, '\0');
    if (!log_.seekg(0) || !log_.read(header.data(), log_header_bytes)) {
        return;
    }
    auto const salts = header.substr(16, 8);
    std::map<std::uint32_t, Place> uncommitted;
    std::string frame(frame_header_bytes, '\0');
    constexpr auto step = frame_header_bytes + static_cast<std::int64_t>(page_bytes);
    for (auto at = log_header_bytes;; at += step) {
        log_.clear();
        if (!log_.seekg(at) || !log_.read(frame.data(), frame_header_bytes) ||
            frame.substr(8, 8) != salts) {
            return;
        }
        Parser numbers{frame};
        uncommitted[numbers.u32()] = {true, at + frame_header_bytes};
        if (auto const pages_after_commit = numbers.u32(); pages_after_commit != 0) {
            uncommitted.merge(in_log_);  // where both have a page, the later one stays
            in_log_ = std::exchange(uncommitted, {});
        }
    }
}

std::string RowPages::read(Place const& place) {
    std::string page(page_bytes, '\0');
    auto& from = place.is_in_log ? log_ : file_;
    from.clear();
    from.seekg(place.offset);
    from.read(page.data(), static_cast<std::streamsize>(page_bytes));
    return from ? page : std::string{};
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
        auto const known = in_log_.find(number);
        overflow = number == 0 ? std::string{}
                   : known != in_log_.end()
                       ? read(known->second)
                       : read({false, static_cast<std::int64_t>(number - 1) *
                                          static_cast<std::int64_t>(page_bytes)});
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

}  // namespace larm::journal
