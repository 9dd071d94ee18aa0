#include <fmt/format.h>

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>

#include "simulators/gateways/commands.hpp"
#include "simulators/gateways/webhook_receiver.hpp"

namespace larm::gateways {
namespace {

struct WebhookFlags {
    std::uint16_t port = 0;
    std::string key_file;
    int slow_ms = 0;
    WebhookFaults faults;
};

/// The file's hexadecimal digits as bytes, which is what signs.
std::string key_of(std::string const& file) {
    std::ifstream input{file};
    std::string digits;
    input >> digits;
    std::string key;
    for (std::size_t at = 0; at + 1 < digits.size(); at += 2) {
        unsigned char byte = 0;
        auto const* const from = digits.data() + at;
        auto const [end, error] = std::from_chars(from, from + 2, byte, 16);
        if (error != std::errc{} || end != from + 2) {
            throw std::runtime_error{file + " is no key of hexadecimal digits"};
        }
        key += static_cast<char>(byte);
    }
    return key;
}

void run(WebhookFlags const& options) {
    WebhookReceiver receiver{
        key_of(options.key_file), {}, options.port, [](ShownWebhook const& shown) {
            fmt::print("{} {} {} {}\n", shown.kind, shown.recipient, shown.delivery_id,
                       shown.title_sv);
            std::fflush(stdout);
        }};
    auto faults = options.faults;
    faults.slow = std::chrono::milliseconds{options.slow_ms};
    receiver.behave(faults);
    fmt::print("webhooks at {}\n", receiver.url());
    std::fflush(stdout);
    run_until_told();
    for (auto const& why : receiver.refused()) {
        fmt::print("refused: {}\n", why);
    }
}

}  // namespace

void add_webhook(CLI::App& app) {
    auto* const command = app.add_subcommand("webhook", "a receiver of signed webhooks");
    auto const options = std::make_shared<WebhookFlags>();
    auto& faults = options->faults;
    command->add_option("--port", options->port, "0: the system's choice");
    command->add_option("--key-file", options->key_file, "the daemon's key of webhooks")
        ->required()
        ->check(CLI::ExistingFile);
    command->add_option("--slow", options->slow_ms, "milliseconds before each answer");
    command->add_option("--flaky", faults.flaky, "every so manieth call is answered 503");
    command->add_option("--retry-after", faults.retry_after, "what a flaky answer says");
    command->add_flag("--hang", faults.hangs, "never answers");
    command->add_flag("--dead", faults.dead, "closes every connection");
    command->add_flag("--duplicate", faults.duplicate, "shows a message, and lets it come again");
    command->add_flag("--lie", faults.lies, "says received, and shows nothing");
    command->add_flag("--silent", faults.is_silent, "says 200 and no more");
    command->callback([options] { run(*options); });
}

}  // namespace larm::gateways
