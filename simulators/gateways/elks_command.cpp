// The provider of SMS and calls by hand: says where it is, shows every text and call, and plays the
// people who have the telephones.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/Config.hpp>
#include <CLI/Error.hpp>
#include <CLI/Formatter.hpp>
#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "simulators/gateways/commands.hpp"
#include "simulators/gateways/elks.hpp"

namespace larm::gateways {
namespace {

constexpr std::chrono::milliseconds looks_every{200};
constexpr auto everybody = "*";

struct ElksFlags {
    std::uint16_t port = 0;
    std::string credentials;
    std::string callback;
    std::string secret_file;
    std::vector<std::string> off;
    std::vector<std::string> busy;
    std::vector<std::string> voicemail;
    std::vector<std::string> texts;
    std::vector<std::string> presses;
    int slow_ms = 0;
    int rings_ms = 0;
    ElksTrouble trouble;
};

/// The first line of a file, as the daemon has its secrets.
std::string line_of(std::string const& file) {
    std::ifstream input{file};
    std::string line;
    std::getline(input, line);
    return line;
}

/// "NUMBER=WHAT", or "WHAT" for everybody who is not named.
std::pair<std::string, std::string> person(std::string const& text) {
    auto const at = text.find('=');
    auto const has_number = at != std::string::npos && text.starts_with('+');
    return has_number ? std::pair{text.substr(0, at), text.substr(at + 1)}
                      : std::pair{std::string{everybody}, text};
}

std::map<std::string, Phone> phones_of(ElksFlags const& options) {
    std::map<std::string, Phone> phones{{everybody, {}}};
    for (auto const& number : options.off) {
        phones[number].is_off = true;
    }
    for (auto const& number : options.busy) {
        phones[number].is_busy = true;
    }
    for (auto const& number : options.voicemail) {
        phones[number].has_voicemail = true;
    }
    for (auto const& each : options.texts) {
        auto const [number, text] = person(each);
        phones[number].texts_back = text;
    }
    for (auto const& each : options.presses) {
        auto const [number, menus] = person(each);
        std::istringstream keys{menus};
        for (std::string menu; std::getline(keys, menu, ',');) {
            phones[number].keys.push_back(menu);
        }
    }
    for (auto& [number, phone] : phones) {
        phone.answers_after = std::chrono::milliseconds{options.rings_ms};
    }
    return phones;
}

/// What has been shown of texts, answers and calls.
struct Shown {
    std::size_t texts = 0;
    std::size_t answers = 0;
    std::size_t calls = 0;
    std::set<std::string> ended;
};

void show_news(ElksProvider const& provider, Shown& shown) {
    for (auto const all = provider.texts(); shown.texts < all.size(); ++shown.texts) {
        auto const& text = all[shown.texts];
        show(fmt::format("SMS to {} from {}: {}", text.to, text.from, text.message));
    }
    for (auto const all = provider.answers(); shown.answers < all.size(); ++shown.answers) {
        auto const& answer = all[shown.answers];
        show(fmt::format("SMS to {} in answer to what was texted back: {}", answer.to,
                         answer.message.empty() ? "(nothing)" : answer.message));
    }
    auto const calls = provider.calls();
    for (; shown.calls < calls.size(); ++shown.calls) {
        show(fmt::format("call to {}", calls[shown.calls].to));
    }
    for (auto const& call : calls) {
        if (call.state != "ongoing" && shown.ended.insert(call.id).second) {
            show(fmt::format("call to {} ended: {}; pressed: {}", call.to, call.state,
                             fmt::join(call.results, ", ")));
        }
    }
}

void follow(std::stop_token const& stop, ElksProvider& provider) {
    Shown shown;
    while (!stop.stop_requested()) {
        show_news(provider, shown);
        // Nothing in particular is waited for: a look now and then is enough for a person.
        static_cast<void>(provider.wait_until(
            [&](ElksProvider const&) { return stop.stop_requested(); }, looks_every));
    }
}

void run(ElksFlags const& options) {
    auto const credentials = line_of(options.credentials);
    auto const colon = credentials.find(':');
    if (colon == std::string::npos) {
        throw CLI::ValidationError{"--credentials", "the file has no line \"user:password\""};
    }
    ElksProvider provider{credentials.substr(0, colon), credentials.substr(colon + 1),
                          options.port};
    auto trouble = options.trouble;
    trouble.answers_after = std::chrono::milliseconds{options.slow_ms};
    provider.trouble(std::move(trouble));
    for (auto const& [number, phone] : phones_of(options)) {
        provider.phone(number, phone);
    }
    if (!options.callback.empty()) {
        auto const secret =
            options.secret_file.empty() ? std::string{} : "/hook/" + line_of(options.secret_file);
        provider.tell_texts_to(options.callback + secret + "/sms/incoming");
    }
    show("SMS and calls at " + provider.url());
    std::jthread const follower{[&](std::stop_token const& stop) { follow(stop, provider); }};
    run_until_told();
}

void add_people(CLI::App& command, ElksFlags& options) {
    command.add_option("--off", options.off, "numbers whose telephones are off");
    command.add_option("--busy", options.busy, "numbers that are busy");
    command.add_option("--voicemail", options.voicemail, "numbers with a voicemail that answers");
    auto* const texts = command.add_option(
        "--texts", options.texts,
        "what people text back, {code} being the alarm's: \"+4670...={code} 5\", "
        "without a number everybody");
    command.add_option("--presses", options.presses,
                       "what people press, menu by menu: \"+4670...=1,5#\", without a number "
                       "everybody");
    texts->needs("--callback");
    command.add_option("--rings", options.rings_ms, "milliseconds before somebody answers a call");
}

}  // namespace

void add_elks(CLI::App& app) {
    auto* const command = app.add_subcommand("elks", "a provider of SMS and calls, as 46elks");
    auto const options = std::make_shared<ElksFlags>();
    auto& trouble = options->trouble;
    command->add_option("--port", options->port, "0: the system's choice");
    command->add_option("--credentials", options->credentials, "the daemon's file, user:password")
        ->required()
        ->check(CLI::ExistingFile);
    command->add_option("--callback", options->callback,
                        "the daemon's url, for what people text: http://127.0.0.1:8080");
    command
        ->add_option("--secret-file", options->secret_file,
                     "the daemon's file with the secret part of the callbacks' path")
        ->check(CLI::ExistingFile);
    add_people(*command, *options);
    command->add_option("--slow", options->slow_ms, "milliseconds before each answer");
    command->add_option("--flaky", trouble.fails_every, "every so manieth request fails; 1: all");
    command->add_option("--fails-with", trouble.fails_with, "how those fail: 500, or 429");
    command->add_flag("--dead", trouble.hangs, "takes requests and answers none");
    command->add_flag("--fails-messages", trouble.fails_messages, "accepts texts as failed");
    command->add_flag("--duplicate", trouble.reports_twice, "every callback comes twice");
    command->add_flag("--lie", trouble.lies, "says delivered of texts that nobody got");
    command->callback([options] { run(*options); });
}

}  // namespace larm::gateways
