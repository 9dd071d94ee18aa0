// larm fallback: the fallback packs of the regions, on paper, without a daemon. What stands in a
// pack is in engine/report/fallback.
#include <fmt/format.h>

#include <algorithm>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/contacts/contact_book.hpp"
#include "engine/core/decide.hpp"
#include "engine/larm/command_line.hpp"
#include "engine/larm/journal_state.hpp"
#include "engine/larm/output.hpp"
#include "engine/paper/fallback_files.hpp"
#include "engine/report/fallback.hpp"
#include "engine/rules/as_commands.hpp"
#include "engine/rules/loader.hpp"

namespace larm::cli {
namespace {

namespace fs = std::filesystem;

/// As a daemon that has never run would have it.
std::expected<core::State, std::string> state_of_rules(rules::LoadedPack const& pack,
                                                       v1::Contacts const& contacts) {
    core::State state;
    std::int64_t seq = 0;
    for (auto const& command : {rules::activation(pack), rules::seeding(contacts)}) {
        auto const events = core::decide(state, command, {now_us()});
        if (!events) {
            return std::unexpected{events.error().message};
        }
        for (auto const& event : *events) {
            state.evolve(event, ++seq);
        }
    }
    return state;
}

/// What packs are made from.
struct Sources {
    core::State state;
    std::unique_ptr<contacts::ContactBook> book;
};

using Found = std::expected<Sources, std::string>;

/// The contacts of a folder of rules, as a book.
std::unique_ptr<contacts::ContactBook> book_of(v1::Contacts const& people) {
    auto book = contacts::ContactBook::in_memory();
    (void)book->take_file(people, contacts::ContactBook::When::start, {now_us()});
    return book;
}

Found from_rules(fs::path const& rules) {
    auto const pack = rules::load_pack(rules);
    if (!pack) {
        return std::unexpected{rules::to_string(pack.error().front())};
    }
    auto const contacts = rules::load_sound_contacts(rules, &pack->pack);
    auto people = contacts.whole;
    people.MergeFrom(contacts.rest);
    auto state = state_of_rules(*pack, people);
    if (!state) {
        return std::unexpected{std::move(state).error()};
    }
    return Sources{std::move(*state), book_of(people)};
}

/// The daemon's own, also while it runs.
Found from_data(fs::path const& data) {
    auto state = state_of_journal(data / "live.db");
    if (!state) {
        return std::unexpected{std::move(state).error()};
    }
    if (!fs::exists(data / "contacts.db")) {  // opening would make one
        return std::unexpected{
            fmt::format("{} has no contacts.db: no names and no numbers", data.string())};
    }
    auto book = contacts::ContactBook::open(data);
    if (!book) {
        return std::unexpected{std::move(book).error().message};
    }
    return Sources{std::move(*state), std::move(*book)};
}

class Fallback final : public Verb {
public:
    explicit Fallback(CLI::App& flags) {
        auto* const from = flags.add_option_group("from");
        from->add_option("--data", data_,
                         "The daemon's folder: duties, incidents, names and numbers as they are");
        from->add_option("--rules", rules_,
                         "A rule pack's folder with its contacts, where no daemon has run");
        from->require_option(1);
        flags.add_option("--region", regions_, "Only these");
        flags.add_option("--out", out_, "Folder for REGION.html and REGION.pdf")->required();
    }

    ExitCode run() override {
        auto const found = data_.empty() ? from_rules(rules_) : from_data(data_);
        if (!found) {
            complain(found.error());
            return ExitCode::bad_input;
        }
        auto const known = report::fallback_regions(found->state);
        for (auto const& region : regions_) {
            if (std::ranges::find(known, region) == known.end()) {
                complain(fmt::format("there is no region '{}'; there are: {}", region,
                                     fmt::join(known, ", ")));
                return ExitCode::bad_input;
            }
        }
        return write(*found, regions_.empty() ? known : regions_);
    }

private:
    [[nodiscard]] ExitCode write(Sources const& sources, std::vector<std::string> const& regions) {
        auto done = paper::make_folder(out_);
        for (auto const& region : regions) {
            auto const pack = report::fallback_pack(
                sources.state, region,
                [&](std::string_view officer) { return paper::person_of(*sources.book, officer); },
                {now_us()});
            if (done) {
                done = paper::write_pack(out_, region, pack);
            }
            if (!done) {
                complain(done.error());
                return ExitCode::refused;
            }
            for (auto const* const ending : {"html", "pdf"}) {
                print(fmt::format("{}\n", (out_ / fmt::format("{}.{}", region, ending)).string()));
            }
        }
        return ExitCode::ok;
    }

    fs::path rules_;
    fs::path data_;
    fs::path out_;
    std::vector<std::string> regions_;
};

}  // namespace

void add_fallback_verb(CommandLine& line) {
    line.add<Fallback>(line.root(), "fallback",
                       "The regions' fallback packs (reservpärmar): what to have on paper",
                       "larm fallback --data /var/lib/larm --out /tmp/reserv");
}

}  // namespace larm::cli
