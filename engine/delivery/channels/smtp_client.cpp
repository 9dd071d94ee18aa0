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
    std::size_t read = 0;
    curl_slist* to = nullptr;
    char error[CURL_ERROR_SIZE] = {};

    explicit Transfer(SmtpMail what) : mail{std::move(what)} {
        for (auto const& each : mail.to) {
            to = curl_slist_append(to, fmt::format("<{}>", each).c_str());
        }
        LARM_CHECK(to != nullptr);
    }
    Transfer(Transfer const&) = delete;
    Transfer& operator=(Transfer const&) = delete;
    ~Transfer() { curl_slist_free_all(to); }
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
SmtpResult result_of(CURL* easy, CURLcode code) {
    if (code == CURLE_OK) {
        return {true, false, "the mail server has taken it"};
    }
    long reply = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &reply);
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

/// A thread for each connection: libcurl waits for a server's answer to the mail itself before it
/// looks at anything else, so that one thread with many connections would have them one at a time.
class SmtpClient::Running {
public:
    explicit Running(SmtpOptions options) : options_{std::move(options)} {
        static CURLcode const global = curl_global_init(CURL_GLOBAL_DEFAULT);
        LARM_CHECK(global == CURLE_OK);
    }

    ~Running() {
        {
            std::lock_guard const lock{mutex_};
            is_stopped_ = true;
            for (auto const socket : sockets_) {
                ::shutdown(socket, SHUT_RDWR);  // a server that hangs must not hang us
            }
        }
        changed_.notify_all();
        for (auto& thread : threads_) {
            thread.join();
        }
    }
    Running(Running const&) = delete;
    Running& operator=(Running const&) = delete;

    bool send(SmtpMail mail, std::function<void(SmtpResult)> done, std::stop_token const& stop) {
        {
            std::unique_lock lock{mutex_};
            changed_.wait(lock, stop, [&] { return is_stopped_ || taken_ < options_.at_once; });
            if (is_stopped_ || stop.stop_requested()) {
                return false;
            }
            waiting_.emplace_back(std::move(mail), std::move(done));
            if (++taken_ > threads_.size()) {
                pthread_setname_np(threads_.emplace_back([this] { run(); }).native_handle(),
                                   "larm-smtp");
            }
        }
        changed_.notify_all();
        return true;
    }

private:
    using Waiting = std::pair<SmtpMail, std::function<void(SmtpResult)>>;

    /// One connection and the mails that it carries.
    void run() {
        auto* const easy = curl_easy_init();
        LARM_CHECK(easy != nullptr);
        std::unique_lock lock{mutex_};
        for (;;) {
            changed_.wait(lock, [this] { return is_stopped_ || !waiting_.empty(); });
            if (is_stopped_) {
                break;
            }
            auto [mail, done] = std::move(waiting_.front());
            waiting_.pop_front();
            lock.unlock();
            auto const result = carry(easy, std::move(mail));
            lock.lock();
            if (is_stopped_) {
                break;  // given up
            }
            lock.unlock();
            done(result);
            lock.lock();
            --taken_;
            changed_.notify_all();
        }
        lock.unlock();
        curl_easy_cleanup(easy);
    }

    SmtpResult carry(CURL* easy, SmtpMail mail) {
        Transfer transfer{std::move(mail)};
        curl_easy_reset(easy);  // keeps the connection
        set_server(easy);
        curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer.error);
        auto const from = fmt::format("<{}>", transfer.mail.from);
        curl_easy_setopt(easy, CURLOPT_MAIL_FROM, from.c_str());
        curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, transfer.to);
        curl_easy_setopt(easy, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
        curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(easy, CURLOPT_READFUNCTION, read_mail);
        curl_easy_setopt(easy, CURLOPT_READDATA, &transfer);
        auto const result = result_of(easy, curl_easy_perform(easy));
        curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, nullptr);  // it outlives the transfer
        return result;
    }

    static int on_open(void* running, curl_socket_t socket, curlsocktype) {
        auto& self = *static_cast<Running*>(running);
        std::lock_guard const lock{self.mutex_};
        self.sockets_.insert(socket);
        return self.is_stopped_ ? CURL_SOCKOPT_ERROR : CURL_SOCKOPT_OK;
    }
    static int on_close(void* running, curl_socket_t socket) {
        auto& self = *static_cast<Running*>(running);
        std::lock_guard const lock{self.mutex_};
        self.sockets_.erase(socket);
        return ::close(socket);
    }
    /// Asked at least once a second, also while a connection is being made.
    static int on_progress(void* running, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
        auto& self = *static_cast<Running*>(running);
        std::lock_guard const lock{self.mutex_};
        return self.is_stopped_ ? 1 : 0;
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
        curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
        curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
        curl_easy_setopt(easy, CURLOPT_XFERINFODATA, this);
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

    SmtpOptions const options_;
    std::mutex mutex_;  ///< For what follows.
    std::condition_variable_any changed_;
    std::set<curl_socket_t> sockets_;
    std::deque<Waiting> waiting_;
    std::size_t taken_ = 0;  ///< Waiting or on their way; each has a thread.
    bool is_stopped_ = false;
    std::vector<std::thread> threads_;
};

SmtpClient::SmtpClient(SmtpOptions options)
    : running_{std::make_unique<Running>(std::move(options))} {}

SmtpClient::~SmtpClient() = default;

bool SmtpClient::send(SmtpMail mail, std::function<void(SmtpResult)> done, std::stop_token stop) {
    return running_->send(std::move(mail), std::move(done), stop);
}

}  // namespace larm::delivery
