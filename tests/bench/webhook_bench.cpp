// From a TiB's confirmation to the first and the last webhook received: the real world with its
// journal, outbox and webhook channel, beside a bare Asio client that posts the same bytes over as
// many connections in the same run.
//   webhook_bench [quick]
// One JSON object a line; `ratio_last` is ours by the bare client's, both from a standing start.
// `ratio_last_durable` counts ours from when the alarm was on disk: the bare client has no disk.
#include <fmt/format.h>
#include <openssl/evp.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "engine/core/check.hpp"
#include "engine/delivery/channels/webhook_channel.hpp"
#include "engine/world/live_outbox.hpp"
#include "engine/world/live_world.hpp"
#include "tests/bench/webhook_peer.hpp"
#include "tests/support/temporary_directory.hpp"

namespace larm::bench {
namespace {

namespace fs = std::filesystem;

struct Nobody final : world::FeedPort {
    void publish(std::shared_ptr<world::PublishedBatch const>) override {}
};

/// Every officer has the receiver, each a path of their own.
class OneReceiver final : public delivery::AddressBook {
public:
    explicit OneReceiver(std::uint16_t port) : base_{fmt::format("http://127.0.0.1:{}/", port)} {}
    [[nodiscard]] std::vector<std::string> addresses(std::string_view officer_id,
                                                     v1::Channel) const override {
        return {base_ + std::string{officer_id}};
    }
    [[nodiscard]] std::vector<std::string> owners(v1::Channel, std::string_view) const override {
        return {};
    }
    [[nodiscard]] std::string name(std::string_view) const override { return {}; }
    void drop(std::string_view, v1::Channel, std::string_view) override {}

private:
    std::string base_;
};

/// A region for each receiver and the declarer's, whose TiB needs no alarm.
v1::RulePack pack_of(int receivers) {
    v1::RulePack pack;
    pack.set_name("bench");
    pack.set_version("1");
    for (int i = 0; i <= receivers; ++i) {
        auto& region = *pack.add_regions();
        region.set_id(fmt::format("r{}", i));
        region.set_name(fmt::format("Region {}", i));
        region.set_short_name(region.name());
        region.set_number(i + 1);
    }
    auto& alarm = *pack.add_steps();
    alarm.set_id("regional_alarm");
    alarm.mutable_start()->set_trigger(v1::TRIGGER_ALARM);
    alarm.mutable_audience()->set_role(v1::ROLE_TIB);
    alarm.mutable_audience()->set_where(v1::WHERE_EVERY_REGION);
    alarm.set_message("alarm");
    alarm.set_expects(v1::EXPECTS_ACKNOWLEDGEMENT);
    alarm.set_required(true);
    alarm.set_repeat_every_s(600);
    auto& notify = *alarm.add_rungs()->add_notify();
    notify.set_who(v1::RECIPIENT_PARTY);
    notify.add_channels(v1::CHANNEL_WEBHOOK);
    auto& message = *pack.add_messages();
    message.set_id("alarm");
    message.mutable_title()->set_sv("Masskadelarm {region}: {level}");
    message.mutable_title()->set_en("Mass casualty alarm {region}: {level}");
    message.mutable_body()->set_sv(
        "{region} har bekräftat {level} kl {time}. Plats: {place}. "
        "Skadeutfall: {casualties}. Kvittera.");
    message.mutable_body()->set_en(
        "{region} confirmed {level} at {time}. Place: {place}. "
        "Casualties: {casualties}. Acknowledge.");
    message.set_short_sv("{region} {level} {incident}. Kvittera");
    return pack;
}

v1::Command activation(v1::RulePack const& pack) {
    v1::Command command;
    auto& activate = *command.mutable_activate_rule_pack();
    activate.set_pack(pack.SerializeAsString());
    std::string hash(32, '\0');
    LARM_CHECK(EVP_Digest(activate.pack().data(), activate.pack().size(),
                          reinterpret_cast<unsigned char*>(hash.data()), nullptr, EVP_sha256(),
                          nullptr) == 1);
    activate.set_hash(hash);
    return command;
}

v1::Command duties(int receivers) {
    v1::Command command;
    for (int i = 0; i <= receivers; ++i) {
        auto& officer = *command.mutable_seed_duty()->add_officers();
        officer.set_party(fmt::format("tib@r{}", i));
        officer.set_officer_id(fmt::format("o{}", i));
        officer.set_on_duty(true);
        officer.add_channels(v1::CHANNEL_WEBHOOK);
    }
    return command;
}

v1::Command confirmation() {
    v1::Command command;
    command.mutable_actor()->set_role(v1::ROLE_TIB);
    command.mutable_actor()->set_organisation("r0");
    command.mutable_actor()->set_token_id("t-bench");
    command.set_fingerprint("12345678");
    command.set_fresh_id("01930000-0000-7000-8000-000000000001");
    auto& request = *command.mutable_confirm_incident();
    request.set_command_id("01930000-0000-7000-8000-000000000002");
    request.set_region_id("r0");
    request.set_level(v1::READINESS_LEVEL_KATASTROF);
    request.set_mass_casualty(true);
    request.mutable_report()->set_exact_location("E18 väster om Arboga");
    request.mutable_report()->mutable_casualties()->set_severe(12);
    return command;
}

struct Times {
    double durable_ms = 0;
    double first_ms = 0;
    double last_ms = 0;
};

double ms_between(Clock::time_point from, Clock::time_point to) {
    return std::chrono::duration<double, std::milli>(to - from).count();
}

using Webhooks = delivery::WebhookChannel<delivery::Live>;

/// A channel as it is in a daemon that has been up for a while: its authorities are read.
std::unique_ptr<Webhooks> settled_channel(Receiver& receiver, delivery::AddressBook const& book) {
    static delivery::RecordTo const nowhere = [](v1::RecordDelivery const&) {};
    auto channel =
        std::make_unique<Webhooks>(delivery::WebhookSettings{.key = std::string(32, 'k')}, book);
    receiver.reset(1);
    delivery::Envelope envelope;
    envelope.officer_id = "nobody";
    channel->send({envelope, {}}, delivery::Report{v1::RecordDelivery{}, nowhere});
    receiver.wait();
    return channel;
}

Times measure_ours(Receiver& receiver, int receivers) {
    larm::test::TemporaryDirectory const directory;
    OneReceiver const book{receiver.port()};
    Nobody nobody;
    delivery::Channels<delivery::Live> channels;
    channels[v1::CHANNEL_WEBHOOK] = settled_channel(receiver, book);
    world::LiveOutbox outbox{std::move(channels)};
    world::LiveWorldOptions options;
    options.log.journal = directory.path() / "live.db";
    options.log.fresh = {"site-bench", "instance-bench", {1}};
    auto opened = world::LiveWorld::open(std::move(options), nobody, outbox);
    LARM_CHECK(opened);
    auto& world = **opened;
    outbox.report_to(world);
    LARM_CHECK(world.submit_and_wait(activation(pack_of(receivers))));
    LARM_CHECK(world.submit_and_wait(duties(receivers)));
    world.begin_delivery();
    receiver.reset(static_cast<std::size_t>(receivers));
    auto const begun = Clock::now();
    LARM_CHECK(world.submit_and_wait(confirmation()));
    auto const durable = Clock::now();
    receiver.wait();
    Times const times{ms_between(begun, durable), ms_between(begun, receiver.first()),
                      ms_between(begun, receiver.last())};
    world.drain();
    outbox.stop(std::chrono::seconds{5});
    return times;
}

Times measure_bare(Receiver& receiver, std::vector<std::string> const& requests) {
    receiver.reset(requests.size());
    auto const begun = Clock::now();
    post_bare(receiver.port(), requests, delivery::HttpClientOptions{}.connections_per_origin);
    receiver.wait();
    return {0, ms_between(begun, receiver.first()), ms_between(begun, receiver.last())};
}

double median(std::vector<Times> const& times, double Times::* what) {
    std::vector<double> values;
    for (auto const& each : times) {
        values.push_back(each.*what);
    }
    std::ranges::sort(values);
    return values[values.size() / 2];
}

void measure(int receivers, int rounds) {
    Receiver receiver;
    std::vector<Times> ours;
    std::vector<Times> bare;
    for (int round = 0; round < rounds; ++round) {
        ours.push_back(measure_ours(receiver, receivers));
        auto const requests = receiver.requests();
        bare.push_back(measure_bare(receiver, requests));
    }
    auto const last = median(ours, &Times::last_ms);
    auto const durable = median(ours, &Times::durable_ms);
    auto const bare_last = median(bare, &Times::last_ms);
    fmt::print(
        "{{\"bench\":\"webhook\",\"receivers\":{},\"rounds\":{},\"durable_ms\":{:.2f},"
        "\"first_ms\":{:.2f},\"last_ms\":{:.2f},\"bare_first_ms\":{:.2f},\"bare_last_ms\":{:.2f},"
        "\"ratio_last\":{:.2f},\"ratio_last_durable\":{:.2f}}}\n",
        receivers, rounds, durable, median(ours, &Times::first_ms), last,
        median(bare, &Times::first_ms), bare_last, last / bare_last, (last - durable) / bare_last);
}

}  // namespace
}  // namespace larm::bench

int main(int count, char** arguments) {
    spdlog::set_level(spdlog::level::off);
    auto const is_quick = count > 1 && std::string_view{arguments[1]} == "quick";
    for (int const receivers : {7, 100, 1'000}) {
        larm::bench::measure(receivers, is_quick ? 3 : 9);
    }
    return 0;
}
