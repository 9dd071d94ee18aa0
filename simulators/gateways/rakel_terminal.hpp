// A TETRA terminal and the radio network behind it, on a pseudo terminal: AT commands in, results
// and messages out, as ETSI EN 300 392-5 has them. Written apart from the engine's own codec, so
// that the two can disagree. It records who got what; people behind it can write back.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace larm::gateways {

/// How the terminal and its network behave.
struct RakelManners {
    std::chrono::milliseconds answers_after{0};  ///< Slow: to every command.
    int fails_every = 0;         ///< Flaky: every nth message gets +CME ERROR; 1 is all. 0: none.
    int error_code = 3;          ///< Of those.
    bool is_dead = false;        ///< Takes bytes and says nothing.
    bool echoes_always = false;  ///< Does not heed ATE0.
    bool has_own_references = false;     ///< Puts its own message reference on what it sends.
    bool says_status = true;             ///< "+CMGS: N,4" when the network has taken it.
    bool network_is_down = false;        ///< "+CMGS: N,5".
    bool reports_twice = false;          ///< Duplicate: each delivery report comes twice.
    bool reports_received = true;        ///< Radios are on.
    bool reports_consumed = false;       ///< People look at their radios.
    bool lies = false;                   ///< Says that messages were received and loses them.
    bool splits_writes = false;          ///< Says everything in pieces of three bytes.
    std::set<std::string> radios_off{};  ///< Get nothing, and say nothing.
};

/// A message as a radio got it.
struct RadioText {
    std::string to;
    std::string text;  ///< ISO 8859-1 as UTF-8.
    std::uint8_t reference = 0;
};

/// Any thread. Runs a thread of its own.
class RakelSimulator {
public:
    explicit RakelSimulator(RakelManners manners = {});
    ~RakelSimulator();
    RakelSimulator(RakelSimulator const&) = delete;
    RakelSimulator& operator=(RakelSimulator const&) = delete;

    /// The device to open: "/dev/pts/7".
    [[nodiscard]] std::string const& device() const;
    void behave(RakelManners manners);

    /// What radios have got, in order.
    [[nodiscard]] std::vector<RadioText> texts() const;
    /// Every command line the terminal has been given, data left out.
    [[nodiscard]] std::vector<std::string> commands() const;
    /// Waits until `holds` is true of what radios have got; false after ten seconds.
    [[nodiscard]] bool wait_for(
        std::function<bool(std::vector<RadioText> const&)> const& holds) const;

    /// Somebody writes to the terminal; `times` as the network may deliver it more than once.
    void write_from(std::string const& issi, std::string const& text, std::uint8_t reference = 1,
                    int times = 1);
    /// Bytes on the line as they are.
    void say(std::string const& bytes);
    /// What to do with each text a radio gets: a person who answers by write_from().
    void on_text(std::function<void(RadioText const&)> person);

private:
    class Running;
    std::unique_ptr<Running> running_;
};

}  // namespace larm::gateways
