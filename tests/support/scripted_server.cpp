#include "tests/support/scripted_server.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

namespace larm::test {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

}  // namespace

ScriptedServer::ScriptedServer(std::vector<Scripted> script)
    : script_{std::move(script)},
      acceptor_{io_, asio::ip::tcp::endpoint{asio::ip::address_v4::loopback(), 0}},
      thread_{[this] { serve(); }} {}

ScriptedServer::~ScriptedServer() {
    static_cast<void>(stop());
}

std::string ScriptedServer::url() const {
    return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
}

std::vector<Received> ScriptedServer::stop() {
    if (thread_.joinable()) {
        ::shutdown(acceptor_.native_handle(), SHUT_RDWR);  // wakes the accept
        thread_.join();
    }
    return received_;
}

void ScriptedServer::serve() {
    for (;;) {
        beast::error_code error;
        asio::ip::tcp::socket socket{io_};
        acceptor_.accept(socket, error);
        if (error) {
            return;
        }
        beast::flat_buffer buffer;
        http::request<http::string_body> request;
        http::read(socket, buffer, request, error);
        auto const& next = script_[std::min(received_.size(), script_.size() - 1)];
        auto const lacks = [&](char const* rpc, char const* field) {
            return request.target().ends_with(rpc) && next.status == 200 &&
                   next.body.find(field) == std::string::npos;
        };
        auto const looks_up =
            lacks("/ListEvents", "\"events\"") || lacks("/GetRulePack", "\"pack\"");
        auto const scripted = looks_up ? Scripted{200, "{}"} : next;
        if (!looks_up) {
            received_.push_back({std::string{request.target()},
                                 std::string{request[http::field::authorization]}, request.body()});
        }
        if (scripted.hangs_up) {
            continue;
        }
        http::response<http::string_body> response{http::status::ok, 11};
        response.result(scripted.status);
        response.set(http::field::content_type, "application/json");
        response.body() = scripted.body;
        response.prepare_payload();
        http::write(socket, response, error);
    }
}

}  // namespace larm::test
