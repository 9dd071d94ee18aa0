// larm capacity: what needs more than one RPC's flags. The verbs that are one RPC each stand with
// the others in server_verbs.
#include <fmt/format.h>
#include <larm/v1/capacity.pb.h>
#include <larm/v1/incident.pb.h>

#include <string>
#include <vector>

#include "engine/larm/capacity_flags.hpp"
#include "engine/larm/capacity_text.hpp"
#include "engine/larm/command_line.hpp"
#include "engine/larm/daemon.hpp"
#include "engine/larm/left_out.hpp"
#include "engine/larm/made_text.hpp"
#include "engine/larm/meant_incident.hpp"
#include "engine/larm/output.hpp"
#include "engine/larm/pack_names.hpp"
#include "engine/larm/reply_text.hpp"
#include "engine/larm/request_flags.hpp"
#include "engine/larm/uuid.hpp"
#include "engine/report/capacity_csv.hpp"

namespace larm::cli {
namespace {

namespace pb = google::protobuf;

std::vector<std::string> names_of(pb::EnumDescriptor const& type) {
    std::vector<std::string> names;
    for (int index = 1; index < type.value_count(); ++index) {
        names.push_back(short_name(*type.value(index)));
    }
    return names;
}

class ReportingVerb : public Verb {
protected:
    ReportingVerb(CLI::App& flags, char const* method)
        : method_{std::string{"larm.v1.CapacityService/"} + method} {
        server_.declare(flags);
        names_.declare(flags);
        flags
            .add_option("--via", via_,
                        "How it came. phone, rakel: said by voice, and entered by the TiB of the "
                        "hospital's region (of casualties: by whoever leads)")
            ->check(CLI::IsMember(names_of(*v1::Via_descriptor())));
        flags.add_option("--note", note_, "Free words, kept as they are");
        flags.add_option("--minutes-ago", minutes_ago_, "How long ago it was seen; now without it")
            ->check(CLI::Range(0, 7 * 24 * 60));
        name_method(flags, method_);
    }

    template <typename Request>
    ExitCode send(Request request, std::string const& filled = {}) {
        request.set_command_id(new_uuid());
        request.set_via(static_cast<v1::Via>(value_of(*v1::Via_descriptor(), via_)));
        request.set_note(note_);
        if (minutes_ago_ > 0) {
            request.set_observed_at(now_us() - std::int64_t{60'000'000} * minutes_ago_);
        }
        Daemon daemon{server_};
        auto const json = daemon.call(method_, request, request.command_id());
        if (!json) {
            return json.error();
        }
        v1::CommandReply reply;
        auto const is_told = !server_.json && read_json(*json, reply);
        print(is_told ? reply_text(reply, {}) + filled : *json + "\n");
        if (is_told) {
            print(made_text(daemon, request, *json, names_));
        }
        return ExitCode::ok;
    }

    [[nodiscard]] report::Words words() { return {names_.pack(), report::Language::swedish}; }

    ServerFlags server_;

private:
    std::string method_;
    PackNames names_;
    std::string via_;
    std::string note_;
    int minutes_ago_ = 0;
};

class ReportVerb final : public ReportingVerb {
public:
    explicit ReportVerb(CLI::App& flags) : ReportingVerb{flags, "Report"} {
        flags.add_option("--hospital", hospital_, "Hospital id, e.g. FAL")->required();
        flags
            .add_option("--free", free_,
                        "STAGE/DIMENSION=N: how many more patients can be taken now, e.g. "
                        "emergency/staff=7; repeat for each")
            ->allow_extra_args(false);
        flags.add_option("--facility", facility_, "normal, compromised, evacuating, closed")
            ->check(CLI::IsMember(names_of(*v1::FacilityStatus_descriptor())));
    }

    ExitCode run() override {
        v1::ReportCapacity request;
        request.set_hospital_id(hospital_);
        for (auto const& text : free_) {
            auto figure = figure_in(text);
            if (!figure) {
                if (auto const each = run_together(text); !each.empty()) {
                    complain(
                        fmt::format("--free: \"{}\" är flera uppgifter. Skriv var och en för "
                                    "sig:{}",
                                    text, each));
                    return ExitCode::bad_input;
                }
                complain(
                    fmt::format("--free: \"{}\" är ingen uppgift. Skriv t.ex. "
                                "emergency/staff=7; vårdled: {}; dimension: {}",
                                text, fmt::join(names_of(*v1::CareStage_descriptor()), ", "),
                                fmt::join(names_of(*v1::PlusDimension_descriptor()), ", ")));
                return ExitCode::bad_input;
            }
            *request.add_figures() = std::move(*figure);
        }
        request.set_facility(
            static_cast<v1::FacilityStatus>(value_of(*v1::FacilityStatus_descriptor(), facility_)));
        return send(std::move(request));
    }

private:
    std::string hospital_;
    std::vector<std::string> free_;
    std::string facility_;
};

class CasualtiesVerb final : public ReportingVerb {
public:
    explicit CasualtiesVerb(CLI::App& flags) : ReportingVerb{flags, "ReportCasualties"} {
        flags.add_option("--incident", incident_,
                         "Incident id; may be left out while just one is open");
        flags
            .add_option("--site", site_, "Your name for the site; the same again is the same site")
            ->capture_default_str();
        flags.add_option("--name", name_, "What the site is called");
        auto* const at = flags.add_option(
            "--at", at_,
            "LATITUDE,LONGITUDE of the site in degrees (WGS 84), e.g. 60.6065,15.6355");
        auto* const near =
            flags.add_option("--near", near_, "Hospital that is near, and --minutes to it")
                ->excludes(at);
        auto* const minutes = flags.add_option("--minutes", minutes_, "By road to that hospital")
                                  ->check(CLI::Range(0, 1440));
        near->needs(minutes);  // without it nobody would know that it counted as there
        minutes->needs(near);
        at_scene_given_ = flags.add_option("--at-scene", at_scene_,
                                           "SEVERE,MODERATE,MINOR who wait at the scene");
        under_way_given_ = flags.add_option(
            "--under-way", under_way_,
            "SEVERE,MODERATE,MINOR who have left it; of a site that is known say both counts");
        dead_given_ = flags
                          .add_option("--dead", dead_,
                                      "Number of dead; left out: as last reported of the site")
                          ->check(CLI::Range(0, 100'000));
        flags.add_option("--triage-algorithm", algorithm_,
                         "By which the severities were set; the rules' without it");
    }

    ExitCode run() override {
        v1::ReportCasualties request;
        auto const at_scene = counts_in(at_scene_);
        auto const under_way = counts_in(under_way_);
        if (!at_scene || !under_way) {
            complain("--at-scene och --under-way skrivs SVÅRT,MÅTTLIGT,LINDRIGT, t.ex. 12,20,8");
            return ExitCode::bad_input;
        }
        Daemon daemon{server_};
        if (incident_.empty()) {
            auto found = the_open_incident(daemon, "ReportCasualties", words());
            if (!found) {
                return found.error();
            }
            incident_ = std::move(*found);
        }
        if (auto const odd = odd_incident(daemon, incident_, words()); !odd.empty()) {
            complain(odd);
            return ExitCode::bad_input;
        }
        request.set_incident_id(incident_);
        request.set_site_id(site_);
        request.set_name(name_);
        if (!at_.empty()) {
            auto const place = place_in(at_);
            if (!place) {
                complain(
                    fmt::format("--at: \"{}\" är ingen plats. Skriv LATITUD,LONGITUD i grader "
                                "med punkt, t.ex. 60.6065,15.6355",
                                at_));
                return ExitCode::bad_input;
            }
            *request.mutable_place() = *place;
        }
        if (!near_.empty()) {
            request.mutable_place()->set_near_hospital_id(near_);
            request.mutable_place()->set_minutes(minutes_);
        }
        *request.mutable_at_scene() = *at_scene;
        *request.mutable_under_way() = *under_way;
        request.set_dead(dead_);
        request.set_triage_algorithm(algorithm_);
        auto put = put_what_is_left_out(
            daemon,
            {at_scene_given_->count() > 0, under_way_given_->count() > 0, dead_given_->count() > 0},
            request);
        return put ? send(std::move(request), *put) : put.error();
    }

private:
    std::string incident_;
    std::string site_ = "1";
    std::string name_;
    std::string near_;
    std::string at_;
    std::string algorithm_;
    int minutes_ = 0;
    std::string at_scene_ = "0,0,0";
    std::string under_way_ = "0,0,0";
    int dead_ = 0;
    CLI::Option* at_scene_given_ = nullptr;
    CLI::Option* under_way_given_ = nullptr;
    CLI::Option* dead_given_ = nullptr;
};

/// The picture, as people read it or as a spreadsheet does.
class PictureVerb final : public Verb {
public:
    PictureVerb(CLI::App& flags, bool is_export) : is_export_{is_export} {
        server_.declare(flags);
        names_.declare(flags);
        if (is_export) {
            flags.add_flag("--steps", steps_, "The ladders instead of the figures");
        } else {
            flags.add_option("--hospital", hospital_, "One hospital, with its ladder");
            flags.add_option("--region", region_, "One region's hospitals");
            flags.add_option("--incident", incident_, "Casualties of this incident");
        }
        name_method(flags, method);
    }

    ExitCode run() override {
        v1::GetCapacity request;
        request.set_incident_id(incident_);
        Daemon daemon{server_};
        auto const json = daemon.call(method, request);
        if (!json) {
            return json.error();
        }
        v1::GetCapacityReply reply;
        if (!read_json(*json, reply)) {
            return daemon_is_of_another_version(server_);
        }
        report::Words const words{names_.pack(), report::Language::swedish};
        if (auto const unknown = not_there(reply, hospital_, region_, words); !unknown.empty()) {
            complain(unknown);
            return ExitCode::refused;
        }
        if (server_.json) {
            print(*json + "\n");
        } else if (is_export_) {
            print(steps_ ? report::steps_csv(reply) : report::capacity_csv(reply));
        } else {
            print(capacity_picture(reply, hospital_, region_, words));
        }
        return ExitCode::ok;
    }

private:
    static constexpr char const* method = "larm.v1.CapacityService/GetCapacity";

    bool is_export_;
    ServerFlags server_;
    PackNames names_;
    std::string hospital_;
    std::string region_;
    std::string incident_;
    bool steps_ = false;
};

}  // namespace

void add_capacity_verbs(CommandLine& line, CLI::App& group) {
    line.add<PictureVerb>(group, "status",
                          "What hospitals can take now and soon, and what limits it",
                          "larm capacity status --region dalarna", false);
    line.add<ReportVerb>(group, "report", "Report how many more patients can be taken now",
                         "larm capacity report --hospital FAL --free emergency/staff=7 --free "
                         "intensive/equipment=3");
    line.add<CasualtiesVerb>(group, "casualties",
                             "Report who waits at a scene and who is under way from it",
                             "larm capacity casualties --at 59.3945,15.8380 --at-scene 12,20,8");
    line.add<PictureVerb>(group, "export", "The register of hospitals as CSV",
                          "larm capacity export --steps", true);
    add_have_verb(line, group);
}

}  // namespace larm::cli
