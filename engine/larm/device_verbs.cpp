// larm contacts devices, subscribe, unsubscribe and push-key: the browsers that alarms reach as
// notifications. Usually the browser itself subscribes; by hand it is for trying and for helping.
#include <optional>
#include <string>

#include "engine/larm/contact_verb.hpp"
#include "engine/larm/people_text.hpp"
#include "engine/larm/text_file.hpp"
#include "engine/larm/uuid.hpp"

namespace larm::cli {
namespace {

/// A browser's subscription as a file has it; nothing, and that has been said, where it cannot be
/// read.
std::optional<std::string> subscription_in(std::string const& file) {
    auto text = read_text(file);
    if (text) {
        std::erase(*text, '\r');
    }
    return text;
}

class DevicesVerb final : public ContactVerb {
public:
    explicit DevicesVerb(CLI::App& flags) : ContactVerb{flags, "ListDevices"} {
        flags.add_option("--officer", officer_, "Only this officer's; else all of your own");
    }

    ExitCode run() override {
        v1::ListDevices request;
        request.set_officer_id(officer_);
        return ask<v1::ListDevicesReply>(request, {}, devices_text);
    }

private:
    std::string officer_;
};

class SubscribeVerb final : public ContactVerb {
public:
    explicit SubscribeVerb(CLI::App& flags) : ContactVerb{flags, "SubscribePush"} {
        flags.add_option("--officer", officer_, "Whom the device belongs to, by id")->required();
        flags
            .add_option("--name", name_,
                        "What its owner calls it; takes the place of one of that name")
            ->required();
        flags
            .add_option("--file", file_,
                        "The browser's subscription: what PushSubscription.toJSON() gives. A "
                        "secret: keep it from others")
            ->required();
    }

    ExitCode run() override {
        auto const subscription = subscription_in(file_);
        if (!subscription) {
            return ExitCode::bad_input;
        }
        v1::SubscribePush request;
        request.set_command_id(new_uuid());
        request.set_officer_id(officer_);
        request.set_device_name(name_);
        request.set_subscription(*subscription);
        return ask<v1::PushDeviceReply>(request, request.command_id(), device_text);
    }

private:
    std::string officer_;
    std::string name_;
    std::string file_;
};

class UnsubscribeVerb final : public ContactVerb {
public:
    explicit UnsubscribeVerb(CLI::App& flags) : ContactVerb{flags, "UnsubscribePush"} {
        flags.add_option("--officer", officer_, "Whom the device belongs to, by id")->required();
        auto* const name = flags.add_option("--name", name_, "The device, as its owner calls it");
        flags.add_option("--file", file_, "The device, by its subscription")->excludes(name);
    }

    ExitCode run() override {
        if (name_.empty() && file_.empty()) {
            complain("säg vilken enhet: --name eller --file");
            return ExitCode::bad_input;
        }
        v1::UnsubscribePush request;
        request.set_command_id(new_uuid());
        request.set_officer_id(officer_);
        request.set_device_name(name_);
        if (!file_.empty()) {
            auto const subscription = subscription_in(file_);
            if (!subscription) {
                return ExitCode::bad_input;
            }
            request.set_subscription(*subscription);
        }
        return ask<v1::PushDeviceReply>(request, request.command_id(), device_text);
    }

private:
    std::string officer_;
    std::string name_;
    std::string file_;
};

class PushKeyVerb final : public ContactVerb {
public:
    explicit PushKeyVerb(CLI::App& flags) : ContactVerb{flags, "GetVapidKey"} {}

    ExitCode run() override {
        return ask<v1::GetVapidKeyReply>(
            v1::GetVapidKey{}, {},
            [](v1::GetVapidKeyReply const& reply) { return reply.key() + "\n"; });
    }
};

}  // namespace

void add_device_verbs(CommandLine& line, CLI::App& group) {
    line.add<DevicesVerb>(group, "devices", "The devices that get alarms as notifications",
                          "larm contacts devices --officer dalarna-tib-1");
    line.add<SubscribeVerb>(group, "subscribe", "Let alarms reach a browser as notifications",
                            "larm contacts subscribe --officer dalarna-tib-1 --name 'Majas mobil' "
                            "--file subscription.json");
    line.add<UnsubscribeVerb>(
        group, "unsubscribe", "No alarm goes to that device any more",
        "larm contacts unsubscribe --officer dalarna-tib-1 --name 'Majas mobil'");
    line.add<PushKeyVerb>(group, "push-key",
                          "The key that a browser subscribes with (applicationServerKey)",
                          "larm contacts push-key");
}

}  // namespace larm::cli
