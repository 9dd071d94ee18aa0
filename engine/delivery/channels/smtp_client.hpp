// Mail to one server, over SMTP by libcurl: several connections at a time, kept and used again.
// What a mail says is email_text's.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace larm::delivery {

struct SmtpOptions {
    std::string url;   ///< "smtp://host:port"
    std::string user;  ///< Empty: no login.
    std::string password;
    std::string ca_file;  ///< PEM beside the system's authorities; may be empty.
    std::size_t at_once = 16;
    std::chrono::milliseconds within{20'000};  ///< For one mail, connecting included.
};

struct SmtpMail {
    std::string from;
    std::vector<std::string> to;  ///< One person's; one that is taken is enough.
    std::string text;
};

struct SmtpResult {
    bool is_accepted = false;
    bool may_try_again = false;  ///< Of a failure.
    std::string detail;          ///< English, without addresses.
};

/// Whether STARTTLS must be had: everywhere but on this machine, and there too where an authority
/// is named.
[[nodiscard]] bool needs_tls(SmtpOptions const& options);

/// Any thread. Runs a thread, "larm-smtp", for each mail that is on its way at once.
class SmtpClient {
public:
    explicit SmtpClient(SmtpOptions options);
    /// Mails under way are given up; no `done` is called any more when this returns.
    ~SmtpClient();
    SmtpClient(SmtpClient const&) = delete;
    SmtpClient& operator=(SmtpClient const&) = delete;

    /// Waits for one of the places that may be taken at once. `done` is called on one of the
    /// client's threads. False, and no `done`, where `stop` came first.
    [[nodiscard]] bool send(SmtpMail mail, std::function<void(SmtpResult)> done,
                            std::stop_token stop);

private:
    class Running;
    std::unique_ptr<Running> running_;
};

}  // namespace larm::delivery
