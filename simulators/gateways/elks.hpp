// A provider of SMS and calls with 46elks' public interface (46elks.se/docs: send SMS, delivery
// reports, receive SMS, make call, call actions), and the telephones behind it. On a real socket,
// with real callbacks; time on the telephone is not waited for. It can be told to misbehave.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace larm::gateways {

/// One telephone and the person who has it.
struct Phone {
    bool is_off = false;  ///< Texts cannot be delivered, calls fail.
    bool is_busy = false;
    bool has_voicemail = false;  ///< Answers calls, listens, presses nothing.
    std::chrono::milliseconds answers_after{0};
    /// What is pressed at one menu after the other: "1", "5#". What a menu has no use for is
    /// pressed into the next one.
    std::vector<std::string> keys;
    /// What is texted back on each text with a code, "{code}" being that code; empty: nothing.
    std::string texts_back;
};

/// How the provider misbehaves.
struct ElksTrouble {
    std::chrono::milliseconds answers_after{0};
    int fails_every = 0;  ///< Every so manieth request; 1: all.
    unsigned fails_with = 500;
    std::string fails_saying;
    bool hangs = false;           ///< Takes requests and answers none.
    bool fails_messages = false;  ///< Accepts, with status "failed".
    bool reports_twice = false;   ///< Each callback comes twice.
    bool lies = false;            ///< Texts that no telephone has got are reported as delivered.
    bool hash_alone_is_no_input = false;  ///< Of a menu that is ended before any digit.
};

struct ElksText {
    std::string id;
    std::string from;
    std::string to;
    std::string message;
};

struct ElksCall {
    std::string id;
    std::string to;
    std::string state;                     ///< "ongoing" until it has ended.
    std::vector<std::string> results;      ///< Of one menu after the other.
    std::vector<std::size_t> sound_bytes;  ///< Of what was played, 0 where it could not be.
};

class ElksProvider {
public:
    /// Port 0: of the system's choice.
    ElksProvider(std::string const& user, std::string const& password, std::uint16_t port = 0);
    ~ElksProvider();
    ElksProvider(ElksProvider const&) = delete;
    ElksProvider& operator=(ElksProvider const&) = delete;

    // All from any thread.
    /// "http://127.0.0.1:PORT/a1"
    [[nodiscard]] std::string url() const;
    /// A number without one rings in vain, where "*", everybody else's, is not set either.
    void phone(std::string const& number, Phone phone);
    void trouble(ElksTrouble trouble);
    /// Where texts to the customer's number are told.
    void tell_texts_to(std::string url);
    /// Somebody texts the customer; `id` "": one of its own. Provider's retries have the same.
    void text(std::string const& from, std::string const& message, std::string id = {});

    [[nodiscard]] std::size_t requests() const;
    [[nodiscard]] std::vector<ElksText> texts() const;    ///< To telephones, accepted.
    [[nodiscard]] std::vector<ElksText> answers() const;  ///< What the customer texted back.
    [[nodiscard]] std::vector<ElksCall> calls() const;
    [[nodiscard]] std::size_t callbacks() const;  ///< Taken by the customer.
    /// Waits until `is_true`, looked at after every change; false if it takes longer.
    [[nodiscard]] bool wait_until(std::function<bool(ElksProvider const&)> const& is_true,
                                  std::chrono::milliseconds patience = std::chrono::seconds{10});

private:
    class Running;
    std::unique_ptr<Running> running_;
};

}  // namespace larm::gateways
