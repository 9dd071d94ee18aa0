// What is said to a TETRA terminal on its serial port and what it says back: the AT commands of the
// Peripheral Equipment Interface (ETSI EN 300 392-5) and the SDS-TL messages they carry (ETSI EN
// 300 392-2, clause 29). Pure: bytes in, values out. When to say what is rakel_terminal's.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace larm::delivery::pei {

// Commands, each with its line end.
inline constexpr std::string_view attention = "AT\r\n";
inline constexpr std::string_view echo_off = "ATE0\r\n";
/// Texts by SDS-TL come to us and not to the terminal's own screen (6.14.10, +CTSP: TE only, SDS,
/// protocol identifier 130).
inline constexpr std::string_view take_texts = "AT+CTSP=1,3,130\r\n";
/// The same for simple texts without SDS-TL, identifier 2: some terminals answer with those.
inline constexpr std::string_view take_simple_texts = "AT+CTSP=1,3,2\r\n";
/// What is sent from now on (6.14.6, +CTSDS): SDS type 4, to an SSI, area not defined, high access
/// priority, not encrypted end to end. No +CSCS: user data goes as hexadecimal digits whatever the
/// character set of the interface is.
inline constexpr std::string_view send_as_text = "AT+CTSDS=12,0,0,1,0\r\n";
/// +CMGS (6.13.2): identity, length in bits, then the data in hexadecimal up to Ctrl-Z.
[[nodiscard]] std::string send_command(std::string_view identity, std::string_view pdu);

/// A text that has come.
struct TextPdu {
    std::optional<std::uint8_t> reference;  ///< None of a simple text.
    bool wants_receipt = false;
    std::string text;  ///< UTF-8.
    friend bool operator==(TextPdu const&, TextPdu const&) = default;
};

/// What became of a text of ours.
struct ReportPdu {
    enum class Fate { received, consumed, underway, failed };
    Fate fate = Fate::failed;
    std::uint8_t status = 0;
    std::uint8_t reference = 0;
    friend bool operator==(ReportPdu const&, ReportPdu const&) = default;
};

/// SDS-TRANSFER (29.4.2.4) of a text in ISO 8859-1; asks for a report when it has been received and
/// another when it has been read. What of `text` the coding does not have is written with what it
/// has, and what is beyond 120 characters is left out.
[[nodiscard]] std::string transfer_pdu(std::uint8_t reference, std::string_view text);
/// SDS-REPORT (29.4.2.2): we have received that message.
[[nodiscard]] std::string receipt_pdu(std::uint8_t reference);

using Pdu = std::variant<TextPdu, ReportPdu>;
/// Nothing where it is neither a text nor a report.
[[nodiscard]] std::optional<Pdu> read_pdu(std::string_view bytes);

/// The final results of a command.
struct Ok {
    friend bool operator==(Ok, Ok) = default;
};
struct Failed {
    std::optional<int> code;  ///< Of +CME ERROR.
    friend bool operator==(Failed const&, Failed const&) = default;
};
/// +CMGS: how our message fares, first as an answer and later by itself.
struct Sending {
    std::optional<int> instance;  ///< Of the service; tells one message's news from another's.
    std::optional<int> status;
    std::optional<int> reference;  ///< The message's, where the terminal has given it its own.
    friend bool operator==(Sending const&, Sending const&) = default;
};
/// The network has taken it, or could not be given it. Assumption: as Motorola and Sepura have it.
inline constexpr int status_sent = 4;
inline constexpr int status_not_sent = 5;
/// +CTSDSR with its data: somebody's message.
struct Incoming {
    std::string from;  ///< ISSI.
    std::string pdu;
    friend bool operator==(Incoming const&, Incoming const&) = default;
};
using Said = std::variant<Ok, Failed, Sending, Incoming>;

/// Takes bytes as they come and finds what is said in them. Echoes, prompts and all other lines are
/// passed over.
class Reader {
public:
    void feed(std::string_view bytes);
    /// The next that is whole; nothing where more bytes are needed.
    [[nodiscard]] std::optional<Said> next();

private:
    void take_line(std::string_view line);

    static constexpr std::size_t line_max = 4096;
    std::string line_;
    std::deque<Said> said_;
    /// Of a +CTSDSR whose data is the next line.
    struct Header {
        std::string from;
        std::size_t bits = 0;
    };
    std::optional<Header> header_;
};

[[nodiscard]] std::string hex(std::string_view bytes);
/// Nothing where anything but pairs of hexadecimal digits is in it.
[[nodiscard]] std::optional<std::string> unhex(std::string_view digits);

}  // namespace larm::delivery::pei
