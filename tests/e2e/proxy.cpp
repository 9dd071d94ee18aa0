#include "tests/e2e/proxy.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace larm::e2e {
namespace {

namespace fs = std::filesystem;

constexpr uid_t nobody = 65534;
constexpr std::chrono::seconds patience{20};

std::string text_of(fs::path const& file) {
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

void replace(std::string& text, std::string const& part, std::string const& by) {
    auto at = text.find(part);
    if (at == std::string::npos) {
        throw std::runtime_error{"the README's nginx block has no '" + part + "'"};
    }
    for (; at != std::string::npos; at = text.find(part, at + by.size())) {
        text.replace(at, part.size(), by);
    }
}

std::string block_of_readme() {
    auto const readme = text_of(fs::path{LARM_SOURCE_DIR} / "README.md");
    constexpr std::string_view fence = "```nginx\n";
    auto const begin = readme.find(fence, readme.find("<!-- nginx: tests/e2e"));
    auto const end = readme.find("```\n<!-- nginx: end -->", begin);
    if (begin == std::string::npos || end == std::string::npos) {
        throw std::runtime_error{"the README has no nginx block between its markers"};
    }
    return readme.substr(begin + fence.size(), end - begin - fence.size());
}

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// Free a moment ago: nginx cannot take a port of the system's choice and say which.
std::uint16_t free_port() {
    auto address = loopback(0);
    socklen_t size = sizeof(address);
    auto const socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    // The C interface of sockets.
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    auto const is_bound = ::bind(socket, any, size) == 0 && ::getsockname(socket, any, &size) == 0;
    ::close(socket);
    if (!is_bound) {
        throw std::runtime_error{"no port is free"};
    }
    return ntohs(address.sin_port);
}

bool answers(std::uint16_t port) {
    auto const address = loopback(port);
    auto const socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto const is_there =
        ::connect(socket, reinterpret_cast<sockaddr const*>(&address), sizeof(address)) == 0;
    ::close(socket);
    return is_there;
}

void write_file(fs::path const& file, std::string const& text) {
    std::ofstream{file} << text;
    if (::geteuid() == 0 && ::chown(file.c_str(), nobody, nobody) != 0) {
        throw std::runtime_error{"cannot give a file away"};
    }
}

struct Freed {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(BIO* stream) const { BIO_free_all(stream); }
};

/// A handshake in which the server proves that it is localhost.
std::unique_ptr<BIO, Freed> connected(SSL_CTX* context, std::uint16_t port) {
    std::unique_ptr<BIO, Freed> stream{BIO_new_ssl_connect(context)};
    SSL* tls = nullptr;
    BIO_get_ssl(stream.get(), &tls);
    auto address = fmt::format("127.0.0.1:{}", port);
    // What BIO_set_conn_hostname() and SSL_set_tlsext_host_name() do, without their casts.
    BIO_ctrl(stream.get(), BIO_C_SET_CONNECT, 0, address.data());
    std::string name{"localhost"};
    SSL_ctrl(tls, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
    SSL_set1_host(tls, name.c_str());
    SSL_set_verify(tls, SSL_VERIFY_PEER, nullptr);
    if (BIO_do_connect(stream.get()) != 1 || BIO_do_handshake(stream.get()) != 1) {
        throw std::runtime_error{"no TLS with nginx"};
    }
    timeval const limit{.tv_sec = patience.count(), .tv_usec = 0};
    ::setsockopt(SSL_get_fd(tls), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    return stream;
}

}  // namespace

std::string nginx_program() {
    for (auto const* const path : {"/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"}) {
        if (::access(path, X_OK) == 0) {
            return path;
        }
    }
    return {};
}

Behind::Behind() {
    constexpr int tries_max = 5;  // somebody else may take the port meanwhile
    for (int tried = 0; nginx_ == nullptr; ++tried) {
        daemon_.reset();
        port_ = free_port();
        daemon_ = std::make_unique<test::Daemon>(
            fs::path{LARM_SOURCE_DIR} / "rules/mellansverige", data(),
            std::vector<std::string>{"--public-url", origin()});
        start_nginx();
        if (nginx_ == nullptr && tried == tries_max) {
            throw std::runtime_error{"nginx does not start: " + logged()};
        }
    }
}

Behind::~Behind() = default;

void Behind::start_nginx() {
    fs::create_directories(prefix_);
    auto block = block_of_readme();
    replace(block, "127.0.0.1:8080", daemon_->address());
    replace(block, "listen 443 ssl", fmt::format("listen 127.0.0.1:{} ssl", port_));
    replace(block, "listen [::]:443 ssl;", "");
    replace(block, "server_name larm.example.se", "server_name localhost");
    replace(block, "/etc/ssl/certs/larm.example.se.pem", (prefix_ / "certificate").string());
    replace(block, "/etc/ssl/private/larm.example.se.key", (prefix_ / "key").string());
    replace(block, "/var/log/nginx", prefix_.string());
    auto const identity = authority_.identity({"localhost"});
    write_file(prefix_ / "certificate", identity.certificate);
    write_file(prefix_ / "key", identity.key);
    write_file(prefix_ / "larm.conf", block);
    std::string folders;
    for (auto const* const what : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
        folders += fmt::format("{}_temp_path {}/{};\n", what, prefix_.string(), what);
    }
    write_file(prefix_ / "nginx.conf",
               fmt::format("daemon off; master_process off; pid {0}/pid;\n"
                           "events {{}}\nhttp {{\n{1}include {0}/larm.conf;\n}}\n",
                           prefix_.string(), folders));
    std::vector<std::string> command{nginx_program(),
                                     "-p",
                                     prefix_.string(),
                                     "-c",
                                     (prefix_ / "nginx.conf").string(),
                                     "-e",
                                     (prefix_ / "error.log").string()};
    if (::geteuid() == 0) {
        if (::chown(prefix_.c_str(), nobody, nobody) != 0) {
            throw std::runtime_error{"cannot give a folder away"};
        }
        fs::permissions(directory_.path(), fs::perms::others_exec, fs::perm_options::add);
        command.insert(command.begin(),
                       {"/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"});
    }
    nginx_ = std::make_unique<test::Running>(std::move(command), test::Surroundings::pipes);
    auto const until = std::chrono::steady_clock::now() + patience;
    while (!answers(port_)) {
        auto const is_over = text_of(prefix_ / "error.log").find("[emerg]") != std::string::npos;
        if (is_over || std::chrono::steady_clock::now() > until) {
            nginx_.reset();
            return;
        }
    }
}

Came Behind::ask(std::string const& verb, std::string const& path,
                 std::vector<std::string> const& lines, std::string const& body) const {
    std::unique_ptr<SSL_CTX, Freed> const context{SSL_CTX_new(TLS_client_method())};
    std::unique_ptr<BIO, Freed> const trusted{
        BIO_new_mem_buf(authority_.pem().data(), static_cast<int>(authority_.pem().size()))};
    auto* const certificate = PEM_read_bio_X509(trusted.get(), nullptr, nullptr, nullptr);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), certificate);
    X509_free(certificate);
    auto const stream = connected(context.get(), port_);
    auto request = fmt::format("{} {} HTTP/1.1\r\n", verb, path);
    auto const says = [&](std::string_view name) {
        return std::ranges::any_of(lines, [&](auto const& line) { return line.starts_with(name); });
    };
    request += says("Host:") ? "" : fmt::format("Host: {}\r\n", authority());
    request += says("Connection:") ? "" : "Connection: close\r\n";
    for (auto const& line : lines) {
        request += line + "\r\n";
    }
    request += verb == "POST" ? fmt::format("Content-Length: {}\r\n\r\n", body.size()) : "\r\n";
    request += body;
    BIO_write(stream.get(), request.data(), static_cast<int>(request.size()));

    std::string text;
    std::array<char, 4096> part{};
    auto end = std::string::npos;
    auto const is_feed = [&] { return text.starts_with("HTTP/1.1 101"); };
    for (;;) {
        end = text.find("\r\n\r\n");
        if (end != std::string::npos && is_feed() && text.size() >= end + 6) {
            break;
        }
        auto const count = BIO_read(stream.get(), part.data(), static_cast<int>(part.size()));
        if (count <= 0) {
            break;
        }
        text.append(part.data(), static_cast<std::size_t>(count));
    }
    if (end == std::string::npos) {
        return {};
    }
    return {std::stoi(text.substr(text.find(' ') + 1, 3)), text.substr(0, end),
            text.substr(end + 4)};
}

std::string Behind::logged() const {
    std::string all;
    for (auto const& file : fs::directory_iterator{prefix_}) {
        if (file.path().extension() == ".log") {
            all += text_of(file.path());
        }
    }
    return all;
}

}  // namespace larm::e2e
