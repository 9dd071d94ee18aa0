// The verbs that are one RPC each: a table from verb to method. Flags come from the request's
// descriptor (request_flags), words from reply_text; what is left is whom to ask first.
#include <fmt/format.h>
#include <larm/v1/alarm.pb.h>
#include <larm/v1/blood.pb.h>
#include <larm/v1/capacity.pb.h>
#include <larm/v1/contact.pb.h>
#include <larm/v1/incident.pb.h>
#include <larm/v1/session.pb.h>
#include <larm/v1/transfer.pb.h>
#include <larm/v1/transport.pb.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "engine/access/role.hpp"
#include "engine/core/check.hpp"
#include "engine/core/party.hpp"
#include "engine/larm/alarm_rpcs.hpp"
#include "engine/larm/blood_text.hpp"
#include "engine/larm/calls_text.hpp"
#include "engine/larm/capacity_rpcs.hpp"
#include "engine/larm/capacity_text.hpp"
#include "engine/larm/command_line.hpp"
#include "engine/larm/cooperation_rpcs.hpp"
#include "engine/larm/cooperation_text.hpp"
#include "engine/larm/daemon.hpp"
#include "engine/larm/exercise_rpcs.hpp"
#include "engine/larm/exercise_text.hpp"
#include "engine/larm/left_out.hpp"
#include "engine/larm/made_text.hpp"
#include "engine/larm/meant_incident.hpp"
#include "engine/larm/named_promise.hpp"
#include "engine/larm/not_called.hpp"
#include "engine/larm/output.hpp"
#include "engine/larm/pack_names.hpp"
#include "engine/larm/question.hpp"
#include "engine/larm/reply_text.hpp"
#include "engine/larm/request_flags.hpp"
#include "engine/larm/rpc_method.hpp"
#include "engine/larm/rpc_row.hpp"
#include "engine/larm/text_field.hpp"
#include "engine/larm/transfer_rpcs.hpp"
#include "engine/larm/transfer_text.hpp"
#include "engine/larm/triage_rpcs.hpp"
#include "engine/larm/triage_text.hpp"
#include "engine/larm/uuid.hpp"
#include "engine/larm/waiting_report.hpp"
#include "engine/larm/world_now.hpp"

namespace larm::cli {
namespace {

namespace pb = google::protobuf;

class RpcVerb final : public Verb {
public:
    RpcVerb(CLI::App& flags, Rpc const& rpc)
        : method_{std::string{"larm.v1."} + rpc.method},
          request_{flags, *descriptor_of(method_).input_type()} {
        server_.declare(flags);
        if (asks_first()) {
            flags.add_flag("--yes", is_sure_, "Do not ask first");
        }
        names_.declare(flags);
        if (name_of_method() == "ConfirmIncident") {
            flags.get_option("--incident")
                ->description(
                    "Id of the report that is confirmed; without it, and without a place, "
                    "the one that waits in the region, else a new incident");
        } else if (name_of_method() == "ReportIncident") {
            flags.get_option("--incident")->description("Id of the incident; a new one without it");
        }
        name_method(flags, method_);
    }

    ExitCode run() override {
        auto const built = request_.build();
        if (!built) {
            complain(built.error());
            return ExitCode::bad_input;
        }
        auto const& request = *built;
        Daemon daemon{server_};
        TextField party{*request, "party"};
        if (party.is_required() && party.get().empty()) {
            auto found = own_party(daemon);
            if (!found) {
                return found.error();
            }
            party.set(std::move(*found));
        }
        TextField incident{*request, "incident_id"};
        if ((incident.is_required() || is_export_of_incident(*request)) && incident.get().empty()) {
            auto found = the_open_incident(daemon, name_of_method(), words());
            if (!found) {
                return found.error();
            }
            incident.set(std::move(*found));
        } else if (auto const odd = odd_incident(daemon, incident.get(), words()); !odd.empty()) {
            complain(odd);
            return ExitCode::bad_input;
        }
        if (auto* const release = pb::DynamicCastToGenerated<v1::ReleaseTransports>(request.get());
            release != nullptr && release->commitment_id().empty()) {
            if (auto const found = find_promise(daemon, *release, words()); !found) {
                return found.error();
            }
        }
        if (auto* const confirm = pb::DynamicCastToGenerated<v1::ConfirmIncident>(request.get());
            confirm != nullptr && !server_.json) {
            fmt::print(stderr, "{}", take_waiting_report(daemon, *confirm, words()));
        }
        auto const shall_ask = asks_first() && !is_sure_ && is_input_a_terminal();
        // Of a close it is told afterwards too: whom the end had not reached.
        if (is_change_of_level() && shall_ask) {
            learn_before(daemon, incident.get());
        } else if (!is_change_of_level() && needs_to_know() &&
                   (shall_ask || (is_close() && !server_.json))) {
            if (auto const known = learn(daemon, incident.get()); !known) {
                return known.error();
            }
        }
        if (shall_ask) {
            auto const asked = question(*request);
            if (asked && !is_answered_yes(*asked)) {
                return ExitCode::refused;
            }
        }
        TextField command_id{*request, "command_id"};
        // Of one that is repeated nobody knows any more how it was before.
        auto const is_first = command_id.exists() && command_id.get().empty();
        if (command_id.exists() && command_id.get().empty()) {
            command_id.set(new_uuid());
        }
        learn_calls(daemon, *request);
        if (is_first) {
            learn_before(daemon, incident.get());
        }
        if (auto* const report = pb::DynamicCastToGenerated<v1::ReportArrivals>(request.get());
            report != nullptr) {
            auto put = put_what_is_left_out(daemon, request_, *report);
            if (!put) {
                return put.error();
            }
            left_out_ = std::move(*put);
        }
        auto const json = daemon.call(method_, *request, command_id.get());
        if (!json) {
            return json.error();
        }
        auto const shown = show(daemon, *json);
        auto const is_command = command_id.exists() || name_of_method() == "CloseExercise";
        if (shown == ExitCode::ok && is_command && !server_.json) {
            print(made_text(daemon, *request, *json, names_, before_));
        }
        return shown;
    }

private:
    [[nodiscard]] std::string_view name_of_method() const {
        return std::string_view{method_}.substr(method_.find('/') + 1);
    }
    [[nodiscard]] report::Words words() { return {names_.pack(), report::Language::swedish}; }
    [[nodiscard]] bool asks_first() const {
        return name_of_method() == "ConfirmIncident" || needs_to_know();
    }
    /// Asked of only where it is lowered. What cannot be learnt at once holds no level back.
    [[nodiscard]] bool is_change_of_level() const { return name_of_method() == "ChangeLevel"; }
    [[nodiscard]] bool needs_to_know() const {
        return is_asked_before(name_of_method()) || is_change_of_level();
    }

    /// The party that the token answers for; without one it has to be said.
    std::expected<std::string, ExitCode> own_party(Daemon& daemon) {
        auto const who = daemon.must_know_whose_token();
        if (!who) {
            return std::unexpected{who.error()};
        }
        auto const is_blood = method_.starts_with("larm.v1.BloodService/");
        auto const answers = access::needs_organisation(who->role());
        if (answers && (!is_blood || who->role() == v1::ROLE_BLOOD)) {
            return core::make_party(who->role(), who->organisation());
        }
        complain(fmt::format(
            "--party eller --region saknas: din nyckel (token) har rollen {} och svarar inte för "
            "någon {}. Säg för vem, t.ex. --party {}",
            access::role_name(who->role()), is_blood ? "blodcentral" : "part",
            is_blood ? "blood@dalarna" : "tib@dalarna"));
        return std::unexpected{ExitCode::bad_input};
    }

    [[nodiscard]] bool is_close() const { return name_of_method() == "Close"; }

    std::expected<void, ExitCode> learn(Daemon& daemon, std::string const& incident_id) {
        v1::GetIncident request;
        request.set_incident_id(incident_id);
        v1::GetIncidentReply reply;
        auto const asked = daemon.ask("larm.v1.IncidentService/GetIncident", request, reply);
        before_ = std::move(*reply.mutable_incident());
        return asked;
    }

    /// What the call was to ask, which its row no longer says when it has been seen to. Without an
    /// answer there is nothing more to tell: the call is reported all the same.
    void learn_calls(Daemon& daemon, pb::Message const& request) {
        auto const* const call = pb::DynamicCastToGenerated<v1::ReportCall>(&request);
        if (call == nullptr || call->result() != v1::CALL_RESULT_DONE || server_.json) {
            return;
        }
        seen_to_ = *call;
        if (!daemon.ask("larm.v1.AlarmService/ListCalls", v1::ListCalls{}, calls_before_)) {
            calls_before_.Clear();
        }
    }

    /// The level as it stands: whoever says it once more is told that it was so; and whether it was
    /// an alarm that is rescinded, or a report. Where nothing answers soon, the command is what
    /// matters.
    void learn_before(Daemon& daemon, std::string const& incident_id) {
        auto const is_told_by_it = is_change_of_level() || name_of_method() == "Rescind";
        v1::GetIncident wanted;
        v1::GetIncidentReply reply;
        if (is_told_by_it && !server_.json && before_.incident_id().empty()) {
            wanted.set_incident_id(incident_id);
            if (daemon.learn_soon("larm.v1.IncidentService/GetIncident", wanted, reply)) {
                before_ = std::move(*reply.mutable_incident());
            }
        }
    }

    /// Two steps for a human: this one says in words what the next will do.
    [[nodiscard]] std::optional<Question> question(pb::Message const& request) {
        auto const* const confirm = pb::DynamicCastToGenerated<v1::ConfirmIncident>(&request);
        if (auto const* const change = pb::DynamicCastToGenerated<v1::ChangeLevel>(&request);
            change != nullptr) {
            return question_before(*change, before_, words());
        }
        return confirm != nullptr ? question_before(*confirm, words())
                                  : question_before(name_of_method(), before_, words());
    }

    ExitCode show(Daemon& daemon, std::string const& json) {
        if (server_.json) {
            print(json + "\n");
            return ExitCode::ok;
        }
        auto const text = text_of(daemon, json);
        if (text.empty()) {
            return daemon_is_of_another_version(server_);
        }
        print(text + left_out_);
        return ExitCode::ok;
    }

    std::string text_of(Daemon& daemon, std::string const& json) {
        auto const words = this->words();
        if (auto text = cooperation_text(method_, json, words); text) {
            return *text;
        }
        if (auto text = exercise_text(method_, json, words); text) {
            return *text;
        }
        if (v1::GetIncidentReply reply; method_.ends_with("/GetIncident")) {
            return read_json(json, reply)
                       ? incident_text(reply.incident(), words,
                                       world_now_us(server_, daemon.whose_token())) +
                             region_triage_lines(reply.incident(), words)
                       : "";
        }
        if (v1::ListIncidentsReply reply; method_.ends_with("/ListIncidents")) {
            return read_json(json, reply) ? incidents_text(reply, words) : "";
        }
        if (v1::ListCallsReply reply; method_.ends_with("/ListCalls")) {
            // Whoever rings says a name.
            report::Words const named{names_.pack_or_of(daemon), words.language()};
            return read_json(json, reply)
                       ? not_called(daemon, reply, named) + calls_text(reply, named)
                       : "";
        }
        if (v1::GetBloodReply reply; method_.ends_with("/GetBlood")) {
            return read_json(json, reply) ? blood_text(reply.blood(), words) : "";
        }
        if (v1::GetTransfersReply reply; method_.ends_with("/GetTransfers")) {
            return read_json(json, reply) ? transfers_text(reply, words) : "";
        }
        if (v1::ListDutyReply reply; method_.ends_with("/ListDuty")) {
            return read_json(json, reply) ? duties_text(reply, words) : "";
        }
        if (v1::GetTriageReply reply; method_.ends_with("/GetTriage")) {
            // What an indicator counts, the rules alone say.
            return read_json(json, reply)
                       ? triage_text(reply, {names_.pack_or_of(daemon), words.language()})
                       : "";
        }
        if (v1::GetCapacityHistoryReply reply; method_.ends_with("/GetCapacityHistory")) {
            return read_json(json, reply) ? capacity_past(reply, words) : "";
        }
        v1::CommandReply reply;
        return read_json(json, reply)
                   ? reply_text(reply, before_) + left_unanswered(calls_before_, seen_to_, words)
                   : "";
    }

    std::string method_;
    RequestFlags request_;
    ServerFlags server_;
    PackNames names_;
    v1::IncidentView before_;          ///< for what is asked about, a close, a level
    v1::ListCallsReply calls_before_;  ///< for a call that has been seen to
    v1::ReportCall seen_to_;           ///< the same
    std::string left_out_;             ///< for a report, what it was filled with
    bool is_sure_ = false;
};

template <typename Rpcs>
CLI::App& add_group(CommandLine& line, std::string const& name, std::string const& help,
                    Rpcs const& rpcs_of_group) {
    auto& group = line.group(name, help);
    for (auto const& rpc : rpcs_of_group) {
        line.add<RpcVerb>(group, rpc.verb, rpc.help, rpc.example, rpc);
    }
    return group;
}

}  // namespace

void add_server_verbs(CommandLine& line) {
    for (auto const& rpc : alarm_rpcs) {
        line.add<RpcVerb>(line.root(), rpc.verb, rpc.help, rpc.example, rpc);
    }
    add_group(line, "duty", "Who is on duty, and how the duty changes hands", duty_rpcs);
    add_group(line, "blood", "Blood: need, stock, the alarm to the country, offers", blood_rpcs);
    auto& capacity = line.group("capacity", "What hospitals can take, and what to order next");
    add_capacity_verbs(line, capacity);
    for (auto const& rpc : capacity_rpcs) {
        line.add<RpcVerb>(capacity, rpc.verb, rpc.help, rpc.example, rpc);
    }
    add_group(line, "transfer", "Patients moved from scenes and between hospitals", transfer_rpcs);
    add_group(line, "triage", "Mass-casualty triage and the standard of care", triage_rpcs);
    add_group(line, "support", "Support between regions: asked for, offered, taken", support_rpcs);
    add_group(line, "supply", "Medicines and materiel: for how long they last", supply_rpcs);
    add_group(line, "situation", "The situation report (lägesbild)", situation_rpcs);
    add_group(line, "conference", "Conferences (samverkanskonferens)", conference_rpcs);
    auto& exercise = add_group(line, "exercise", "Exercises (övningar): worlds beside the live one",
                               exercise_rpcs);
    add_exercise_export(line, exercise);
}

}  // namespace larm::cli
