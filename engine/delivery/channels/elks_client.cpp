#include "engine/delivery/channels/elks_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <mutex>
#include <optional>

#include "engine/delivery/base64.hpp"
#include "engine/delivery/text.hpp"

namespace larm::delivery {
namespace {

namespace json = boost::json;

constexpr std::int64_t wait_max_ms = 60'000;

bool is_digit(char sign) {
    return sign >= '0' && sign <= '9';
}

std::string member(json::value const& value, std::string_view name) {
    auto const* const object = value.if_object();
    auto const* const found = object == nullptr ? nullptr : object->if_contains(name);
    auto const* const text = found == nullptr ? nullptr : found->if_string();
    return text == nullptr ? std::string{} : std::string{text->c_str(), text->size()};
}

std::int64_t retry_after_ms(HttpResult const& answer) {
    auto const text = header_of(answer, "Retry-After");
    std::int64_t seconds = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    auto const is_number =
        !text.empty() && error == std::errc{} && end == text.data() + text.size();
    return is_number ? std::clamp<std::int64_t>(seconds, 0, wait_max_ms / 1000) * 1000 : 0;
}

ElksResult of_success(HttpResult const& answer) {
    boost::system::error_code error;
    auto const body = json::parse(answer.body, error);
    auto const id = error ? std::string{} : member(body, "id");
    if (id.empty()) {
        return {ElksResult::Fate::refused,
                fmt::format("the provider answered {} with something else than a message or call",
                            answer.status),
                0};
    }
    // A message has a status, a call a state; "created", "sent" and "ongoing" are all on their way.
    auto const status =
        member(body, "status").empty() ? member(body, "state") : member(body, "status");
    auto const told = cut(latin1_line(id), 64);
    if (status == "failed") {
        return {ElksResult::Fate::refused, fmt::format("the provider has failed it as {}", told),
                0};
    }
    return {ElksResult::Fate::accepted, fmt::format("the provider has it as {}", told), 0};
}

/// Of one delivery to several addresses: the first that is accepted is reported at once, trouble
/// when all have had theirs.
class Gathering {
public:
    Gathering(Report report, std::size_t waiting) : report_{std::move(report)}, waiting_{waiting} {}

    void add(ElksResult result) {
        --waiting_;
        if (is_accepted_) {
            return;
        }
        if (result.fate == ElksResult::Fate::accepted) {
            is_accepted_ = true;
            return report_(v1::DELIVERY_OUTCOME_ACCEPTED, std::move(result.detail));
        }
        if (!worst_ || result.fate == ElksResult::Fate::temporary) {
            worst_ = std::move(result);
        }
        if (waiting_ > 0) {
            return;
        }
        if (worst_->fate == ElksResult::Fate::temporary) {
            return report_.retry(worst_->detail,
                                 {.at_least = std::chrono::milliseconds{worst_->at_least_ms},
                                  .is_overrun = worst_->is_overrun});
        }
        report_(v1::DELIVERY_OUTCOME_FAILED, worst_->detail);
    }

private:
    Report report_;
    std::size_t waiting_;
    bool is_accepted_ = false;
    std::optional<ElksResult> worst_;
};

}  // namespace

ElksAccount elks_account(v1::ElksConfig const& config, std::string_view public_url,
                         std::string_view credentials, std::string_view hook_secret,
                         std::string_view ticket_key) {
    return {.url = config.url(),
            .authorization = "Basic " + base64_padded(credentials),
            .sms_from = config.sms_from(),
            .voice_from = config.voice_from(),
            .hook_url = fmt::format("{}/hook/{}", public_url, hook_secret),
            .hook_secret = std::string{hook_secret},
            .ticket_key = std::string{ticket_key}};
}

std::string form_encoded(FormFields const& fields) {
    constexpr std::string_view plain = "-._~";
    std::string text;
    for (auto const& [name, value] : fields) {
        text += text.empty() ? "" : "&";
        text += name;
        text += '=';
        for (auto const sign : value) {
            auto const is_letter = (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
            if (is_letter || is_digit(sign) || plain.find(sign) != std::string_view::npos) {
                text += sign;
            } else {
                text += fmt::format("%{:02X}", static_cast<unsigned char>(sign));
            }
        }
    }
    return text;
}

ElksResult elks_result(HttpResult const& answer) {
    if (answer.status == 0) {
        return {ElksResult::Fate::temporary, answer.trouble, 0};
    }
    if (answer.status >= 200 && answer.status < 300) {
        return of_success(answer);
    }
    // The status alone: what stands in the body may echo the text with its link and code, numbers,
    // or our password, and everybody who reads an incident reads this.
    auto const detail = fmt::format("the provider answered {}", answer.status);
    auto const is_overrun = answer.status == 429;
    // Our account is what is refused, not this message: the channel does not work, and that must
    // be seen as such.
    auto const is_account = answer.status == 401 || answer.status == 402 || answer.status == 403;
    auto const is_temporary =
        is_overrun || is_account || answer.status == 408 || answer.status >= 500;
    return {is_temporary ? ElksResult::Fate::temporary : ElksResult::Fate::refused, detail,
            is_temporary ? retry_after_ms(answer) : 0, is_overrun};
}

struct ElksClient::Open {
    std::mutex mutex;
    bool is_stopped = false;
};

ElksClient::ElksClient(ElksAccount account, HttpClient& http)
    : account_{std::move(account)}, http_{http}, open_{std::make_shared<Open>()} {}

ElksClient::~ElksClient() {
    stop();
}

void ElksClient::stop() {
    std::lock_guard const lock{open_->mutex};
    open_->is_stopped = true;
}

void ElksClient::post(std::string_view what, std::vector<FormFields> const& forms, std::string note,
                      Report report) {
    {
        std::lock_guard const lock{open_->mutex};
        if (open_->is_stopped) {
            return;  // it stands in the journal, for the next start
        }
    }
    auto const gathering = std::make_shared<Gathering>(std::move(report), forms.size());
    for (auto const& form : forms) {
        HttpCall call;
        call.url = account_.url + std::string{what};
        call.headers = {{"Authorization", account_.authorization},
                        {"Content-Type", "application/x-www-form-urlencoded"}};
        call.body = form_encoded(form);
        auto done = [open = open_, gathering, note](HttpResult const& answer) {
            std::lock_guard const lock{open->mutex};
            if (open->is_stopped) {
                return;
            }
            auto result = elks_result(answer);
            if (result.fate == ElksResult::Fate::accepted) {
                result.detail += note;
            }
            gathering->add(std::move(result));
        };
        http_.call(std::move(call), std::move(done));
    }
}

}  // namespace larm::delivery
