#include "engine/delivery/channels/smtp_client.hpp"

#include <curl/curl.h>
#include <fmt/format.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <list>
#include <mutex>
#include <set>
#include <string_view>
#include <thread>
#include <utility>

#include "engine/core/check.hpp"

namespace larm::delivery {
namespace {

/// One mail on its way; libcurl points into it.
struct Transfer {
    SmtpMail mail;
    std::function<void(SmtpResult)> done;
    std::size_t read = 0;
    CURL* easy = nullptr;
    curl_slist* to = nullptr;
    char error[CURL_ERROR_SIZE] = {};

    Transfer() = default;
    Transfer(Transfer const&) = delete;
    Transfer& operator=(Transfer const&) = delete;
    ~Transfer() {
        curl_easy_cleanup(easy);
        curl_slist_free_all(to);
    }
};

std::size_t read_mail(char* into, std::size_t size, std::size_t count, void* from) {
    auto& transfer = *static_cast<Transfer*>(from);
    auto const left = transfer.mail.text.size() - transfer.read;
    auto const taken = std::min(size * count, left);
    std::memcpy(into, transfer.mail.text.data() + transfer.read, taken);
    transfer.read += taken;
    return taken;
}

std::string_view host_of(std::string_view url) {
    auto const scheme = url.find("://");
    auto host = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
    host = host.substr(0, host.find('/'));
    if (host.starts_with('[')) {
        return host.substr(1, host.find(']') - 1);
    }
    return host.substr(0, host.find(':'));
}

/// What a server's refusal of TLS, or ours of its certificate, will not mend within an alarm.
bool is_lasting(CURLcode code) {
    return code == CURLE_USE_SSL_FAILED || code == CURLE_PEER_FAILED_VERIFICATION ||
           code == CURLE_SSL_CACERT_BADFILE || code == CURLE_LOGIN_DENIED ||
           code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL;
}

/// RFC 5321 4.2.1: 4yz may be otherwise later, 5yz will not. The server's own words may hold an
/// address and stay out.
SmtpResult result_of(Transfer const& transfer, CURLcode code) {
    if (code == CURLE_OK) {
        return {true, false, "the mail server has taken it"};
    }
    long reply = 0;
    curl_easy_getinfo(transfer.easy, CURLINFO_RESPONSE_CODE, &reply);
    auto const is_refused = reply >= 400 && reply < 600;
    auto const is_final = is_lasting(code) || (is_refused && reply >= 500);
    return {false, !is_final,
            is_refused ? fmt::format("the mail server answered {}", reply)
                       : fmt::format("the mail server: {}", curl_easy_strerror(code))};
}

}  // namespace

bool needs_tls(SmtpOptions const& options) {
    auto const host = host_of(options.url);
    auto const is_here = host == "localhost" || host == "::1" || host.starts_with("127.");
    return !is_here || !options.ca_file.empty();
}

class SmtpClient::Running {
public:
    explicit Running(SmtpOptions options) : options_{std::move(options)} {
        static CURLcode const global = curl_global_init(CURL_GLOBAL_DEFAULT);
        LARM_CHECK(global == CURLE_OK);
        multi_ = curl_multi_init();
        LARM_CHECK(multi_ != nullptr);
        curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(options_.at_once));
        thread_ = std::thread{[this] { run(); }};
        pthread_setname_np(thread_.native_handle(), "larm-smtp");
    }

    ~Running() {
        {
            std::lock_guard const lock{mutex_};
            is_stopped_ = true;
        }
        freed_.notify_all();
        curl_multi_wakeup(multi_);
        thread_.join();
        // libcurl says QUIT to each server and waits for the answer: a server that hangs would hang
        // us. What is shut for reading answers at once.
        for (auto const socket : sockets_) {
            ::shutdown(socket, SHUT_RD);
        }
        for (auto& transfer : under_way_) {
            curl_multi_remove_handle(multi_, transfer.easy);
        }
        under_way_.clear();
        curl_multi_cleanup(multi_);
    }
    Running(Running const&) = delete;
    Running& operator=(Running const&) = delete;

    bool send(SmtpMail mail, std::function<void(SmtpResult)> done, std::stop_token const& stop) {
        {
            std::unique_lock lock{mutex_};
            freed_.wait(lock, stop, [&] { return is_stopped_ || taken_ < options_.at_once; });
            if (is_stopped_ || stop.stop_requested()) {
                return false;
            }
            ++taken_;
            waiting_.emplace_back(std::move(mail), std::move(done));
        }
        curl_multi_wakeup(multi_);
        return true;
    }

private:
    using Waiting = std::pair<SmtpMail, std::function<void(SmtpResult)>>;

    void run() {
        for (;;) {
            std::deque<Waiting> fresh;
            {
                std::lock_guard const lock{mutex_};
                if (is_stopped_) {
                    return;
                }
                fresh.swap(waiting_);
            }
            for (auto& [mail, done] : fresh) {
                begin(std::move(mail), std::move(done));
            }
            int running = 0;
            curl_multi_perform(multi_, &running);
            finish_done();
            curl_multi_poll(multi_, nullptr, 0, 60'000, nullptr);
        }
    }

    void begin(SmtpMail mail, std::function<void(SmtpResult)> done) {
        auto& transfer = under_way_.emplace_back();
        transfer.mail = std::move(mail);
        transfer.done = std::move(done);
        transfer.easy = curl_easy_init();
        for (auto const& to : transfer.mail.to) {
            transfer.to = curl_slist_append(transfer.to, fmt::format("<{}>", to).c_str());
        }
        LARM_CHECK(transfer.easy != nullptr && transfer.to != nullptr);
        auto* const easy = transfer.easy;
        set_server(easy);
        curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer.error);
        curl_easy_setopt(easy, CURLOPT_PRIVATE, &transfer);
        auto const from = fmt::format("<{}>", transfer.mail.from);
        curl_easy_setopt(easy, CURLOPT_MAIL_FROM, from.c_str());
        curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, transfer.to);
        curl_easy_setopt(easy, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
        curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(easy, CURLOPT_READFUNCTION, read_mail);
        curl_easy_setopt(easy, CURLOPT_READDATA, &transfer);
        curl_multi_add_handle(multi_, easy);
    }

    static int on_open(void* running, curl_socket_t socket, curlsocktype) {
        static_cast<Running*>(running)->sockets_.insert(socket);
        return CURL_SOCKOPT_OK;
    }
    static int on_close(void* running, curl_socket_t socket) {
        static_cast<Running*>(running)->sockets_.erase(socket);
        return ::close(socket);
    }

    void set_server(CURL* easy) {
        curl_easy_setopt(easy, CURLOPT_URL, options_.url.c_str());
        curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp");
        curl_easy_setopt(easy, CURLOPT_PROXY, "");  // whatever the environment says
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, on_open);
        curl_easy_setopt(easy, CURLOPT_SOCKOPTDATA, this);
        curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close);
        curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, this);
        curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(options_.within.count()));
        curl_easy_setopt(easy, CURLOPT_USE_SSL,
                         static_cast<long>(needs_tls(options_) ? CURLUSESSL_ALL : CURLUSESSL_NONE));
        curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        if (!options_.ca_file.empty()) {
            curl_easy_setopt(easy, CURLOPT_CAINFO, options_.ca_file.c_str());
        }
        if (!options_.user.empty()) {
            curl_easy_setopt(easy, CURLOPT_USERNAME, options_.user.c_str());
            curl_easy_setopt(easy, CURLOPT_PASSWORD, options_.password.c_str());
        }
    }

    void finish_done() {
        int left = 0;
        while (auto* const message = curl_multi_info_read(multi_, &left)) {
            if (message->msg != CURLMSG_DONE) {
                continue;
            }
            auto const code = message->data.result;
            auto* const easy = message->easy_handle;  // `message` dies with the next call
            auto const found = std::ranges::find(under_way_, easy, &Transfer::easy);
            LARM_CHECK(found != under_way_.end());
            auto const result = result_of(*found, code);
            auto const done = std::move(found->done);
            curl_multi_remove_handle(multi_, easy);
            under_way_.erase(found);
            done(result);
            {
                std::lock_guard const lock{mutex_};
                --taken_;
            }
            freed_.notify_one();
        }
    }

    SmtpOptions options_;
    CURLM* multi_ = nullptr;
    std::set<curl_socket_t> sockets_;  ///< As the next.
    std::list<Transfer>
        under_way_;  ///< The client's thread only; its elements stay where they are.

    std::mutex mutex_;  ///< For what follows.
    std::condition_variable_any freed_;
    std::deque<Waiting> waiting_;
    std::size_t taken_ = 0;
    bool is_stopped_ = false;
    std::thread thread_;  ///< Last: it uses all of the above.
};

SmtpClient::SmtpClient(SmtpOptions options)
    : running_{std::make_unique<Running>(std::move(options))} {}

SmtpClient::~SmtpClient() = default;

bool SmtpClient::send(SmtpMail mail, std::function<void(SmtpResult)> done, std::stop_token stop) {
    return running_->send(std::move(mail), std::move(done), stop);
}

}  // namespace larm::delivery
