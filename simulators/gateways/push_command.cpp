// The push service and one browser by hand: says where it is, gives the browser's subscription, and
// shows what the browser would.
#include <fmt/format.h>

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <cstdio>
#include <fstream>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>

#include "simulators/gateways/commands.hpp"
#include "simulators/gateways/push_service.hpp"
#include "simulators/gateways/push_service_browser.hpp"
#include "simulators/gateways/web.hpp"

namespace larm::gateways {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::milliseconds push_looks_every{200};

struct PushFlags {
    std::uint16_t port = 0;
    std::string key;
    std::string file;
    int slow_ms = 0;
    bool is_gone = false;
    bool answers = false;
    int number = 0;
    PushMood mood;
};

asio::awaitable<void> post(std::string url, std::string form) {
    auto const answer = co_await call("POST", std::move(url), std::move(form));
    show(answer ? fmt::format("answered; the page says {}", answer->result_int())
                : std::string{"nobody was there to take the answer; http only"});
}

std::string string_in(boost::json::object const& message, std::string_view name) {
    auto const* const value = message.if_contains(name);
    return value != nullptr && value->is_string() ? std::string{value->as_string()} : "";
}

/// What the notification's button does: posts to the link in it.
void press(std::string const& text, int number) {
    boost::system::error_code error;
    auto const value = boost::json::parse(text, error);
    auto const* const message = error ? nullptr : value.if_object();
    auto const link = message == nullptr ? std::string{} : string_in(*message, "answerUrl");
    if (link.empty()) {
        return show("nothing to answer");
    }
    auto const* const asks = message->if_contains("asksForNumber");
    auto const asks_for_number = asks != nullptr && asks->is_bool() && asks->as_bool();
    Fields form{{"act", asks_for_number ? "accept" : "ack"}, {"form", string_in(*message, "id")}};
    if (asks_for_number) {
        form["count"] = std::to_string(number);
    }
    asio::io_context io;
    asio::co_spawn(io, post(link, form_of(form)), asio::detached);
    io.run();
}

/// Until it is told to stop: what the browser shows, and what the service has refused and why.
void follow(std::stop_token const& stop, PushFlags const& options, PushService const& service,
            PushBrowser& browser) {
    std::size_t refused = 0;
    auto unreadable = 0;
    while (!stop.stop_requested()) {
        if (auto const text = browser.next(push_looks_every)) {
            show(*text);
            if (options.answers) {
                press(*text, options.number);
            }
        }
        for (auto const all = service.refused(); refused < all.size(); ++refused) {
            show("refused: " + all[refused]);
        }
        if (browser.unreadable() > unreadable) {
            unreadable = browser.unreadable();
            show("a message came that this browser cannot decrypt");
        }
    }
}

void run(PushFlags const& options) {
    PushService service{options.port};
    auto mood = options.mood;
    mood.answers_after = std::chrono::milliseconds{options.slow_ms};
    service.behave(mood);
    PushBrowser browser{service.origin(), options.key};
    if (options.is_gone) {
        service.forget(browser.endpoint());
    }
    show("push service at " + service.origin());
    if (options.file.empty()) {
        show(browser.subscription());
    } else {
        std::ofstream{options.file} << browser.subscription() << '\n';
        show("subscription in " + options.file);
    }
    std::jthread const follower{
        [&](std::stop_token const& stop) { follow(stop, options, service, browser); }};
    run_until_told();
}

}  // namespace

void add_push(CLI::App& app) {
    auto* const command = app.add_subcommand("push", "a push service, and a browser behind it");
    auto const options = std::make_shared<PushFlags>();
    auto& mood = options->mood;
    command->add_option("--port", options->port, "0: the system's choice");
    command->add_option("--key", options->key,
                        "takes messages of this sender only: `larm contacts push-key`");
    command->add_option("--file", options->file,
                        "where to write the browser's subscription; else it is shown");
    command->add_option("--slow", options->slow_ms, "milliseconds before each answer");
    command->add_option("--flaky", mood.fails_every, "every so manieth push is answered 503");
    command->add_option("--says", mood.says, "answers every push with this status, e.g. 429");
    command->add_option("--retry-after", mood.retry_after_s, "seconds, beside what is no success");
    command->add_option("--max-bytes", mood.body_bytes_max, "413 to what is longer");
    command->add_flag("--dead", mood.is_dead, "takes pushes and never answers");
    command->add_flag("--gone", options->is_gone, "the browser is gone: 410 to every push");
    command->add_flag("--duplicate", mood.doubles, "every message comes twice; it is shown once");
    command->add_flag("--lie", mood.lies, "says 201, and no browser gets it");
    auto* const answer = command->add_option(
        "--answer", options->number, "the button is pressed, with this number where one is asked");
    command->callback([options, answer] {
        options->answers = answer->count() > 0;
        run(*options);
    });
}

}  // namespace larm::gateways
