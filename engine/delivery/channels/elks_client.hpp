// A provider of SMS and calls with 46elks' public interface: form-encoded POSTs with basic
// authentication, answered in JSON. What the two channels have in common; what they say is theirs.
#pragma once

#include <larm/v1/config.pb.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/delivery/channel.hpp"
#include "engine/delivery/channels/http_client.hpp"

namespace larm::delivery {

/// How the provider is called, and how it calls us.
struct ElksAccount {
    std::string url;            ///< "https://api.46elks.com/a1"
    std::string authorization;  ///< "Basic ..."
    std::string sms_from;
    std::string voice_from;
    std::string hook_url;     ///< "https://larm.example.se/hook/SECRET"
    std::string hook_secret;  ///< In the path, and so in every log on the way: signs nothing.
    std::string ticket_key;   ///< Signs what callbacks are about.
};

/// `credentials` is "user:password". `public_url` is PublicSide's.
[[nodiscard]] ElksAccount elks_account(v1::ElksConfig const& config, std::string_view public_url,
                                       std::string_view credentials, std::string_view hook_secret,
                                       std::string_view ticket_key);

/// "a=b&c=d" with what needs it percent-encoded.
using FormFields = std::vector<std::pair<std::string_view, std::string>>;
[[nodiscard]] std::string form_encoded(FormFields const& fields);

/// What became of one POST.
struct ElksResult {
    enum class Fate {
        accepted,
        temporary,  ///< Worth trying again.
        refused,    ///< It will not be otherwise the next time.
    };
    Fate fate = Fate::refused;
    std::string detail;            ///< In English, without numbers of people.
    std::int64_t at_least_ms = 0;  ///< How long the provider wants to be left alone.
    bool is_overrun = false;       ///< It is asked too much at once.

    friend bool operator==(ElksResult const&, ElksResult const&) = default;
};
[[nodiscard]] ElksResult elks_result(HttpResult const& answer);

/// Sends one delivery to all addresses of a person; its outcome is the best of them.
class ElksClient {
public:
    /// `http` must outlive the client.
    ElksClient(ElksAccount account, HttpClient& http);
    /// No report is used after this.
    ~ElksClient();
    ElksClient(ElksClient const&) = delete;
    ElksClient& operator=(ElksClient const&) = delete;

    [[nodiscard]] ElksAccount const& account() const { return account_; }
    /// POSTs each of `forms` to `what` ("/sms"). `note` is added to what is reported of a success.
    void post(std::string_view what, std::vector<FormFields> const& forms, std::string note,
              Report report);
    /// From any thread: nothing is posted or reported any more.
    void stop();

private:
    struct Open;

    ElksAccount account_;
    HttpClient& http_;
    std::shared_ptr<Open> open_;  ///< Also held by calls under way, which may outlive us.
};

}  // namespace larm::delivery
