#include "engine/delivery/channels/pei.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "engine/delivery/text.hpp"

namespace larm::delivery::pei {
namespace {

std::optional<int> number_in(std::string_view text) {
    int value = 0;
    auto const* const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && stop == end ? std::optional{value} : std::nullopt;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\"";
    auto const from = text.find_first_not_of(blank);
    return from == std::string_view::npos
               ? std::string_view{}
               : text.substr(from, text.find_last_not_of(blank) - from + 1);
}

/// What stands between the commas after the colon.
std::vector<std::string_view> fields_of(std::string_view line) {
    std::vector<std::string_view> fields;
    line.remove_prefix(std::min(line.size(), line.find(':') + 1));
    for (;;) {
        auto const comma = line.find(',');
        fields.push_back(trimmed(line.substr(0, comma)));
        if (comma == std::string_view::npos) {
            return fields;
        }
        line.remove_prefix(comma + 1);
    }
}

/// The ISSI of an identity; of a TSI (country, network and SSI in digits) its last eight.
/// Assumption: the SSI is the part at the end, filled with zeros.
std::string issi_of(std::string_view identity) {
    constexpr std::size_t ssi_digits = 8;
    if (identity.size() > ssi_digits) {
        identity.remove_prefix(identity.size() - ssi_digits);
    }
    identity.remove_prefix(std::min(identity.find_first_not_of('0'), identity.size()));
    return std::string{identity};
}

Sending sending_of(std::string_view line) {
    auto const fields = fields_of(line);
    Sending sending;
    sending.instance = number_in(fields.front());
    if (fields.size() > 1) {
        sending.status = number_in(fields[1]);
    }
    if (fields.size() > 2) {
        sending.reference = number_in(fields[2]);
    }
    return sending;
}

}  // namespace

std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    for (auto const each : bytes) {
        auto const value = static_cast<unsigned char>(each);
        text += digits[value >> 4U];
        text += digits[value & 0xFU];
    }
    return text;
}

std::optional<std::string> unhex(std::string_view digits) {
    if (digits.size() % 2 != 0) {
        return std::nullopt;
    }
    std::string bytes;
    for (std::size_t at = 0; at < digits.size(); at += 2) {
        unsigned value = 0;
        auto const* const pair = digits.data() + at;
        auto const [stop, error] = std::from_chars(pair, pair + 2, value, 16);
        if (error != std::errc{} || stop != pair + 2) {
            return std::nullopt;
        }
        bytes += static_cast<char>(value);
    }
    return bytes;
}

std::string send_command(std::string_view identity, std::string_view pdu) {
    return fmt::format("AT+CMGS={},{}\r\n{}\x1A", identity, pdu.size() * 8, hex(pdu));
}

void Reader::feed(std::string_view bytes) {
    // Ctrl-Z ends a line too: where the terminal echoes, it stands before what it says itself.
    constexpr std::string_view ends{"\r\n\x1A"};
    while (!bytes.empty()) {
        auto const end = bytes.find_first_of(ends);
        line_ += bytes.substr(0, end);
        if (end == std::string_view::npos) {
            break;
        }
        auto const line = std::exchange(line_, {});
        take_line(line);
        bytes.remove_prefix(end + 1);
    }
    if (line_.size() > line_max) {
        line_.clear();  // no terminal says this; a wrong bit rate does
    }
}

std::optional<Said> Reader::next() {
    if (said_.empty()) {
        return std::nullopt;
    }
    auto said = std::move(said_.front());
    said_.pop_front();
    return said;
}

void Reader::take_line(std::string_view line) {
    while (line.starts_with('>') || line.starts_with(' ')) {
        line.remove_prefix(1);  // the prompt for data stands on what comes next
    }
    if (line.empty()) {
        return;
    }
    if (auto const header = std::exchange(header_, {}); header) {
        auto pdu = unhex(line.size() % 2 == 0 ? std::string{line} : std::string{line} + '0');
        auto const bits = line.size() * 4;
        if (pdu && bits >= header->bits && bits < header->bits + 8) {
            said_.emplace_back(Incoming{header->from, std::move(*pdu)});
            return;
        }
        // Its data has been lost; the line may be something of its own.
    }
    if (line == "OK") {
        said_.emplace_back(Ok{});
    } else if (line == "ERROR") {
        said_.emplace_back(Failed{});
    } else if (line.starts_with("+CME ERROR")) {
        said_.emplace_back(Failed{number_in(fields_of(line).front())});
    } else if (line.starts_with("+CMGS:")) {
        said_.emplace_back(sending_of(line));
    } else if (line.starts_with("+CTSDSR:")) {
        // Service, calling identity and its type, called identity and its type, length in bits,
        // and perhaps the encryption (TS 100 392-5). Without a caller there is nobody to answer.
        auto const fields = fields_of(line);
        auto const bits = fields.size() < 6 ? std::nullopt : number_in(fields[5]);
        if (bits && *bits > 0) {
            header_ = Header{issi_of(fields[1]), static_cast<std::size_t>(*bits)};
        }
    }
}

}  // namespace larm::delivery::pei
