#include "tests/unit/delivery/support.hpp"

#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <fstream>

#include "tests/support/catch.hpp"

namespace larm::test {
namespace {

void merge(v1::RulePack& pack, std::string const& file) {
    std::ifstream stream{LARM_SOURCE_DIR "/rules/mellansverige/" + file};
    google::protobuf::io::IstreamInputStream input{&stream};
    REQUIRE(google::protobuf::TextFormat::Merge(&input, &pack));
}

}  // namespace

v1::RulePack talking_pack() {
    auto pack = chain_pack();
    merge(pack, "messages.textproto");
    return pack;
}

core::Pack real_pack() {
    core::Pack pack;
    pack.hash = std::string(32, 'm');
    for (auto const* file : {"pack.textproto", "regions.textproto", "hospitals.textproto",
                             "alarm_chain.textproto", "messages.textproto"}) {
        merge(pack.rules, file);
    }
    return pack;
}

v1::MessageTemplate const& form(core::Pack const& pack, std::string const& id) {
    auto const& forms = pack.rules.messages();
    auto const found = std::ranges::find(forms, id, &v1::MessageTemplate::id);
    REQUIRE(found != forms.end());
    return *found;
}

v1::Command put_on_duty(std::string const& party) {
    v1::Command command;
    auto& officer = *command.mutable_seed_duty()->add_officers();
    officer.set_party(party);
    officer.set_officer_id("officer-" + party);
    officer.set_on_duty(true);
    for (int channel = v1::CHANNEL_PUSH; channel <= v1::CHANNEL_OPERATOR; ++channel) {
        officer.add_channels(static_cast<v1::Channel>(channel));
    }
    return command;
}

delivery::RecordTo Results::taker() {
    return [this](v1::RecordDelivery result) {
        {
            std::lock_guard const lock{mutex_};
            results_.push_back(std::move(result));
        }
        changed_.notify_all();
    };
}

std::vector<v1::RecordDelivery> Results::all() const {
    std::lock_guard const lock{mutex_};
    return results_;
}

bool Results::wait_for(std::size_t count) const {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, patience, [&] { return results_.size() >= count; });
}

std::vector<v1::RecordDelivery> Results::with(v1::DeliveryOutcome outcome) const {
    auto found = all();
    std::erase_if(found, [&](auto const& each) { return each.outcome() != outcome; });
    return found;
}

delivery::Channels<delivery::Live> memory_channels(std::map<v1::Channel, Memory*>& channels) {
    delivery::Channels<delivery::Live> made;
    for (int number = v1::CHANNEL_PUSH; number <= v1::CHANNEL_OPERATOR; ++number) {
        auto channel = std::make_unique<Memory>();
        channels[static_cast<v1::Channel>(number)] = channel.get();
        made.emplace(static_cast<v1::Channel>(number), std::move(channel));
    }
    return made;
}

Night::Night(v1::RulePack const& pack, delivery::LaneOptions options) : story{pack} {
    outbox = std::make_unique<delivery::Outbox<delivery::Live>>(
        memory_channels(channels), results.taker(), std::move(options));
    feed();
}

void Night::feed() {
    for (; fed_ < story.log().size(); ++fed_) {
        outbox->take(story.state(), story.log()[fed_]);
    }
}

int Night::record() {
    auto const all = results.all();
    auto const before = story.log().size();
    for (; recorded_ < all.size(); ++recorded_) {
        v1::Command command;
        *command.mutable_record_delivery() = all[recorded_];
        story.must(std::move(command));
    }
    feed();
    return static_cast<int>(story.log().size() - before);
}

std::vector<delivery::Letter> Night::letters_at_end(v1::Channel channel) {
    static_cast<void>(outbox->stop(patience));
    return channels.at(channel)->letters();
}

}  // namespace larm::test
