#include "tests/e2e/night/night.hpp"

#include <fmt/format.h>
#include <google/protobuf/text_format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>
#include <fstream>
#include <future>
#include <iterator>
#include <regex>
#include <thread>

#include "engine/delivery/channels/http_client.hpp"
#include "tests/support/catch.hpp"

namespace larm::e2e {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr char const* webhook_key_hex =
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

std::string webhook_key() {
    std::string key;
    for (int byte = 0; byte < 32; ++byte) {
        key += static_cast<char>(byte);
    }
    return key;
}

/// The public address must be known before the daemon listens.
int free_port() {
    auto const socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    REQUIRE(::bind(socket, reinterpret_cast<sockaddr const*>(&address), size) == 0);
    REQUIRE(::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    ::close(socket);
    return ntohs(address.sin_port);
}

std::string read_file(fs::path const& file) {
    std::ifstream input{file};
    return {std::istreambuf_iterator<char>{input}, {}};
}

void write_secret(fs::path const& file, std::string const& text) {
    std::ofstream{file} << text << '\n';
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
}

v1::Role role_called(std::string const& name) {
    std::map<std::string, v1::Role> const roles{{"tib", v1::ROLE_TIB},
                                                {"deputy", v1::ROLE_DEPUTY},
                                                {"blood", v1::ROLE_BLOOD},
                                                {"admin", v1::ROLE_ADMIN}};
    return roles.at(name);
}

}  // namespace

Night::Night(NightOptions options)
    : webhooks{webhook_key()},
      outside_{[this](gateways::HttpAsked const& asked) {
          std::scoped_lock const lock{outside_mutex_};
          if (asked.method == "POST") {
              cap_messages_.push_back(asked.body);
          } else {
              ++signs_of_life_;
          }
          return gateways::HttpSaid{};
      }},
      options_{std::move(options)},
      port_{free_port()} {
    fs::create_directories(data());
    write_rules();
    write_config();
    elks.tell_texts_to(public_url() + "/hook/e2e0secret0of0the0night/sms/incoming");
}

Night::~Night() = default;

std::string Night::public_url() const {
    return fmt::format("http://127.0.0.1:{}", port_);
}

void Night::write_rules() {
    test::write_fast_rules(rules(), options_.times_as_fast);
    for (auto const& entry : fs::directory_iterator{rules()}) {
        auto text = read_file(entry.path());
        auto const name = entry.path().filename().string();
        if (options_.change_rules) {
            std::ofstream{entry.path()} << options_.change_rules(name, std::move(text));
        }
    }
    auto const file = rules() / "contacts.textproto";
    REQUIRE(google::protobuf::TextFormat::ParseFromString(read_file(file), &contacts_));
    if (options_.change_contacts) {
        options_.change_contacts(contacts_);
    }
    std::string text;
    REQUIRE(google::protobuf::TextFormat::PrintToString(contacts_, &text));
    std::ofstream{file} << text;
}

void Night::write_config() {
    auto const secrets = directory_.path() / "secrets";
    fs::create_directories(secrets);
    write_secret(secrets / "elks", "user:password");
    write_secret(secrets / "callback", "e2e0secret0of0the0night");
    write_secret(secrets / "webhook", webhook_key_hex);
    std::ofstream{directory_.path() / "larmd.textproto"} << fmt::format(
        R"(public_side {{ url: "{0}" }}
delivery {{
  web_push {{ subject: "mailto:larm@example.org" further_services: "{1}" }}
  sms_and_voice {{
    url: "{2}" credentials_file: "{3}/elks" callback_secret_file: "{3}/callback"
    sms_from: "+46701740699" voice_from: "+46701740699"
  }}
  rakel {{ device: "{4}" }}
  email {{ url: "{5}" from: "larm@example.org" }}
  webhook {{ key_file: "{3}/webhook" }}
  operator_list: true
  cap {{ sender: "larm@uppsala.example.org" push_urls: "{6}" }}
  heartbeat {{ url: "{7}" every_s: 1 }}
}}
)",
        public_url(), push.origin(), elks.url(), secrets.string(), rakel.device(), smtp.url(),
        outside_.url("/cap"), outside_.url("/alive"));
}

void Night::start() {
    clients_.clear();
    std::vector<std::string> more{"--listen", fmt::format("127.0.0.1:{}", port_), "--config",
                                  (directory_.path() / "larmd.textproto").string()};
    more.insert(more.end(), options_.more.begin(), options_.more.end());
    daemon_ = std::make_unique<test::Daemon>(rules(), data(), more);
}

void Night::kill() {
    daemon_->kill();
    daemon_.reset();
}

int Night::stop() {
    auto const code = daemon_->stop();
    daemon_.reset();
    return code;
}

test::Client& Night::client(std::string const& who) {
    auto& token = tokens_[who];
    if (token.empty()) {
        auto const at = who.find('@');
        token = test::mint_token(data(), role_called(who.substr(0, at)),
                                 at == std::string::npos ? "" : who.substr(at + 1));
    }
    auto& made = clients_[who];
    if (!made) {
        made = std::make_unique<test::Client>(static_cast<std::uint16_t>(port_), token);
    }
    return *made;
}

test::Answer Night::call(std::string const& who, std::string const& method,
                         std::string const& body) {
    return client(who).call(method, body);
}

json::object Night::must(std::string const& who, std::string const& method,
                         std::string const& body) {
    auto const answer = call(who, method, body);
    CAPTURE(who, method, body, answer.body);
    REQUIRE(answer.status == 200);
    return json::parse(answer.body).as_object();
}

std::string Night::confirm() {
    auto const reply = must("tib@uppsala", "IncidentService/ConfirmIncident",
                            fmt::format(R"({{"commandId":"{}","regionId":"uppsala",
        "level":"READINESS_LEVEL_KATASTROF","massCasualty":true,
        "report":{{"exactLocation":"E4 vid Uppsala norra","type":"Bussolycka",
                  "casualties":{{"severe":12,"minor":30}}}}}})",
                                        new_id()));
    return json::value_to<std::string>(reply.at("incidentId"));
}

json::object Night::incident(std::string const& id) {
    return must("tib@uppsala", "IncidentService/GetIncident",
                fmt::format(R"({{"incidentId":"{}"}})", id))
        .at("incident")
        .as_object();
}

json::object Night::party(std::string const& id, std::string const& party,
                          std::string const& step) {
    auto const view = incident(id);
    auto const* const parties = view.if_contains("parties");
    if (parties == nullptr) {
        return {};
    }
    for (auto const& each : parties->as_array()) {
        if (each.at("party").as_string() == party && each.at("step").as_string() == step) {
            return each.as_object();
        }
    }
    return {};
}

gateways::PushBrowser& Night::subscribe(std::string const& officer) {
    auto const key = must("admin", "ContactService/GetVapidKey", "{}").at("key");
    auto& browser = browsers_[officer];
    browser =
        std::make_unique<gateways::PushBrowser>(push.origin(), json::value_to<std::string>(key));
    json::object request;
    request["commandId"] = new_id();
    request["officerId"] = officer;
    request["deviceName"] = "telefon";
    request["subscription"] = browser->subscription();
    must("admin", "ContactService/SubscribePush", json::serialize(request));
    return *browser;
}

test::Answer Night::get(std::string const& path) {
    return client("admin").get(path);
}

test::Answer Night::post_form(std::string const& url, std::string const& form) {
    delivery::HttpClient http;
    std::promise<delivery::HttpResult> done;
    http.call({.method = "POST",
               .url = url,
               .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                           {"Accept", "application/json"},
                           {"Origin", public_url()}},
               .body = form},
              [&](delivery::HttpResult result) { done.set_value(std::move(result)); });
    auto const result = done.get_future().get();
    return {static_cast<int>(result.status), result.body};
}

void Night::wait_until(std::string const& what, std::function<bool()> const& is_true,
                       std::chrono::seconds patience) {
    auto const until = std::chrono::steady_clock::now() + patience;
    while (!is_true()) {
        if (std::chrono::steady_clock::now() > until) {
            FAIL("in vain: " << what << "; " << as_it_stands());
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{20});  // other processes work
    }
}

std::vector<std::string> Night::cap_messages() const {
    std::scoped_lock const lock{outside_mutex_};
    return cap_messages_;
}

int Night::signs_of_life() const {
    std::scoped_lock const lock{outside_mutex_};
    return signs_of_life_;
}

std::string Night::as_it_stands() {
    auto const reply = call("tib@uppsala", "IncidentService/ListIncidents", "{}");
    auto const incidents = json::parse(reply.body).as_object();
    std::string text;
    if (auto const* const list = incidents.if_contains("incidents")) {
        for (auto const& each : list->as_array()) {
            auto const id = json::value_to<std::string>(each.at("incidentId"));
            text += call("tib@uppsala", "IncidentService/GetIncident",
                         fmt::format(R"({{"incidentId":"{}"}})", id))
                        .body;
        }
    }
    return text;
}

std::string Night::address(std::string const& officer, v1::Channel channel) const {
    for (auto const& each : contacts_.officers()) {
        for (auto const& address : each.addresses()) {
            if (each.id() == officer && address.channel() == channel) {
                return address.value();
            }
        }
    }
    FAIL("no such address of " << officer);
    return {};
}

std::string Night::number(std::string const& officer) const {
    return address(officer, v1::CHANNEL_SMS);
}

std::string Night::radio(std::string const& officer) const {
    return address(officer, v1::CHANNEL_RAKEL);
}

std::string new_id() {
    static int number = 0;
    return fmt::format("0193f000-0000-7000-8000-{:012}", ++number);
}

std::string link_in(std::string const& text) {
    std::smatch match;
    return std::regex_search(text, match, std::regex{R"(http://[^\s"]+/a/[\w-]+)"}) ? match[0].str()
                                                                                    : std::string{};
}

std::string code_in(std::string const& text) {
    std::smatch match;
    return std::regex_search(text, match, std::regex{R"((?:SVAR |Svara: |: )(\d{6})\b)"})
               ? match[1].str()
               : std::string{};
}

std::string readable(std::string const& mail) {
    auto const joined = std::regex_replace(mail, std::regex{"=\r\n"}, "");
    std::string text;
    for (std::size_t at = 0; at < joined.size(); ++at) {
        if (joined[at] == '=' && at + 2 < joined.size() && std::isxdigit(joined[at + 1]) != 0) {
            text += static_cast<char>(std::stoi(joined.substr(at + 1, 2), nullptr, 16));
            at += 2;
        } else {
            text += joined[at];
        }
    }
    return text;
}

}  // namespace larm::e2e
