#include "engine/larmd/open_world.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <future>
#include <set>
#include <string>
#include <utility>

#include "engine/delivery/log_channel.hpp"
#include "engine/larmd/instance.hpp"
#include "engine/rules/as_commands.hpp"
#include "engine/rules/loader.hpp"

namespace larm::larmd {
namespace {

constexpr std::chrono::milliseconds deliveries_end_max{1'000};

// A file of something else has thousands.
constexpr std::size_t faults_logged_max = 50;
constexpr std::size_t faults_shown_max = 10;

constexpr std::array all_channels{v1::CHANNEL_PUSH,    v1::CHANNEL_SMS,   v1::CHANNEL_VOICE,
                                  v1::CHANNEL_RAKEL,   v1::CHANNEL_EMAIL, v1::CHANNEL_WEBHOOK,
                                  v1::CHANNEL_OPERATOR};

constexpr char const* log_channel_only =
    "messages are written to the log only: this version has no channel that reaches a person";

std::unique_ptr<world::LiveOutbox> make_outbox() {
    delivery::Channels<delivery::Live> channels;
    for (auto const channel : all_channels) {
        channels.emplace(channel, std::make_unique<delivery::LogChannel<delivery::Live>>(
                                      spdlog::default_logger()));
    }
    return std::make_unique<world::LiveOutbox>(std::move(channels));
}

/// The first of them, and how many more there are.
std::string lines_of(rules::Faults const& faults, std::size_t at_most) {
    std::string lines;
    for (std::size_t index = 0; index < std::min(faults.size(), at_most); ++index) {
        lines += (lines.empty() ? "" : "\n") + rules::to_string(faults[index]);
    }
    if (faults.size() > at_most) {
        lines +=
            fmt::format("\nand {} more; `larm rules check` tells all", faults.size() - at_most);
    }
    return lines;
}

/// What the file says that can be used: every officer without a fault, and of one with a fault what
/// can be used where the book knows nothing of that person. Better than nobody, and no better than
/// what was known before.
v1::Contacts usable(rules::SoundContacts const& contacts, v1::Contacts const& book, int& kept) {
    auto wanted = contacts.whole;
    for (auto const& officer : contacts.rest.officers()) {
        if (contacts::officer_in(book, officer.id()) == nullptr) {
            *wanted.add_officers() = officer;
        } else {
            ++kept;
        }
    }
    return wanted;
}

std::string fault_text(rules::SoundContacts const& contacts, int used, int kept) {
    auto const& faults = contacts.faults;
    if (faults.empty()) {
        return {};
    }
    for (std::size_t index = 0; index < std::min(faults.size(), faults_logged_max); ++index) {
        spdlog::error("event=contacts_fault trouble=\"{}\"", rules::to_string(faults[index]));
    }
    spdlog::critical("event=contacts_faulty faults={} in_use={} kept_as_known={}", faults.size(),
                     used, kept);
    return fmt::format(
        "the contacts have {} fault(s); the other entries are in use, and of the faulty ones what "
        "was known before:\n{}",
        faults.size(), lines_of(faults, faults_shown_max));
}

std::string taken_text(contacts::FileTaken const& taken) {
    std::string text;
    if (taken.applied > 0) {
        spdlog::info("event=contacts_applied officers={}", taken.applied);
    }
    if (taken.proposal != 0) {
        spdlog::warn("event=contacts_proposed number={}", taken.proposal);
        text = fmt::format(
            "contacts.textproto was changed while the daemon did not run: it waits as proposal "
            "{0}; "
            "see `larm contacts history`, then `larm contacts approve {0}`",
            taken.proposal);
    }
    if (taken.erased > 0) {
        text += fmt::format(
            "{}contacts.textproto still names {} who have been erased; they are "
            "passed over, take them out",
            text.empty() ? "" : "\n", taken.erased);
    }
    return text;
}

/// The book takes what the file says anew, and the journal what the book says then. Returns what is
/// wrong.
std::string take_contacts(rules::SoundContacts const& file, OpenedWorld& opened,
                          contacts::ContactBook::When when) {
    auto const before = opened.book->contacts();
    auto kept = 0;
    auto const wanted = usable(file, before, kept);
    auto const taken = opened.book->take_file(wanted, when, time_of_day());
    auto const after = opened.book->contacts();
    if (!after.officers().empty()) {
        auto command = rules::seeding(after, before);
        if (auto const done = opened.world->submit_and_wait(std::move(command)); !done) {
            return done.error().message;
        }
    }
    auto text = fault_text(file, wanted.officers_size(), kept);
    auto const more = taken ? taken_text(*taken) : taken.error().message;
    return text + (text.empty() || more.empty() ? "" : "\n") + more;
}

/// Something to run on, and somebody to tell: from the folder, or from an earlier start.
bool has_rules_and_people(world::LiveWorld& live) {
    std::promise<bool> answer;
    live.read([&answer](core::State const& state, v1::Durability) {
        answer.set_value(state.active_pack() != nullptr && !state.duties().empty());
    });
    return answer.get_future().get();
}

/// An alarm is not refused because a book is broken: then it goes by what the contacts file says.
std::unique_ptr<contacts::ContactBook> open_book(Options const& options, std::string& trouble) {
    auto book = contacts::ContactBook::open(options.data);
    if (book) {
        return std::move(*book);
    }
    trouble = book.error().message + "; people are reached as contacts.textproto says";
    spdlog::critical("event=contacts_unusable trouble=\"{}\"", trouble);
    return contacts::ContactBook::in_memory();
}

world::LiveWorldOptions live_options(Options const& options, std::string const& instance) {
    world::LiveWorldOptions live;
    live.log.journal = std::filesystem::absolute(options.data) / "live.db";
    if (!options.spill.empty()) {
        live.log.spill_dir = options.spill;
    }
    live.log.fresh = {fresh_site(), instance, time_of_day()};
    live.adopt = options.adopt;
    return live;
}

/// A copy of a data folder, or one that was moved or rewound, must not alarm anybody by itself. A
/// journal that cannot be read tells nothing: then the alarm is what matters.
std::string why_not_deliver(Options const& options, world::LiveWorld const& live,
                            std::string const& instance) {
    auto const is_ours = live.instance_id().empty() || live.instance_id() == instance;
    if (is_ours && live.rewound().empty()) {
        return {};
    }
    if (options.adopt) {
        spdlog::error(
            "event=not_adopted trouble=\"the journal cannot be written now, so that this "
            "holds until the next start\" do=\"give --adopt again\"");
        return {};
    }
    if (is_ours) {
        return fmt::format(
            "nothing is delivered: {}; if it shall alarm from now on all the same, "
            "start with --adopt",
            live.rewound());
    }
    return "nothing is delivered: this data folder was restored from a backup, copied or moved; if "
           "it is the one that shall alarm from now on, start with --adopt";
}

}  // namespace

std::set<v1::Channel> live_channels() {
    return {all_channels.begin(), all_channels.end()};
}

void OpenedWorld::drain() {
    world->drain();
    outbox->stop(deliveries_end_max);
}

std::expected<OpenedWorld, std::string> open_world(Options const& options, world::FeedPort& feed) {
    auto const instance = instance_id(options.data);
    OpenedWorld opened;
    opened.outbox = make_outbox();
    auto live = world::LiveWorld::open(live_options(options, instance), feed, *opened.outbox);
    if (!live) {
        return std::unexpected{fmt::format("larmd: {}", live.error().message)};
    }
    opened.world = std::move(*live);
    opened.outbox->report_to(*opened.world);
    for (auto const& warning : opened.world->log_health().warnings) {
        spdlog::critical("event=journal_warning trouble=\"{}\"", warning);
    }
    opened.book = open_book(options, opened.book_trouble);
    opened.rules_trouble = reload_rules(options, opened, contacts::ContactBook::When::start);
    auto const& trouble = opened.rules_trouble;
    if ((!trouble.rules.empty() || !trouble.contacts.empty()) &&
        !has_rules_and_people(*opened.world)) {
        opened.drain();
        auto const both = !trouble.rules.empty() && !trouble.contacts.empty();
        return std::unexpected{trouble.rules + (both ? "\n" : "") + trouble.contacts};
    }
    if (!trouble.rules.empty()) {
        spdlog::error(
            "event=rules_refused rules={} trouble=\"{}\" do=\"runs on what was journaled before\"",
            options.rules.string(), trouble.rules);
    }
    opened.delivery_trouble = why_not_deliver(options, *opened.world, instance);
    if (opened.delivery_trouble.empty()) {
        opened.world->begin_delivery();
        opened.delivery_trouble = log_channel_only;
    } else {
        spdlog::error("event=delivery_off trouble=\"{}\"", opened.delivery_trouble);
    }
    return opened;
}

RulesTrouble reload_rules(Options const& options, OpenedWorld& opened,
                          contacts::ContactBook::When when) {
    auto& live = *opened.world;
    RulesTrouble trouble;
    auto const pack = rules::load_pack(options.rules);
    if (!pack) {
        trouble.rules = lines_of(pack.error(), pack.error().size());
    } else if (auto const done = live.submit_and_wait(rules::activation(*pack)); !done) {
        trouble.rules = done.error().message;
    }
    // Contacts that cannot be read are no reason to go without the pack, nor the other way round.
    trouble.contacts = take_contacts(
        rules::load_sound_contacts(options.rules, pack ? &pack->pack : nullptr), opened, when);
    return trouble;
}

core::Instant time_of_day() {
    return {world::read_clocks().wall_us};
}

}  // namespace larm::larmd
