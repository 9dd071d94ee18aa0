#include "simulators/gateways/rakel_terminal.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <pty.h>
#include <sys/eventfd.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

namespace larm::gateways {
namespace {

std::string utf8_of_latin1(std::string const& bytes) {
    std::string text;
    for (auto const each : bytes) {
        auto const value = static_cast<unsigned char>(each);
        if (value < 0x80) {
            text += each;
        } else {
            text += static_cast<char>(0xC0U | value >> 6U);
            text += static_cast<char>(0x80U | (value & 0x3FU));
        }
    }
    return text;
}

std::string latin1_of_utf8(std::string const& text) {
    std::string bytes;
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto const value = static_cast<unsigned char>(text[at]);
        if ((value & 0xE0U) == 0xC0 && at + 1 < text.size()) {
            bytes +=
                static_cast<char>(value << 6U | (static_cast<unsigned char>(text[++at]) & 0x3FU));
        } else {
            bytes += text[at];
        }
    }
    return bytes;
}

std::string hex_of(std::string const& bytes) {
    std::string text;
    for (auto const each : bytes) {
        text += fmt::format("{:02X}", static_cast<unsigned char>(each));
    }
    return text;
}

std::string bytes_of(std::string const& digits) {
    std::string bytes;
    for (std::size_t at = 0; at + 1 < digits.size(); at += 2) {
        bytes += static_cast<char>(std::strtoul(digits.substr(at, 2).c_str(), nullptr, 16));
    }
    return bytes;
}

int nibble(std::string const& bytes, std::size_t at, bool upper) {
    auto const value = static_cast<unsigned char>(bytes[at]);
    return upper ? value >> 4 : value & 0xF;
}

}  // namespace

class RakelSimulator::Running {
public:
    explicit Running(RakelManners manners) : manners_{manners} {
        std::array<char, 128> name{};
        termios raw{};
        ::cfmakeraw(&raw);
        if (::openpty(&ours_, &theirs_, name.data(), &raw, nullptr) != 0) {
            throw std::runtime_error{"no pseudo terminal"};
        }
        device_ = name.data();
        // `theirs_` stays open, so that the line lives on when the engine closes it.
        wake_ = ::eventfd(0, EFD_CLOEXEC);
        thread_ = std::thread{[this] { run(); }};
    }
    ~Running() {
        is_stopped_ = true;
        std::uint64_t const one = 1;
        static_cast<void>(!::write(wake_, &one, sizeof one));
        thread_.join();
        ::close(theirs_);
        ::close(ours_);
        ::close(wake_);
    }
    Running(Running const&) = delete;
    Running& operator=(Running const&) = delete;

    void say(std::string const& bytes) {
        std::lock_guard const lock{saying_};
        auto const piece = manners().splits_writes ? std::size_t{3} : bytes.size();
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            auto const part = bytes.substr(at, piece);
            static_cast<void>(!::write(ours_, part.data(), part.size()));
        }
    }

    RakelManners manners() const {
        std::lock_guard const lock{mutex_};
        return manners_;
    }

    std::string device_;
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    RakelManners manners_;
    std::vector<RadioText> texts_;
    std::vector<std::string> commands_;
    std::function<void(RadioText const&)> person_;

private:
    void run() {
        std::array<char, 512> bytes{};
        for (;;) {
            std::array<pollfd, 2> waits{pollfd{ours_, POLLIN, 0}, pollfd{wake_, POLLIN, 0}};
            ::poll(waits.data(), waits.size(), -1);
            if (is_stopped_) {
                return;
            }
            auto const size = ::read(ours_, bytes.data(), bytes.size());
            for (ssize_t at = 0; at < size; ++at) {
                take(bytes[static_cast<std::size_t>(at)]);
            }
        }
    }

    void take(char each) {
        auto const now = manners();
        if (now.is_dead) {
            return;
        }
        if (echoes_ || now.echoes_always) {
            say(std::string(1, each));
        }
        if (!message_to_.empty()) {
            if (each == '\x1A') {
                send(std::exchange(message_to_, {}), bytes_of(std::exchange(line_, {})));
            } else if (each == '\x1B') {
                message_to_.clear();
                line_.clear();
            } else if (each != '\r' && each != '\n') {
                line_ += each;
            }
            return;
        }
        if (each == '\r') {
            command(std::exchange(line_, {}));
        } else if (each != '\n' && each != '\x1B') {
            line_ += each;
        }
    }

    void command(std::string const& line) {
        if (line.empty()) {
            return;
        }
        pause();
        {
            std::lock_guard const lock{mutex_};
            commands_.push_back(line);
        }
        if (line.starts_with("AT+CMGS=")) {
            message_to_ = line.substr(8, line.find(',') - 8);
            bits_ = std::strtoul(line.substr(line.find(',') + 1).c_str(), nullptr, 10);
            return;
        }
        if (line.starts_with("ATE")) {
            echoes_ = line != "ATE0";
        }
        is_registered_ = is_registered_ || line == "AT+CTSP=1,3,130";
        auto const is_known = line == "AT" || line.starts_with("ATE") ||
                              line.starts_with("AT+CTSP=1,3,") || line.starts_with("AT+CTSDS=12,0");
        say(is_known ? "\r\nOK\r\n" : "\r\nERROR\r\n");
    }

    /// SDS-TRANSFER from us: identifier, type and flags, reference, coding, text.
    void send(std::string const& to, std::string pdu) {
        pause();
        auto const now = manners();
        auto const count = ++messages_;
        if (pdu.size() * 8 != bits_ || pdu.size() < 4) {
            return say("\r\n+CME ERROR: 25\r\n");
        }
        if (now.fails_every > 0 && count % now.fails_every == 0) {
            return say(fmt::format("\r\n+CME ERROR: {}\r\n", now.error_code));
        }
        auto const is_text = nibble(pdu, 1, true) == 0;
        if (is_text && now.has_own_references) {
            pdu[2] = static_cast<char>(0x80 + count % 0x40);
        }
        auto const reference = static_cast<unsigned char>(pdu[2]);
        say(fmt::format("\r\n+CMGS: {}\r\n\r\nOK\r\n", count));
        if (now.says_status) {
            say(fmt::format("\r\n+CMGS: {},{}{}\r\n", count, now.network_is_down ? 5 : 4,
                            now.has_own_references ? fmt::format(",{}", reference) : ""));
        }
        if (!is_text || now.network_is_down) {
            return;
        }
        deliver(now, {to, utf8_of_latin1(pdu.substr(4)), reference}, nibble(pdu, 1, false));
    }

    void deliver(RakelManners const& now, RadioText const& text, int flags) {
        auto const wants_received = (flags & 0x4) != 0;
        auto const wants_consumed = (flags & 0x8) != 0;
        if (now.radios_off.contains(text.to)) {
            return;
        }
        std::function<void(RadioText const&)> person;
        if (!now.lies) {
            std::lock_guard const lock{mutex_};
            texts_.push_back(text);
            person = person_;
        }
        changed_.notify_all();
        for (int time = 0; time < (now.reports_twice ? 2 : 1); ++time) {
            if (wants_received && (now.reports_received || now.lies)) {
                incoming(text.to, {'\x82', '\x10', '\x00', static_cast<char>(text.reference)});
            }
            if (wants_consumed && now.reports_consumed) {
                incoming(text.to, {'\x82', '\x10', '\x02', static_cast<char>(text.reference)});
            }
        }
        if (person) {
            person(text);
        }
    }

public:
    void incoming(std::string const& from, std::string const& pdu) {
        if (is_registered_) {
            say(fmt::format("\r\n+CTSDSR: 12,{},0,7100001,0,{}\r\n{}\r\n", from, pdu.size() * 8,
                            hex_of(pdu)));
        }
    }

private:
    void pause() const {
        auto const slow = manners().answers_after;
        if (slow.count() > 0) {
            std::unique_lock lock{mutex_};
            changed_.wait_for(lock, slow, [this] { return is_stopped_.load(); });
        }
    }

    int ours_ = -1;
    int theirs_ = -1;
    int wake_ = -1;
    std::mutex saying_;
    std::string line_;
    std::string message_to_;  ///< Empty: a command is awaited.
    std::size_t bits_ = 0;
    int messages_ = 0;
    bool echoes_ = true;  ///< As terminals begin.
    std::atomic<bool> is_registered_ = false;
    std::atomic<bool> is_stopped_ = false;
    std::thread thread_;
};

RakelSimulator::RakelSimulator(RakelManners manners)
    : running_{std::make_unique<Running>(manners)} {}

RakelSimulator::~RakelSimulator() = default;

std::string const& RakelSimulator::device() const {
    return running_->device_;
}

void RakelSimulator::behave(RakelManners manners) {
    std::lock_guard const lock{running_->mutex_};
    running_->manners_ = manners;
}

std::vector<RadioText> RakelSimulator::texts() const {
    std::lock_guard const lock{running_->mutex_};
    return running_->texts_;
}

std::vector<std::string> RakelSimulator::commands() const {
    std::lock_guard const lock{running_->mutex_};
    return running_->commands_;
}

bool RakelSimulator::wait_for(
    std::function<bool(std::vector<RadioText> const&)> const& holds) const {
    std::unique_lock lock{running_->mutex_};
    return running_->changed_.wait_for(lock, std::chrono::seconds{10},
                                       [&] { return holds(running_->texts_); });
}

void RakelSimulator::write_from(std::string const& issi, std::string const& text,
                                std::uint8_t reference, int times) {
    std::string pdu{'\x82', '\x06', static_cast<char>(reference), '\x01'};
    pdu += latin1_of_utf8(text);
    for (int time = 0; time < times; ++time) {
        running_->incoming(issi, pdu);
    }
}

void RakelSimulator::say(std::string const& bytes) {
    running_->say(bytes);
}

void RakelSimulator::on_text(std::function<void(RadioText const&)> person) {
    std::lock_guard const lock{running_->mutex_};
    running_->person_ = std::move(person);
}

}  // namespace larm::gateways
