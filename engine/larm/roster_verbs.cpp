// larm roster, rollcall and preflight: who has the duty and who comes next, and whether they can be
// reached.
#include <fmt/format.h>

#include <cctype>
#include <map>
#include <sstream>
#include <string>

#include "engine/larm/command_line.hpp"
#include "engine/larm/contact_verb.hpp"
#include "engine/larm/daemon.hpp"
#include "engine/larm/made_text.hpp"
#include "engine/larm/output.hpp"
#include "engine/larm/pack_names.hpp"
#include "engine/larm/party_names.hpp"
#include "engine/larm/people_text.hpp"
#include "engine/larm/reach_text.hpp"
#include "engine/larm/reply_text.hpp"
#include "engine/larm/text_file.hpp"
#include "engine/larm/uuid.hpp"

namespace larm::cli {
namespace {

/// Asks and shows; `Text` is told what parties are called.
template <typename Request, typename Reply>
class ShowVerb final : public Verb {
public:
    using Text = std::string (*)(Reply const&, report::Words const&);

    ShowVerb(CLI::App& flags, char const* method, Text text)
        : method_{std::string{"larm.v1.ContactService/"} + method}, text_{text} {
        server_.declare(flags);
        names_.declare(flags);
        name_method(flags, method_);
    }

    ExitCode run() override {
        Daemon daemon{server_};
        auto const json = daemon.call(method_, Request{});
        if (!json) {
            return json.error();
        }
        Reply reply;
        if (!read_json(*json, reply)) {
            return daemon_is_of_another_version(server_);
        }
        print(server_.json ? *json + "\n"
                           : text_(reply, {names_.pack(), report::Language::swedish}));
        return ExitCode::ok;
    }

private:
    std::string method_;
    Text text_;
    ServerFlags server_;
    PackNames names_;
};

constexpr std::string_view channel_names = "push, sms, voice, rakel, email, webhook";

constexpr std::string_view shift_example =
    "Skriv personens id, från och till, t.ex. \"dalarna-tib-2 2026-11-26 08:00 2026-11-27 08:00\".";
constexpr std::string_view import_example =
    "Skriv parten, personens id, från och till, t.ex. \"tib@dalarna dalarna-tib-2 2026-11-26 08:00 "
    "2026-11-27 08:00\".";

/// "OFFICER FROM-DATE FROM-TIME UNTIL-DATE UNTIL-TIME"
bool read_shift(std::istream& line, v1::Shift& shift) {
    std::string officer;
    std::string from_date;
    std::string from_time;
    std::string until_date;
    std::string until_time;
    std::string more;
    if (!(line >> officer >> from_date >> from_time >> until_date >> until_time) || line >> more) {
        return false;
    }
    shift.set_officer_id(officer);
    shift.set_from_local(from_date + " " + from_time);
    shift.set_until_local(until_date + " " + until_time);
    return true;
}

class PlanVerb : public Verb {
protected:
    explicit PlanVerb(CLI::App& flags) {
        server_.declare(flags);
        name_method(flags, method);
    }

    ExitCode plan(v1::PlanDuty request) {
        request.set_command_id(new_uuid());
        Daemon daemon{server_};
        auto const json = daemon.call(method, request, request.command_id());
        if (!json) {
            return json.error();
        }
        v1::CommandReply reply;
        if (server_.json || !read_json(*json, reply)) {
            print(*json + "\n");
            return ExitCode::ok;
        }
        print(reply_text(reply, {}));
        print(made_text(daemon, request, *json, names_));
        return ExitCode::ok;
    }

    ServerFlags server_;

private:
    static constexpr char const* method = "larm.v1.ContactService/PlanDuty";

    PackNames names_;  ///< None is named: as the daemon has them.
};

class SetRoster final : public PlanVerb {
public:
    explicit SetRoster(CLI::App& flags) : PlanVerb{flags} {
        flags.add_option("--party", party_, "role@organisation, e.g. tib@dalarna")->required();
        flags
            .add_option("--shift", shifts_,
                        "\"OFFICER FROM-DATE FROM-TIME UNTIL-DATE UNTIL-TIME\", local time; "
                        "repeat for each. None: nothing is planned any more")
            ->allow_extra_args(false);
    }

    ExitCode run() override {
        v1::PlanDuty request;
        request.set_party(party_);
        for (auto const& text : shifts_) {
            std::istringstream line{text};
            if (!read_shift(line, *request.add_shifts())) {
                complain(fmt::format("--shift: \"{}\" är inget pass. {}", text, shift_example));
                return ExitCode::bad_input;
            }
        }
        return plan(std::move(request));
    }

private:
    std::string party_;
    std::vector<std::string> shifts_;
};

/// A line for each shift: PARTY, then as --shift. Each party's plan is replaced as a whole.
class ImportRoster final : public PlanVerb {
public:
    explicit ImportRoster(CLI::App& flags) : PlanVerb{flags} {
        flags
            .add_option("FILE", file_,
                        "Lines \"PARTY OFFICER FROM-DATE FROM-TIME UNTIL-DATE UNTIL-TIME\"; # "
                        "begins a remark")
            ->required();
    }

    ExitCode run() override {
        auto const whole = read_text(file_);
        if (!whole) {
            return ExitCode::bad_input;
        }
        std::istringstream input{*whole};
        std::map<std::string, v1::PlanDuty> plans;
        std::string text;
        for (int number = 1; std::getline(input, text); ++number) {
            std::istringstream line{text.substr(0, text.find('#'))};
            std::string party;
            if (!(line >> party)) {
                continue;
            }
            plans[party].set_party(party);
            if (!read_shift(line, *plans[party].add_shifts())) {
                complain(fmt::format("{}:{}: raden är inget pass, och ingenting har planerats. {}",
                                     file_, number, import_example));
                return ExitCode::bad_input;
            }
        }
        for (auto& [party, request] : plans) {
            if (auto const done = plan(std::move(request)); done != ExitCode::ok) {
                complain(fmt::format(
                    "{} planerades inte, och ingen efter den i bokstavsordning; de före är klara. "
                    "Rätta det, och läs in filen igen.",
                    party));
                return done;
            }
        }
        return ExitCode::ok;
    }

private:
    std::string file_;
};

class StartRollCallVerb final : public ContactVerb {
public:
    explicit StartRollCallVerb(CLI::App& flags) : ContactVerb{flags, "StartRollCall"} {
        flags.add_option("--party", parties_, "Only these; repeat for each")
            ->allow_extra_args(false);
        flags.add_option("--channel", channels_, fmt::format("Only these: {}", channel_names))
            ->allow_extra_args(false);
    }

    ExitCode run() override {
        v1::StartRollCall request;
        request.set_command_id(new_uuid());
        for (auto const& party : parties_) {
            if (auto const several = several_parties("--party", party, true); several) {
                complain(*several);
                return ExitCode::bad_input;
            }
        }
        request.mutable_parties()->Add(parties_.begin(), parties_.end());
        for (auto const& given : channels_) {
            auto name = given;
            for (auto& letter : name) {
                letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
            }
            auto channel = v1::CHANNEL_UNSPECIFIED;
            if (!v1::Channel_Parse("CHANNEL_" + name, &channel) ||
                channel == v1::CHANNEL_UNSPECIFIED) {
                complain(fmt::format("--channel: kanalen {} finns inte. Välj bland {}.", given,
                                     channel_names));
                return ExitCode::bad_input;
            }
            request.add_channels(channel);
        }
        return ask<v1::CommandReply>(request, request.command_id(),
                                     [this](auto const& reply) { return which_text(reply); });
    }

private:
    /// Which one it is, since a command's reply does not say it: for whoever will end it. Empty
    /// where the question is not answered; the roll-call goes on all the same.
    [[nodiscard]] std::string which_text(v1::CommandReply const& done) const {
        v1::GetRollCallReply reply;
        Daemon daemon{server_};
        auto const asked =
            daemon.ask("larm.v1.ContactService/GetRollCall", v1::GetRollCall{}, reply);
        return asked && reply.seq() >= done.seq() ? started_text(reply) : std::string{};
    }

    std::vector<std::string> parties_;
    std::vector<std::string> channels_;
};

class EndRollCallVerb final : public ContactVerb {
public:
    explicit EndRollCallVerb(CLI::App& flags) : ContactVerb{flags, "EndRollCall"} {
        flags.add_option("ID", id_,
                         "Its id, as larm rollcall status shows it; may be left out while just one "
                         "is under way");
    }

    ExitCode run() override {
        v1::EndRollCall request;
        request.set_command_id(new_uuid());
        request.set_roll_call_id(id_);
        return command(request, request.command_id());
    }

private:
    std::string id_;
};

using Roster = ShowVerb<v1::ListRoster, v1::ListRosterReply>;
using RollCall = ShowVerb<v1::GetRollCall, v1::GetRollCallReply>;
using PreflightVerb = ShowVerb<v1::Preflight, v1::PreflightReply>;

}  // namespace

void add_roster_verbs(CommandLine& line) {
    auto& roster = line.group("roster", "Who has the duty, and who comes next");
    line.add<Roster>(roster, "list", "On duty now and next, and every planned shift",
                     "larm roster list", "ListRoster", roster_text);
    line.add<SetRoster>(roster, "set", "Plan a party's coming shifts, in place of those before",
                        "larm roster set --party tib@dalarna --shift \"dalarna-tib-2 2026-11-26 "
                        "08:00 2026-11-27 08:00\"");
    line.add<ImportRoster>(roster, "import", "Plan the shifts in a file, party by party",
                           "larm roster import roster.txt");
    auto& call = line.group("rollcall", "Provlarm: can people be reached, and how fast");
    line.add<StartRollCallVerb>(call, "start", "Hold one now, over the live channels",
                                "larm rollcall start --party tib@dalarna --channel sms");
    line.add<EndRollCallVerb>(call, "end", "Call one off: what has not left leaves no more",
                              "larm rollcall end");
    line.add<RollCall>(call, "status", "Those under way, and the last ones", "larm rollcall status",
                       "GetRollCall", roll_call_text);
    line.add<RollCall>(call, "report", "How everyone has been reached, by region",
                       "larm rollcall report", "GetRollCall", reach_text);
    line.add<PreflightVerb>(line.root(), "preflight",
                            "Who could not be reached if the alarm came now, and why",
                            "larm preflight", "Preflight", preflight_text);
}

}  // namespace larm::cli
