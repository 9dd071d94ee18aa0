#include "tests/support/daemon.hpp"

#include <signal.h>

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <fstream>
#include <regex>

#include "engine/access/access_file.hpp"
#include "engine/access/token_store.hpp"

namespace larm::test {
namespace {

namespace fs = std::filesystem;
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

std::string divided(std::smatch const& match, int divisor) {
    auto const seconds = std::stoi(match[2]);
    return match[1].str() + std::to_string(seconds == 0 ? 0 : std::max(1, seconds / divisor));
}

std::string replace_all(std::string const& text, std::regex const& pattern, int divisor) {
    std::string out;
    auto last = text.cbegin();
    for (std::sregex_iterator match{text.begin(), text.end(), pattern}, end; match != end;
         ++match) {
        out.append(last, (*match)[0].first);
        out += divided(*match, divisor);
        last = (*match)[0].second;
    }
    out.append(last, text.cend());
    return out;
}

std::string read_file(fs::path const& path) {
    std::ifstream stream{path};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

std::vector<std::string> daemon_command(fs::path const& rules, fs::path const& data,
                                        std::vector<std::string> const& more) {
    std::vector<std::string> command{LARMD, "--rules", rules.string(), "--data", data.string()};
    if (std::ranges::find(more, "--listen") == more.end()) {
        command.insert(command.end(), {"--listen", "127.0.0.1:0"});
    }
    command.insert(command.end(), more.begin(), more.end());
    return command;
}

}  // namespace

void write_fast_rules(fs::path const& directory, int divisor) {
    fs::create_directories(directory);
    // Those from ten minutes on stay: the pack ties them to other figures.
    std::regex const seconds{R"((after_s: )([1-5]?\d{1,2})\b)"};
    for (auto const& entry :
         fs::directory_iterator{fs::path{LARM_SOURCE_DIR} / "rules/mellansverige"}) {
        if (entry.path().extension() == ".textproto") {
            std::ofstream{directory / entry.path().filename()}
                << replace_all(read_file(entry.path()), seconds, divisor);
        }
    }
}

std::string mint_token(fs::path const& data, v1::Role role, std::string const& organisation) {
    auto file = access::AccessFile::open(data, {});
    must(file.has_value(), "access.db");
    access::TokenStore store{*file};
    access::NewToken wanted;
    wanted.role = role;
    wanted.organisation = organisation;
    auto const now = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now().time_since_epoch());
    auto const token = store.create(wanted, {now.count()});
    must(token.has_value(), "a token");
    return token->secret;
}

struct Client::Connection {
    asio::io_context context;
    beast::tcp_stream stream{context};
    beast::flat_buffer buffer;
};

Client::Client(std::uint16_t port, std::string token) : port_{port}, token_{std::move(token)} {}
Client::~Client() = default;

Answer Client::call(std::string const& method, std::string const& json) {
    return send("POST", "/larm.v1." + method, json);
}

Answer Client::get(std::string const& path) {
    return send("GET", path, {});
}

Answer Client::send(std::string const& verb, std::string const& target, std::string const& body) {
    beast::error_code error;
    if (!connection_) {
        connection_ = std::make_unique<Connection>();
        asio::ip::tcp::endpoint const endpoint{asio::ip::address_v4::loopback(), port_};
        connection_->stream.socket().connect(endpoint, error);
        if (error) {
            connection_.reset();
            return {};
        }
        connection_->stream.socket().set_option(asio::ip::tcp::no_delay{true}, error);
    }
    http::request<http::string_body> request{http::string_to_verb(verb), target, 11};
    request.set(http::field::host, "127.0.0.1:" + std::to_string(port_));
    if (!token_.empty()) {
        request.set(http::field::authorization, "Bearer " + token_);
    }
    if (verb == "POST") {
        request.set(http::field::content_type, "application/json");
        request.body() = body;
    }
    request.prepare_payload();
    http::write(connection_->stream, request, error);
    http::response<http::string_body> response;
    if (!error) {
        http::read(connection_->stream, connection_->buffer, response, error);
    }
    if (error) {
        connection_.reset();
        return {};
    }
    if (!response.keep_alive()) {
        connection_.reset();
    }
    return {static_cast<int>(response.result_int()), response.body()};
}

Daemon::Daemon(fs::path const& rules, fs::path const& data, std::vector<std::string> const& more)
    : Daemon{daemon_command(rules, data, more)} {}

Daemon::Daemon(std::vector<std::string> command)
    : running_{std::move(command), Surroundings::pipe} {
    auto const line = running_.line();
    std::smatch match;
    must(std::regex_match(line, match, std::regex{R"(larmd ready on http://(127\.0\.0\.1:(\d+)))"}),
         "no ready line but \"" + line + "\"");
    address_ = match[1];
    port_ = static_cast<std::uint16_t>(std::stoi(match[2]));
}

int Daemon::stop() {
    running_.signal(SIGTERM);
    return running_.end();
}

std::string json_field(std::string const& json, std::string const& name) {
    std::smatch match;
    std::regex const pattern{"\"" + name + R"re("\s*:\s*"?([^",}]*))re"};
    return std::regex_search(json, match, pattern) ? match[1].str() : std::string{};
}

}  // namespace larm::test
