#include "simulators/gateways/smtp_server.hpp"
#include "simulators/gateways/with_error.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <list>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

namespace larm::gateways {
namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;

std::string address_in(std::string const& line) {
    auto const from = line.find('<');
    auto const to = line.find('>');
    return from == std::string::npos || to == std::string::npos
               ? std::string{}
               : line.substr(from + 1, to - from - 1);
}

/// "user:password" of AUTH PLAIN's "\0user\0password".
std::string login_in(std::string const& coded) {
    std::string plain(coded.size(), '\0');
    auto const size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(plain.data()),
                                      reinterpret_cast<unsigned char const*>(coded.data()),
                                      static_cast<int>(coded.size()));
    plain.resize(static_cast<std::size_t>(std::max(size, 0)));
    while (plain.ends_with('\0')) {
        plain.pop_back();
    }
    auto const user = plain.find('\0');
    auto const password = plain.find('\0', user + 1);
    return user == std::string::npos || password == std::string::npos
               ? std::string{}
               : plain.substr(user + 1, password - user - 1) + ":" + plain.substr(password + 1);
}

std::string without_doubled_dots(std::string const& data) {
    std::string text = "\r\n" + data;
    for (auto at = text.find("\r\n.."); at != std::string::npos; at = text.find("\r\n..", at + 3)) {
        text.erase(at + 2, 1);
    }
    return text.substr(2);
}

}  // namespace

class SmtpServer::Running {
public:
    Running(SmtpManners manners, OwnCertificate const& certificate, std::uint16_t port)
        : manners_{std::move(manners)},
          acceptor_{io_, Tcp::endpoint{asio::ip::address_v4::loopback(), port}} {
        tls_.use_certificate(asio::buffer(certificate.certificate), asio::ssl::context::pem);
        tls_.use_private_key(asio::buffer(certificate.key), asio::ssl::context::pem);
        url_ = fmt::format("smtp://127.0.0.1:{}", acceptor_.local_endpoint().port());
        asio::co_spawn(io_, accept(), asio::detached);
        thread_ = std::thread{[this] { io_.run(); }};
    }
    ~Running() {
        asio::post(io_, [this] {
            is_stopped_ = true;
            boost::system::error_code ignored;
            acceptor_.close(ignored);
            for (auto* const socket : open_) {
                socket->close(ignored);
            }
            for (auto* const timer : pausing_) {
                timer->cancel();
            }
        });
        thread_.join();
    }
    Running(Running const&) = delete;
    Running& operator=(Running const&) = delete;

    std::string url_;
    mutable std::mutex mutex_;
    SmtpManners manners_;
    std::vector<SmtpMailSeen> mails_;
    int connections_ = 0;
    int at_once_ = 0;
    std::function<void(SmtpMailSeen const&)> on_mail_;

private:
    /// What one connection has said so far.
    struct Talk {
        SmtpMailSeen mail;
        std::string unread;
        bool wants_tls = false;
        bool is_logging_in = false;
    };

    SmtpManners manners() const {
        std::lock_guard const lock{mutex_};
        return manners_;
    }

    asio::awaitable<void> accept() {
        for (;;) {
            auto [error, socket] = co_await acceptor_.async_accept(with_error);
            if (error) {
                co_return;
            }
            asio::co_spawn(io_, serve(std::move(socket)), asio::detached);
        }
    }

    asio::awaitable<void> serve(Tcp::socket socket) {
        auto const place = open_.insert(open_.end(), &socket);
        Talk talk;
        {
            std::lock_guard const lock{mutex_};
            talk.mail.connection = ++connections_;
            at_once_ = std::max(at_once_, static_cast<int>(open_.size()));
        }
        co_await say(socket, "220 larm test\r\n");
        co_await talk_over(socket, talk);
        if (talk.wants_tls) {
            asio::ssl::stream<Tcp::socket&> tls{socket, tls_};
            auto const [error] =
                co_await tls.async_handshake(asio::ssl::stream_base::server, with_error);
            talk.mail.was_encrypted = !error;
            talk.wants_tls = false;
            talk.unread.clear();  // what was said before the handshake does not count (RFC 3207)
            if (!error) {
                co_await talk_over(tls, talk);
            }
        }
        open_.erase(place);
    }

    template <typename Stream>
    asio::awaitable<void> say(Stream& stream, std::string text) {
        auto const now = manners();
        if (now.is_dead) {
            co_return;
        }
        if (now.answers_after.count() > 0) {
            asio::steady_timer timer{io_, now.answers_after};
            auto const place = pausing_.insert(pausing_.end(), &timer);
            co_await timer.async_wait(with_error);
            pausing_.erase(place);
        }
        auto const bytes = asio::buffer(text);
        co_await asio::async_write(stream, bytes, with_error);
    }

    /// Up to `end`, which is left out; empty with `is_over` where the peer has gone.
    template <typename Stream>
    asio::awaitable<std::string> read_to(Stream& stream, Talk& talk, std::string const& end,
                                         bool& is_over) {
        auto buffer = asio::dynamic_buffer(talk.unread);
        auto const [error, size] = co_await asio::async_read_until(stream, buffer, end, with_error);
        is_over = static_cast<bool>(error) || is_stopped_;
        auto text = error ? std::string{} : talk.unread.substr(0, size - end.size());
        talk.unread.erase(0, error ? 0 : size);
        co_return text;
    }

    template <typename Stream>
    asio::awaitable<void> talk_over(Stream& stream, Talk& talk) {
        bool is_over = false;
        while (!is_over && !talk.wants_tls) {
            auto const line = co_await read_to(stream, talk, "\r\n", is_over);
            if (is_over) {
                co_return;
            }
            auto reply = answer(line, talk);
            co_await say(stream, reply);
            if (reply.starts_with("354")) {
                auto const data = co_await read_to(stream, talk, "\r\n.\r\n", is_over);
                if (!is_over) {
                    auto taken = take(data, talk);
                    co_await say(stream, std::move(taken));
                }
            } else if (reply.starts_with("221")) {
                co_return;
            }
        }
    }

    std::string answer(std::string const& line, Talk& talk) {
        auto const now = manners();
        auto const can_tls = now.offers_tls && !talk.mail.was_encrypted;
        if (line.starts_with("EHLO")) {
            return fmt::format("250-larm test\r\n{}250-8BITMIME\r\n250 AUTH PLAIN\r\n",
                               can_tls ? "250-STARTTLS\r\n" : "");
        }
        if (line == "STARTTLS" && can_tls) {
            talk.wants_tls = true;
            return "220 go on\r\n";
        }
        if (line == "AUTH PLAIN") {  // RFC 4954: the answer comes on a line of its own
            talk.is_logging_in = true;
            return "334 \r\n";
        }
        if (talk.is_logging_in || line.starts_with("AUTH PLAIN ")) {
            talk.mail.login = login_in(talk.is_logging_in ? line : line.substr(11));
            talk.is_logging_in = false;
            return talk.mail.login.empty() ? "535 no\r\n" : "235 welcome\r\n";
        }
        if (line.starts_with("MAIL FROM:")) {
            talk.mail.from = address_in(line);
            talk.mail.to.clear();
            return "250 ok\r\n";
        }
        if (line.starts_with("RCPT TO:")) {
            auto const to = address_in(line);
            if (!now.refuses.empty() && to.find(now.refuses) != std::string::npos) {
                return fmt::format("550 <{}> is not here\r\n", to);
            }
            if (now.greylists && greylisted_.insert(to).second) {
                return "451 come back later\r\n";
            }
            talk.mail.to.push_back(to);
            return "250 ok\r\n";
        }
        if (line == "DATA") {
            return talk.mail.to.empty() ? "503 to whom\r\n" : "354 go on\r\n";
        }
        if (line == "QUIT") {
            return "221 bye\r\n";
        }
        return line == "RSET" || line == "NOOP" ? "250 ok\r\n" : "502 what\r\n";
    }

    std::string take(std::string const& data, Talk& talk) {
        auto const now = manners();
        if (now.fails_every > 0 && ++count_ % now.fails_every == 0) {
            return "451 disk full\r\n";
        }
        talk.mail.data = without_doubled_dots(data);
        if (!now.lies) {
            std::lock_guard const lock{mutex_};
            mails_.insert(mails_.end(), now.keeps_twice ? 2 : 1, talk.mail);
            if (on_mail_) {
                on_mail_(talk.mail);
            }
        }
        return "250 taken\r\n";
    }

    asio::io_context io_{1};
    asio::ssl::context tls_{asio::ssl::context::tls_server};
    Tcp::acceptor acceptor_;
    std::list<Tcp::socket*> open_;
    std::list<asio::steady_timer*> pausing_;
    std::set<std::string> greylisted_;
    int count_ = 0;
    bool is_stopped_ = false;
    std::thread thread_;
};

SmtpServer::SmtpServer(SmtpManners manners, OwnCertificate certificate, std::uint16_t port)
    : running_{std::make_unique<Running>(std::move(manners), certificate, port)} {}

SmtpServer::~SmtpServer() = default;

std::string const& SmtpServer::url() const {
    return running_->url_;
}

void SmtpServer::behave(SmtpManners manners) {
    std::lock_guard const lock{running_->mutex_};
    running_->manners_ = std::move(manners);
}

std::vector<SmtpMailSeen> SmtpServer::mails() const {
    std::lock_guard const lock{running_->mutex_};
    return running_->mails_;
}

int SmtpServer::connections() const {
    std::lock_guard const lock{running_->mutex_};
    return running_->connections_;
}

void SmtpServer::on_mail(std::function<void(SmtpMailSeen const&)> take) {
    std::lock_guard const lock{running_->mutex_};
    running_->on_mail_ = std::move(take);
}

int SmtpServer::connections_at_once() const {
    std::lock_guard const lock{running_->mutex_};
    return running_->at_once_;
}

}  // namespace larm::gateways
