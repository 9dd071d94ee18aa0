#include "engine/larmd/open_world.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <set>
#include <sstream>
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

constexpr char const* nobody_is_told =
    "INGA MEDDELANDEN GÅR UT HÄRIFRÅN: mappen är en kopia eller återläst. Ring själv. Kontakta "
    "driften "
    "(larmd --adopt).";
constexpr char const* no_channel =
    "INGA MEDDELANDEN GÅR UT HÄRIFRÅN: ingen väg till människor är inkopplad. Ring själv. Kontakta "
    "driften (larmd --config).";
constexpr char const* nothing_set_up =
    "messages are written to the log only: no channel is set up (--config, delivery)";

/// Its owner's only, where it is made here; one that is there is left as it is. Whoever opens what
/// is in it says what is wrong.
void make_data_folder(std::filesystem::path const& data) {
    std::error_code ignored;
    auto folder = std::filesystem::absolute(data, ignored);
    folder = folder.has_filename() ? folder : folder.parent_path();  // "data/" is "data"
    std::filesystem::create_directories(folder.parent_path(), ignored);
    (void)::mkdir(folder.c_str(), S_IRWXU);
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

/// Whoever is reached, by what, of the world that is open.
void make_delivery(OpenedWorld& opened, Options const& options, Settings const& settings) {
    opened.book = open_book(options, opened.book_trouble);
    opened.reach = std::make_unique<Reach>(settings, options.data, *opened.book);
    auto& reach = *opened.reach;
    opened.outbox = std::make_unique<world::LiveOutbox>(
        reach.channels<delivery::Live>(), reach.lane_options(),
        reach.channels<delivery::RollCall>(), reach.channels<delivery::DutyOffer>());
    opened.outbox->report_to(*opened.world);
    opened.outboxes->go_by(*opened.outbox, reach.cap());
    reach.answer_to(*opened.world);
}

/// Why nobody, or not everybody, is reached.
std::string reach_trouble(Reach const& reach) {
    std::string text = reach.is_log_only() ? nothing_set_up : "";
    return text + (text.empty() || reach.left_out().empty() ? "" : "\n") + reach.left_out();
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

/// What `reading` makes of the durable state. Not on the engine thread.
template <typename Reading>
auto answer_of(world::LiveWorld& live, Reading const& reading) {
    std::promise<decltype(reading(std::declval<core::State const&>()))> answer;
    live.read([&](core::State const& state, v1::Durability) { answer.set_value(reading(state)); });
    return answer.get_future().get();
}

/// Two packs of one version cannot be told apart by people. The new one is taken all the same: what
/// it mends may be needed tonight.
std::string remark_on(rules::LoadedPack const& loaded, world::LiveWorld& live) {
    auto const is_twin = answer_of(live, [&loaded](core::State const& state) {
        auto const* const active = state.active_pack();
        return active != nullptr && active->bytes != loaded.bytes &&
               active->rules.name() == loaded.pack.name() &&
               active->rules.version() == loaded.pack.version();
    });
    return is_twin ? fmt::format(
                         "the pack {} has changed and its version is still {}: it is used; "
                         "raise `version` so that people can tell the two apart",
                         loaded.pack.name(), loaded.pack.version())
                   : std::string{};
}

bool is_in_force(rules::LoadedPack const& pack, world::LiveWorld& live) {
    return answer_of(live, [&pack](core::State const& state) {
        return state.active_pack() != nullptr && state.active_pack()->bytes == pack.bytes;
    });
}

/// Plays the pack's scenarios. Why it is not taken; empty where it may be.
std::string refusal_of(Pack const& pack, Certifier& certifier, RulesTrouble& trouble) {
    auto const certificate = certifier.try_now(pack);
    if (!certificate) {
        return "the new pack was not tried to the end, and is not taken: larmd stops";
    }
    auto const failed = trouble_of(*certificate);
    if (!certificate->held() && pack->pack.readiness().must_hold()) {
        return fmt::format(
            "the pack {} {} does not stand its own scenarios and is not taken; what was in force "
            "stays:\n{}",
            pack->pack.name(), pack->pack.version(), failed);
    }
    trouble.certificate = failed;
    return {};
}

void take_pack(RulesTrouble& trouble, Pack const& pack, world::LiveWorld& live) {
    trouble.remark = remark_on(*pack, live);
    if (auto const done = live.submit_and_wait(rules::activation(*pack)); done) {
        trouble.pack = pack;
    } else {
        trouble.rules = done.error().message;
    }
}

/// Those who have a duty and are no longer in the contacts: they go on being alarmed, which may be
/// right in mid-incident and must not stay unseen.
std::string on_duty_unlisted(world::LiveWorld& live, v1::Contacts const& contacts) {
    auto const unlisted = answer_of(live, [&contacts](core::State const& state) {
        std::string found;
        for (auto const& [party, duty] : state.duties()) {
            auto const is_listed = std::ranges::any_of(contacts.officers(), [&](auto const& each) {
                return each.party() == party && each.id() == duty.officer_id;
            });
            if (!duty.officer_id.empty() && !is_listed) {
                found += (found.empty() ? "" : ", ") + duty.officer_id + " for " + party;
            }
        }
        return found;
    });
    if (unlisted.empty()) {
        return unlisted;
    }
    spdlog::error("event=on_duty_unlisted officers=\"{}\" do=\"hand the duty over, or list them\"",
                  unlisted);
    return "on duty and no longer in the contacts: " + unlisted +
           "; they go on being alarmed until somebody else takes the duty over";
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
        spdlog::error("event=contacts_fault {}",
                      delivery::log_field("trouble", rules::to_string(faults[index])));
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
    if (taken.proposal != 0) {  // /readyz says so until file and book agree: ContactDesk
        spdlog::warn("event=contacts_proposed number={}", taken.proposal);
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
    std::string text;
    auto const unlisted =
        after.officers().empty() ? std::string{} : on_duty_unlisted(*opened.world, after);
    for (auto const& each : {fault_text(file, wanted.officers_size(), kept),
                             taken ? taken_text(*taken) : taken.error().message, unlisted}) {
        text += (text.empty() || each.empty() ? "" : "\n") + each;
    }
    return text;
}

/// Something to run on, and somebody to tell: from the folder, or from an earlier start.
bool has_rules_and_people(world::LiveWorld& live) {
    return answer_of(live, [](core::State const& state) {
        return state.active_pack() != nullptr && !state.duties().empty();
    });
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

/// No daemon has run from this folder yet, or its journal has been taken away.
bool is_new(std::filesystem::path const& data) {
    std::error_code unreadable;
    return !std::filesystem::exists(data / "live.db", unreadable) &&
           !std::filesystem::exists(data / "live.db-wal", unreadable) &&
           !std::filesystem::exists(data / "live.db.salvaged", unreadable) && !unreadable;
}

/// A copy of a data folder, or one that was moved, must not alarm anybody by itself. A
/// journal that cannot be read tells nothing: then the alarm is what matters.
std::string why_not_deliver(Options const& options, world::LiveWorld const& live,
                            std::string const& instance) {
    if (live.instance_id().empty() || live.instance_id() == instance) {
        return {};
    }
    if (options.adopt) {
        spdlog::error(
            "event=not_adopted trouble=\"the journal cannot be written now, so that this "
            "holds until the next start\" do=\"give --adopt again\"");
        return {};
    }
    return "nothing is delivered: this data folder was restored from a backup, copied or moved; if "
           "it is the one that shall alarm from now on, start with --adopt";
}

}  // namespace

void OpenedWorld::drain() {
    reach->stop_answers();
    world->drain();
    outbox->stop(deliveries_end_max);
}

std::expected<OpenedWorld, std::string> open_world(Options const& options, Settings const& settings,
                                                   world::FeedPort& feed) {
    auto const starts_empty = is_new(options.data);
    if (starts_empty) {
        // Nothing from an earlier start to run on instead: then no empty world is left behind.
        if (auto const readable = rules::load_pack(options.rules); !readable) {
            return std::unexpected{lines_of(readable.error(), readable.error().size())};
        }
    }
    auto const instance = instance_id(options.data);
    make_data_folder(options.data);
    OpenedWorld opened;
    opened.outboxes = std::make_unique<Outboxes>();
    auto live = world::LiveWorld::open(live_options(options, instance), feed, *opened.outboxes);
    if (!live) {
        return std::unexpected{fmt::format("larmd: {}", live.error().message)};
    }
    opened.world = std::move(*live);
    if (starts_empty) {
        spdlog::warn(
            "event=empty_world {} do=\"nothing is known of before; if a daemon has run here "
            "already, stop this one and look at --data\"",
            delivery::log_field("data", std::filesystem::absolute(options.data).string()));
    }
    make_delivery(opened, options, settings);
    for (auto const& warning : opened.world->log_health().warnings) {
        spdlog::critical("event=journal_warning {}", delivery::log_field("trouble", warning));
    }
    opened.rules_trouble =
        reload_rules(options, opened, contacts::ContactBook::When::start, nullptr);
    auto const& trouble = opened.rules_trouble;
    if ((!trouble.rules.empty() || !trouble.contacts.empty()) &&
        !has_rules_and_people(*opened.world)) {
        opened.drain();
        auto const both = !trouble.rules.empty() && !trouble.contacts.empty();
        return std::unexpected{trouble.rules + (both ? "\n" : "") + trouble.contacts};
    }
    if (!trouble.rules.empty()) {
        log_refused_rules(options, trouble);
    }
    opened.delivery_trouble = why_not_deliver(options, *opened.world, instance);
    if (opened.delivery_trouble.empty()) {
        opened.may_deliver = true;
        opened.world->begin_delivery();
        opened.delivery_trouble = reach_trouble(*opened.reach);
        opened.notice = opened.reach->is_log_only() ? no_channel : "";
    } else {
        spdlog::error("event=delivery_off {}",
                      delivery::log_field("trouble", opened.delivery_trouble));
        opened.notice = nobody_is_told;
    }
    opened.world->say_in_replies(opened.notice);
    return opened;
}

RulesTrouble reload_rules(Options const& options, OpenedWorld& opened,
                          contacts::ContactBook::When when, Certifier* certifier) {
    RulesTrouble trouble;
    auto loaded = rules::load_pack(options.rules);
    auto const pack =
        loaded ? std::make_shared<rules::LoadedPack const>(*std::move(loaded)) : nullptr;
    // Contacts that cannot be read are no reason to go without the pack, nor the other way round.
    auto const take_people = [&] {
        trouble.contacts = take_contacts(
            rules::load_sound_contacts(options.rules, pack ? &pack->pack : nullptr), opened, when);
    };
    if (pack == nullptr) {
        trouble.rules = lines_of(loaded.error(), loaded.error().size());
        take_people();
        return trouble;
    }
    auto const is_tried_first =
        certifier != nullptr && certifier->can_try(*pack) && !is_in_force(*pack, *opened.world);
    if (is_tried_first) {
        take_people();  // a number that has been corrected does not wait for scenarios
        if (trouble.rules = refusal_of(pack, *certifier, trouble); !trouble.rules.empty()) {
            return trouble;
        }
    }
    take_pack(trouble, pack, *opened.world);
    if (!is_tried_first) {
        take_people();
    }
    return trouble;
}

void log_refused_rules(Options const& options, RulesTrouble const& trouble) {
    auto const faults = std::ranges::count(trouble.rules, '\n') + 1;
    spdlog::error("event=rules_refused {} faults={} do=\"runs on what was journaled before\"",
                  delivery::log_field("rules", options.rules.string()), faults);
    std::istringstream lines{trouble.rules};
    std::string line;
    for (std::size_t told = 0; told < faults_logged_max && std::getline(lines, line); ++told) {
        spdlog::error("event=pack_fault {}", delivery::log_field("trouble", line));
    }
}

core::Instant time_of_day() {
    return {world::read_clocks().wall_us};
}

}  // namespace larm::larmd
