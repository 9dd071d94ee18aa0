#include "engine/server/doors/cap_feed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "engine/core/authority.hpp"
#include "engine/core/party.hpp"
#include "engine/delivery/channels/cap_text.hpp"
#include "engine/delivery/said.hpp"
#include "engine/server/rpc.hpp"

namespace larm::server {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr std::chrono::milliseconds answer_max{10'000};
constexpr std::size_t entries_max = 100;
constexpr std::string_view feed_path = "/cap/feed.atom";
constexpr std::string_view ack_path = "/cap/ack";

CallError out_of_time() {
    return {ConnectCode::deadline_exceeded, "no answer in time", "", 0};
}

CallError not_found() {
    return {ConnectCode::not_found, "there is no such message", "", 0};
}

CallError wrong_method(std::string_view right) {
    return {ConnectCode::unimplemented, fmt::format("use {}", right), "", 405};
}

Response refused(CallError const& error, std::string_view allow = {}) {
    auto response = error_response(error);
    if (!allow.empty()) {
        response.headers = {fmt::format("Allow: {}", allow)};
    }
    return response;
}

/// Atom (RFC 4287). Addresses are relative: whoever reads it knows where it came from.
std::string atom(std::vector<delivery::CapMessage> const& messages, std::string_view sender) {
    auto const updated = messages.empty() ? core::Instant{} : messages.front().at;
    auto xml = fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<id>urn:larmkedja:cap:{0}</id>\n"
        "<title>Larmkedja, CAP 1.2</title>\n<updated>{1}</updated>\n"
        "<author><name>{0}</name></author>\n<link rel=\"self\" href=\"{2}\"/>\n",
        delivery::xml_text(sender), delivery::cap_time(updated), feed_path);
    for (auto const& message : messages) {
        xml += fmt::format(
            "<entry>\n<id>urn:larmkedja:cap:{0}:{1}</id>\n<title>{2}</title>\n"
            "<updated>{3}</updated>\n<category term=\"{4}\"/>\n"
            "<link type=\"application/cap+xml\" href=\"/cap/{1}.xml\"/>\n"
            "<summary>{2}</summary>\n</entry>\n",
            delivery::xml_text(sender), message.identifier, delivery::xml_text(message.headline),
            message.sent, message.msg_type);
    }
    return xml + "</feed>\n";
}

/// On the engine thread.
std::vector<delivery::CapMessage> latest_messages(core::State const& state,
                                                  delivery::CapSettings const& settings) {
    std::vector<delivery::CapMessage> messages;
    auto const& incidents = state.incidents();
    for (auto each = incidents.rbegin(); each != incidents.rend(); ++each) {
        if (!each->turns.empty() && messages.size() < entries_max) {
            messages.push_back(delivery::cap_message(*each, each->turns.size(), settings));
        }
    }
    std::ranges::stable_sort(messages, std::ranges::greater{}, &delivery::CapMessage::at);
    return messages;
}

/// On the engine thread.
std::expected<delivery::CapMessage, CallError> find_message(core::State const& state,
                                                            std::string_view identifier,
                                                            delivery::CapSettings const& settings) {
    auto const name = delivery::cap_name(identifier);
    auto const* const incident = name ? state.incident(name->incident_id) : nullptr;
    if (incident == nullptr || name->number > incident->turns.size()) {
        return std::unexpected{not_found()};
    }
    if (name->number < incident->turns.size()) {
        return std::unexpected{CallError{
            ConnectCode::not_found,
            fmt::format("replaced by {}.{}", incident->id, incident->turns.size()), "", 410}};
    }
    return delivery::cap_message(*incident, name->number, settings);
}

/// The incident that the Ack's references name; the last of them counts. On the engine thread.
core::Incident const* acknowledged(core::State const& state, delivery::CapAck const& ack,
                                   std::string_view sender) {
    core::Incident const* found = nullptr;
    for (auto const& reference : ack.references) {
        auto const name = delivery::cap_name(reference.identifier);
        auto const* const incident = name ? state.incident(name->incident_id) : nullptr;
        if (incident != nullptr && name->number <= incident->turns.size() &&
            delivery::cap_reference(*incident, name->number, sender) ==
                fmt::format("{},{},{}", reference.sender, reference.identifier, reference.sent)) {
            found = incident;
        }
    }
    return found;
}

/// The command it amounts to, in the name of the token's party. On the engine thread.
std::expected<v1::Command, CallError> command_for(core::State const& state,
                                                  delivery::CapAck const& ack,
                                                  access::Grant const& grant,
                                                  std::string_view sender) {
    auto const* const incident = acknowledged(state, ack, sender);
    if (incident == nullptr) {
        return std::unexpected{
            CallError{ConnectCode::not_found, "references name no message of ours", "", 0}};
    }
    delivery::Speaker const speaker{
        .officer_id = grant.token_id,
        .party = core::make_party(grant.role, grant.organisation),
        .via = v1::VIA_API,
        .said_id = fmt::format("cap ack {} {}", ack.sender, ack.identifier)};
    auto command = delivery::command_of(state, incident->id, speaker, {});
    if (!command) {
        return std::unexpected{CallError{ConnectCode::failed_precondition, command.error(), "", 0}};
    }
    auto* const actor = command->mutable_actor();
    actor->set_role(grant.role);
    actor->set_organisation(grant.organisation);
    actor->set_token_id(grant.token_id);
    command->set_fingerprint(
        fingerprint(grant.token_id, "cap/ack", command->acknowledge().SerializeAsString()));
    return std::move(*command);
}

}  // namespace

CapFeed::CapFeed(asio::io_context& io, world::LiveWorld& world, Authenticator& authenticator,
                 delivery::CapSettings settings)
    : world_{world},
      authenticator_{authenticator},
      settings_{std::move(settings)},
      feeds_{io},
      found_{io},
      asked_{io},
      replies_{io} {}

void CapFeed::abandon() {
    feeds_.give_up();
    found_.give_up();
    asked_.give_up();
    replies_.give_up();
}

asio::awaitable<Response> CapFeed::answer(HttpRequest const& request, std::string_view client) {
    auto const path = Target::of(request).path;
    CallSite const site{"cap", client};
    auto const grant = co_await authenticator_.authenticate(request, site);
    if (!grant) {
        co_return refused(grant.error());
    }
    auto const reads = request.method() == http::verb::get || request.method() == http::verb::head;
    if (path == ack_path) {
        if (request.method() != http::verb::post) {
            co_return refused(wrong_method("POST"), "POST");
        }
        co_return co_await acknowledge(request, *grant, site);
    }
    if (!reads) {
        co_return refused(wrong_method("GET"), "GET, HEAD");
    }
    if (path == feed_path) {
        co_return co_await feed();
    }
    constexpr std::string_view ending = ".xml";
    auto const name = path.substr(prefix().size());
    if (!name.ends_with(ending)) {
        co_return refused(not_found());
    }
    std::string identifier{name.substr(0, name.size() - ending.size())};
    co_return co_await message(std::move(identifier));
}

asio::awaitable<Response> CapFeed::feed() {
    Answers<Messages>::Asker asker{feeds_};
    auto reader = [this, number = asker.number()](core::State const& state, v1::Durability) {
        feeds_.deliver(number, latest_messages(state, settings_));
    };
    world_.read(std::move(reader));
    auto const messages = co_await asker.wait(answer_max);
    if (!messages) {
        co_return refused(out_of_time());
    }
    Response response;
    response.content_type = "application/atom+xml; charset=utf-8";
    response.body = atom(*messages, settings_.sender);
    co_return response;
}

asio::awaitable<Response> CapFeed::message(std::string identifier) {
    Answers<Found>::Asker asker{found_};
    auto reader = [this, number = asker.number(), identifier](core::State const& state,
                                                              v1::Durability) {
        found_.deliver(number, find_message(state, identifier, settings_));
    };
    world_.read(std::move(reader));
    auto const found = co_await asker.wait(answer_max);
    if (!found) {
        co_return refused(out_of_time());
    }
    if (!*found) {
        co_return refused(found->error());
    }
    Response response;
    response.content_type = "application/cap+xml; charset=utf-8";
    response.body = (*found)->xml;
    co_return response;
}

asio::awaitable<Response> CapFeed::acknowledge(HttpRequest const& request,
                                               access::Grant const& grant, CallSite site) {
    if (!core::role_may_call("larm.v1.AlarmService", "Acknowledge", grant.role)) {
        authenticator_.audit(grant, site, ConnectCode::permission_denied);
        CallError const error{ConnectCode::permission_denied,
                              "the role of this token acknowledges nothing", "", 0};
        co_return refused(error);
    }
    auto const ack = delivery::read_cap_ack(request.body());
    if (!ack) {
        co_return refused({ConnectCode::invalid_argument, ack.error(), "", 0});
    }
    if (ack->status != "Actual") {
        co_return refused(
            {ConnectCode::invalid_argument, "only status Actual acknowledges a live alarm", "", 0});
    }
    Answers<Asked>::Asker asker{asked_};
    auto reader = [this, number = asker.number(), ack = *ack, grant](core::State const& state,
                                                                     v1::Durability) {
        asked_.deliver(number, command_for(state, ack, grant, settings_.sender));
    };
    world_.read(std::move(reader));
    auto asked = co_await asker.wait(answer_max);
    if (!asked) {
        co_return refused(out_of_time());
    }
    if (!*asked) {
        co_return refused(asked->error());
    }
    Answers<world::Reply>::Asker replier{replies_};
    auto reply_to = [this, number = replier.number()](world::Reply reply) {
        replies_.deliver(number, std::move(reply));
    };
    world_.submit(std::move(**asked), std::move(reply_to));
    auto reply = co_await replier.wait(answer_max);
    if (!reply) {
        co_return refused(out_of_time());
    }
    if (!*reply) {
        auto const error = call_error(std::move(reply->error()));
        if (error.code == ConnectCode::permission_denied) {
            authenticator_.audit(grant, site, error.code);
        }
        co_return refused(error);
    }
    Response response;
    response.content_type = "application/json";
    response.body = fmt::format(R"({{"incidentId":"{}","seq":"{}","durability":"{}"}})",
                                (*reply)->incident_id(), (*reply)->seq(),
                                v1::Durability_Name((*reply)->durability()));
    co_return response;
}

}  // namespace larm::server
