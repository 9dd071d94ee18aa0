// larm fallback: the fallback packs of the regions, on paper, without a daemon. What stands in a
// pack is in engine/report/fallback.
#include <fmt/format.h>

#include <algorithm>
#include <expected>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "engine/core/decide.hpp"
#include "engine/journal/sqlite_journal.hpp"
#include "engine/larm/command_line.hpp"
#include "engine/larm/output.hpp"
#include "engine/report/fallback.hpp"
#include "engine/rules/as_commands.hpp"
#include "engine/rules/loader.hpp"

namespace larm::cli {
namespace {

namespace fs = std::filesystem;

/// The fold of the daemon's journal; why not, where it cannot be read.
std::expected<core::State, std::string> state_of_journal(fs::path const& file) {
    auto const opened = journal::SqliteJournal::open(file, journal::OpenMode::read_only);
    if (!opened) {
        return std::unexpected{opened.error().message};
    }
    core::State state;
    auto is_whole = true;
    auto const done = (*opened)->read(1, [&](journal::Record const& record) {
        v1::Event event;
        is_whole = event.ParseFromString(record.body);
        if (is_whole) {
            state.evolve(event, record.seq);
        }
        return is_whole;
    });
    if (!done) {
        return std::unexpected{done.error().message};
    }
    if (!is_whole) {
        return std::unexpected{fmt::format("{}: run larm journal verify on it", file.string())};
    }
    return state;
}

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

report::PaperPerson person_of(v1::Contacts const& contacts, std::string_view officer_id) {
    report::PaperPerson person;
    auto const officer = std::ranges::find_if(
        contacts.officers(), [&](auto const& each) { return each.id() == officer_id; });
    if (officer == contacts.officers().end()) {
        return person;
    }
    person.name = officer->name();
    for (auto const& address : officer->addresses()) {
        if (address.channel() == v1::CHANNEL_VOICE ||
            (address.channel() == v1::CHANNEL_SMS && person.phone.empty())) {
            person.phone = address.value();
        } else if (address.channel() == v1::CHANNEL_RAKEL) {
            person.rakel = address.value();
        } else if (address.channel() == v1::CHANNEL_EMAIL) {
            person.email = address.value();
        }
    }
    return person;
}

/// Whole or not at all: a printer may be reading the old one.
bool write_file(fs::path const& file, std::string const& bytes) {
    auto partial = file;
    partial += ".partial";
    std::ofstream stream{partial, std::ios::binary};
    stream << bytes;
    stream.close();
    std::error_code error;
    if (stream) {
        fs::rename(partial, file, error);
    }
    return stream && !error;
}

class Fallback final : public Verb {
public:
    explicit Fallback(CLI::App& flags) {
        flags.add_option("--rules", rules_, "The rule pack's folder, with its contacts")
            ->required();
        flags.add_option("--data", data_, "The daemon's folder: duties and incidents as they are");
        flags.add_option("--region", regions_, "Only these");
        flags.add_option("--out", out_, "Folder for REGION.html and REGION.pdf")->required();
    }

    ExitCode run() override {
        auto const pack = rules::load_pack(rules_);
        if (!pack) {
            complain(rules::to_string(pack.error().front()));
            return ExitCode::bad_input;
        }
        auto const contacts = rules::load_sound_contacts(rules_, &pack->pack);
        auto people = contacts.whole;
        people.MergeFrom(contacts.rest);
        auto const state =
            data_.empty() ? state_of_rules(*pack, people) : state_of_journal(data_ / "live.db");
        if (!state) {
            complain(state.error());
            return ExitCode::bad_input;
        }
        if (regions_.empty()) {
            for (auto const& region : pack->pack.regions()) {
                regions_.push_back(region.id());
            }
        }
        std::error_code error;
        fs::create_directories(out_, error);
        auto const find = [&](std::string_view officer) { return person_of(people, officer); };
        for (auto const& region : regions_) {
            auto const paper = report::fallback_pack(*state, region, find, {now_us()});
            if (paper.blocks.empty()) {
                complain(fmt::format("there is no region '{}'", region));
                return ExitCode::bad_input;
            }
            for (auto const& [ending, bytes] : {std::pair{"html", report::paper_html(paper)},
                                                std::pair{"pdf", report::paper_pdf(paper)}}) {
                auto const file = out_ / fmt::format("{}.{}", region, ending);
                if (!write_file(file, bytes)) {
                    complain(fmt::format("{} cannot be written", file.string()));
                    return ExitCode::refused;
                }
                print(file.string() + "\n");
            }
        }
        return ExitCode::ok;
    }

private:
    fs::path rules_;
    fs::path data_;
    fs::path out_;
    std::vector<std::string> regions_;
};

}  // namespace

void add_fallback_verb(CommandLine& line) {
    line.add<Fallback>(line.root(), "fallback",
                       "The regions' fallback packs (reservpärmar): what to have on paper",
                       "larm fallback --rules rules/mellansverige --out /tmp/reserv");
}

}  // namespace larm::cli
