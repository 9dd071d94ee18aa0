// SDS-TL, ETSI EN 300 392-2 clause 29: the messages inside the AT commands.
#include "engine/delivery/channels/pei.hpp"
#include "engine/delivery/render.hpp"
#include "engine/delivery/text.hpp"

namespace larm::delivery::pei {
namespace {

using Byte = std::uint8_t;

// Protocol identifiers, 29.4.3.9.
constexpr Byte simple_text = 2;
constexpr Byte simple_immediate_text = 9;
constexpr Byte text_messaging = 130;
constexpr Byte immediate_text_messaging = 137;

// Message types, 29.4.3.8, in the upper half of the second byte.
constexpr Byte type_transfer = 0x0;
constexpr Byte type_report = 0x1;

/// In SDS-TRANSFER: reports wanted on receipt and on reading, as SDS-REPORT. Assumption on the
/// third bit: set, it keeps the receiver from the short form, which comes as a status and would
/// need a registration of its own.
constexpr Byte reports_wanted = 0xE;

// Text coding schemes, 29.5.4.1.
constexpr Byte scheme_gsm7 = 0;
constexpr Byte scheme_latin1 = 1;
constexpr Byte scheme_ucs2 = 26;

Byte byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<Byte>(bytes[at]);
}

std::string from_latin1(std::string_view bytes) {
    std::u32string points;
    for (auto const each : bytes) {
        points += static_cast<char32_t>(static_cast<Byte>(each));
    }
    return utf8(points);
}

/// Seven bits a character, the lowest first. Digits, capitals and small letters are where ASCII
/// has them, and no more is needed: answers are numbers.
std::string from_gsm7(std::string_view bytes) {
    std::string text;
    unsigned held = 0;
    unsigned bits = 0;
    for (auto const each : bytes) {
        held |= static_cast<unsigned>(static_cast<Byte>(each)) << bits;
        bits += 8;
        while (bits >= 7) {
            auto const character = static_cast<char>(held & 0x7FU);
            if (character != 0) {  // what fills the last byte
                text += character;
            }
            held >>= 7U;
            bits -= 7;
        }
    }
    return text;
}

std::string from_ucs2(std::string_view bytes) {
    std::u32string points;
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
        points += static_cast<char32_t>(byte_at(bytes, at) << 8U | byte_at(bytes, at + 1));
    }
    return utf8(points);
}

std::string text_of(Byte scheme, std::string_view bytes) {
    switch (scheme) {
        case scheme_gsm7: return from_gsm7(bytes);
        case scheme_ucs2: return from_ucs2(bytes);
        default: return from_latin1(bytes);  // the other tables have digits where this one has
    }
}

/// A text with its header: whether it carries a time, its coding, the time (29.5.3.3).
std::optional<std::string> timed_text(std::string_view bytes) {
    constexpr std::size_t time_bytes = 3;
    if (bytes.empty()) {
        return std::nullopt;
    }
    auto const head = byte_at(bytes, 0);
    bytes.remove_prefix(1);
    if ((head & 0x80U) != 0) {
        if (bytes.size() < time_bytes) {
            return std::nullopt;
        }
        bytes.remove_prefix(time_bytes);
    }
    return text_of(head & 0x7FU, bytes);
}

/// How long the information for storing is, which follows the reference: validity period and kind
/// of address in one byte, then the address it is to be forwarded to (29.4.2.4). Nothing where the
/// kind is none we can measure.
std::optional<std::size_t> storing_bytes(std::string_view bytes) {
    if (bytes.empty()) {
        return std::nullopt;
    }
    switch (byte_at(bytes, 0) & 0x7U) {
        case 0: return 2;  // short number
        case 1: return 4;  // SSI
        case 2: return 7;  // TSI
        case 7: return 1;  // none
        default: return std::nullopt;
    }
}

/// Delivery status, 29.4.3.2.
ReportPdu::Fate fate_of(Byte status) {
    if (status == 0x00) {
        return ReportPdu::Fate::received;
    }
    if (status == 0x02) {
        return ReportPdu::Fate::consumed;
    }
    // Up to here it goes on by itself: acknowledgements of reports, forwarded, stored, congestion.
    return status < 0x40 ? ReportPdu::Fate::underway : ReportPdu::Fate::failed;
}

std::optional<Pdu> read_transfer(std::string_view bytes) {
    auto const flags = byte_at(bytes, 1);
    TextPdu pdu;
    pdu.reference = byte_at(bytes, 2);
    pdu.wants_receipt = (flags & 0x4U) != 0;  // 01 on receipt, 10 on reading, 11 both
    auto rest = bytes.substr(3);
    if ((flags & 0x1U) != 0) {
        auto const skipped = storing_bytes(rest);
        if (!skipped || *skipped > rest.size()) {
            return std::nullopt;
        }
        rest.remove_prefix(*skipped);
    }
    auto text = timed_text(rest);
    if (!text) {
        return std::nullopt;
    }
    pdu.text = std::move(*text);
    return pdu;
}

}  // namespace

std::string transfer_pdu(std::uint8_t reference, std::string_view text) {
    std::string pdu{static_cast<char>(text_messaging),
                    static_cast<char>(type_transfer << 4U | reports_wanted),
                    static_cast<char>(reference), static_cast<char>(scheme_latin1)};
    for (auto const point : code_points(cut(latin1_line(text), short_characters_max))) {
        pdu += static_cast<char>(point);
    }
    return pdu;
}

std::string receipt_pdu(std::uint8_t reference) {
    return {static_cast<char>(text_messaging), static_cast<char>(type_report << 4U), '\0',
            static_cast<char>(reference)};
}

std::optional<Pdu> read_pdu(std::string_view bytes) {
    if (bytes.size() < 2) {
        return std::nullopt;
    }
    auto const protocol = byte_at(bytes, 0);
    if (protocol == simple_text || protocol == simple_immediate_text) {
        // One byte of coding, without a time (29.5.2.3).
        return TextPdu{std::nullopt, false, text_of(byte_at(bytes, 1) & 0x7FU, bytes.substr(2))};
    }
    if (protocol != text_messaging && protocol != immediate_text_messaging) {
        return std::nullopt;
    }
    auto const type = static_cast<Byte>(byte_at(bytes, 1) >> 4U);
    if (type == type_transfer && bytes.size() >= 3) {
        return read_transfer(bytes);
    }
    if (type == type_report && bytes.size() >= 4) {
        auto const status = byte_at(bytes, 2);
        return ReportPdu{fate_of(status), status, byte_at(bytes, 3)};
    }
    return std::nullopt;
}

}  // namespace larm::delivery::pei
