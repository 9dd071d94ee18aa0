// A mail server that takes everything for everybody: SMTP (RFC 5321) with STARTTLS (RFC 3207) and
// AUTH PLAIN on a real socket. It records what came, and can be told to misbehave.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "simulators/gateways/smtp_certificate.hpp"

namespace larm::gateways {

struct SmtpManners {
    bool offers_tls = true;
    bool greylists = false;  ///< 451 to a recipient's first RCPT.
    std::string refuses{};   ///< 550 to recipients that hold this; empty: none.
    int fails_every = 0;     ///< Flaky: every nth mail gets 451 after its data; 1 is all.
    std::chrono::milliseconds answers_after{0};  ///< Slow: to every command.
    bool is_dead = false;                        ///< Takes connections and says nothing.
    bool lies = false;                           ///< 250 to mails that it loses.
    bool keeps_twice = false;                    ///< Duplicate: each mail arrives twice.
};

struct SmtpMailSeen {
    std::string from;
    std::vector<std::string> to;
    std::string data;  ///< Without the dots that SMTP doubles.
    bool was_encrypted = false;
    std::string login;   ///< "user:password", empty: none.
    int connection = 0;  ///< Counted from 1.
};

/// Any thread. Runs a thread of its own.
class SmtpServer {
public:
    /// `port` 0: the system's choice.
    explicit SmtpServer(SmtpManners manners = {}, OwnCertificate certificate = make_certificate(),
                        std::uint16_t port = 0);
    ~SmtpServer();
    SmtpServer(SmtpServer const&) = delete;
    SmtpServer& operator=(SmtpServer const&) = delete;

    /// "smtp://127.0.0.1:PORT"
    [[nodiscard]] std::string const& url() const;
    void behave(SmtpManners manners);
    [[nodiscard]] std::vector<SmtpMailSeen> mails() const;
    [[nodiscard]] int connections() const;
    /// What to do with each mail that is kept. On the server's thread.
    void on_mail(std::function<void(SmtpMailSeen const&)> take);
    /// The most that were open at once.
    [[nodiscard]] int connections_at_once() const;

private:
    class Running;
    std::unique_ptr<Running> running_;
};

}  // namespace larm::gateways
