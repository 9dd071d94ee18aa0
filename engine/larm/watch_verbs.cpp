// larm watch: the feed, on a screen or one frame a line. larm status: how it stands, once.
#include <fmt/format.h>
#include <larm/v1/capacity.pb.h>
#include <larm/v1/incident.pb.h>

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/json.hpp>
#include <csignal>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/access/grant.hpp"
#include "engine/larm/capacity_text.hpp"
#include "engine/larm/command_line.hpp"
#include "engine/larm/daemon.hpp"
#include "engine/larm/output.hpp"
#include "engine/larm/pack_names.hpp"
#include "engine/larm/reply_text.hpp"
#include "engine/larm/watch_feed.hpp"
#include "engine/larm/watch_screen.hpp"
#include "engine/larm/world_now.hpp"
#include "engine/report/line_breaks.hpp"

namespace larm::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

class FrameLines final : public FeedListener {
public:
    void on_frame(v1::WatchFrame const& /*frame*/, std::string const& text) override {
        print(text + "\n");
    }
    void on_lost(std::string const& why) override {
        complain(fmt::format("förbindelsen bruten ({}), ansluter igen", why));
    }
};

class Watch final : public Verb {
public:
    explicit Watch(CLI::App& flags) {
        server_.declare(flags);
        flags.add_option("--world", world_,
                         "The token's own world without it; another one is refused");
        flags
            .add_option("--after", after_,
                        "Events after this sequence number, instead of a snapshot")
            ->check(CLI::NonNegativeNumber);
        names_.declare(flags);
    }

    ExitCode run() override {
        auto const is_drawn = is_output_a_terminal() && !server_.json;
        if (world_.empty()) {
            auto const who = Daemon{server_}.whose_token();
            world_ = who && !who->world().empty() ? who->world() : std::string{access::live_world};
        }
        FeedEnd end;
        if (is_drawn) {
            WatchScreen screen{server_, world_, names_.pack()};
            end = follow_until_stopped(screen, &screen);
        } else {
            FrameLines lines;
            end = follow_until_stopped(lines, nullptr);
        }
        complain(end.why);  // only now: the first screen is back
        return end.code;
    }

private:
    FeedEnd follow_until_stopped(FeedListener& listener, WatchScreen* screen) {
        asio::io_context io{1};
        FeedEnd end;
        asio::signal_set signals{io, SIGINT, SIGTERM};
        signals.async_wait([&io](boost::system::error_code, int) { io.stop(); });
        FeedTarget target{server_.address(), server_.token, world_, after_, {}};
        target.first_contact_max =
            std::chrono::milliseconds{static_cast<std::int64_t>(server_.timeout_s * 1000)};
        auto following = follow(std::move(target), listener);
        auto ended = [&](std::exception_ptr const&, FeedEnd got) {
            end = std::move(got);
            io.stop();
        };
        asio::co_spawn(io, std::move(following), std::move(ended));
        if (screen != nullptr) {
            auto drawing = screen->run();
            asio::co_spawn(io, std::move(drawing), asio::detached);
        }
        io.run();
        return end;
    }

    ServerFlags server_;
    PackNames names_;
    std::string world_;
    std::optional<std::int64_t> after_;
};

class Status final : public Verb {
public:
    explicit Status(CLI::App& flags) {
        server_.declare(flags);
        names_.declare(flags);
    }

    ExitCode run() override {
        Daemon daemon{server_};
        auto const health = daemon.get("/readyz");
        if (!health) {
            return health.error();
        }
        v1::ListIncidents request;
        request.set_open_only(true);
        auto const list = daemon.call("larm.v1.IncidentService/ListIncidents", request);
        if (!list) {
            return list.error();
        }
        if (server_.json) {
            print(fmt::format("{{\"health\":{},\"list\":{}}}\n", trimmed(health->body), *list));
        } else {
            auto const who = daemon.whose_token();
            auto const exercise = exercise_line(who);
            auto const troubles = troubles_in(health->body, !exercise.empty());
            print(exercise + health_text(health->body, troubles));
            v1::ListIncidentsReply reply;
            if (!read_json(*list, reply)) {
                return ExitCode::unknown;
            }
            show(daemon, reply, world_now_us(server_, who));
            print(operators_text(troubles));
        }
        return health->is_ok() ? ExitCode::ok : ExitCode::refused;
    }

private:
    static std::string_view trimmed(std::string_view text) {
        return text.substr(0, text.find_last_not_of("\r\n") + 1);
    }

    static std::string text_at(json::value const& value, char const* pointer) {
        boost::system::error_code absent;
        auto const* const found = value.find_pointer(pointer, absent);
        return found != nullptr && found->is_string() ? found->get_string().c_str() : "";
    }

    /// What a trouble means for a duty officer.
    static std::string_view in_swedish(std::string_view area) {
        constexpr auto known = std::to_array<std::pair<std::string_view, std::string_view>>({
            {"delivery", "Meddelanden når kanske ingen: ring själv"},
            {"rules", "Larmreglerna kunde inte läsas in: de tidigare gäller"},
            {"contacts", "Alla kontakter kunde inte läsas in"},
            {"journal", "Journalen har fel: skriv ner det som larmas och svaras"},
            {"tokens", "Nycklarna (token) kan inte läsas"},
            {"audit", "Åtkomster kan inte antecknas"},
            {"preflight", "Alla skulle inte nås om larmet kom nu: larm preflight"},
            {"channels", "En väg ut fungerar inte"},
            {"book", "Adressboken kan inte användas: människor nås enligt kontaktfilen"},
            {"contacts.db", "Kontaktfilen gäller kanske inte för alla: larm contacts history"},
            {"clock",
             "Serverns klocka går fel: fristerna räknas rätt ändå, rätta den före nästa start"},
            {"rakel", "Rakelterminalen fungerar inte: ring den som bara har den vägen"},
            {"fallback", "Reservpärmens utskrift är inte aktuell: kontrollera telefonnumren"},
            {"heartbeat",
             "Livstecknet till övervakningen kommer inte fram eller hålls inne: se nedan"},
            {"webhook", "Ett annat system tar inte emot larmen: ring den som bara nås genom det"},
            {"cap", "Ett annat system tar inte emot larmen: ring den som bara nås genom det"},
            {"certificate", "Larmreglerna klarar inte alla scenarier: larm rules certify"},
            {"chases", "Ett larm står still och väntar på en människa: larm calls, larm resume"},
        });
        auto const* const found =
            std::ranges::find(known, area, &std::pair<std::string_view, std::string_view>::first);
        return found == known.end() ? std::string_view{"Ett fel i servern: kontakta driften"}
                                    : found->second;
    }

    /// It may be long, and the terminal narrow.
    static std::string servers_words(std::string const& area, std::string const& message) {
        constexpr float columns_max = 72;
        report::LetterWidths widths{};
        std::ranges::fill(widths, 1.0F);
        std::string text;
        std::string_view left = message;
        for (auto const* before = area.c_str(); !left.empty(); before = "") {
            auto const end = std::min(left.find("; "), left.size());
            auto const part =
                fmt::format("{}{}{}", before, *before == '\0' ? "" : ": ", left.substr(0, end));
            for (auto const line : report::line_breaks(part, widths, columns_max)) {
                text += coloured(fmt::format("    {}", line), Colour::dim) + "\n";
            }
            left.remove_prefix(std::min(end + 2, left.size()));
        }
        return text;
    }

    /// The troubles of /readyz as it came. Whether anybody is told from here is live's trouble, and
    /// no exercise's.
    static json::array troubles_in(std::string const& body, bool is_exercise) {
        boost::system::error_code error;
        auto const value = json::parse(body, error);
        auto const* const found = value.find_pointer("/troubles", error);
        json::array troubles;
        if (found != nullptr && found->is_array()) {
            std::ranges::copy_if(found->get_array(), std::back_inserter(troubles),
                                 [&](auto const& each) {
                                     return !is_exercise || text_at(each, "/area") != "delivery";
                                 });
        }
        return troubles;
    }

    /// For duty officers, in Swedish.
    std::string health_text(std::string const& body, json::array const& troubles) const {
        boost::system::error_code error;
        auto const value = json::parse(body, error);
        auto const is = [&](char const* name) {
            boost::system::error_code absent;
            auto const* const found = value.find_pointer(name, absent);
            return found != nullptr && found->is_bool() && found->get_bool();
        };
        auto text =
            fmt::format("{}: {}\n", server_.url,
                        !is("/ready")     ? coloured("INTE REDO", Colour::alarm)
                        : is("/degraded") ? coloured("nedsatt drift, se nedan", Colour::yellow)
                                          : coloured("redo", Colour::green));
        for (auto const& trouble : troubles) {
            text += coloured(fmt::format("  {}\n", in_swedish(text_at(trouble, "/area"))),
                             Colour::yellow);
        }
        return text;
    }

    /// For who mends it, in the server's own words: last, out of a duty officer's way.
    static std::string operators_text(json::array const& troubles) {
        std::string text;
        for (auto const& trouble : troubles) {
            text += servers_words(text_at(trouble, "/area"), text_at(trouble, "/message"));
        }
        return text.empty() ? text : "\nTill driften, i serverns egna ord på engelska:\n" + text;
    }

    /// Where it is: of one incident there may be several scenes. Empty where nothing answers.
    static std::string scenes(Daemon& daemon, std::string const& incident_id) {
        v1::GetCapacity request;
        request.set_incident_id(incident_id);
        v1::GetCapacityReply reply;
        auto const is_told =
            daemon.learn_soon("larm.v1.CapacityService/GetCapacity", request, reply);
        return is_told && !reply.incidents().empty() ? scenes_text(reply.incidents(0))
                                                     : std::string{};
    }

    void show(Daemon& daemon, v1::ListIncidentsReply const& list,
              std::optional<std::int64_t> now_us) {
        report::Words const words{names_.pack(), report::Language::swedish};
        print(incidents_text(list, words));
        for (auto const& summary : list.incidents()) {
            v1::GetIncident request;
            request.set_incident_id(summary.incident_id());
            v1::GetIncidentReply reply;
            if (daemon.ask("larm.v1.IncidentService/GetIncident", request, reply)) {
                print("\n" + incident_text(reply.incident(), words, now_us) +
                      scenes(daemon, summary.incident_id()));
            }
        }
    }

    ServerFlags server_;
    PackNames names_;
};

}  // namespace

void add_watch_verbs(CommandLine& line) {
    line.add<Status>(line.root(), "status", "How the daemon is, and every open incident",
                     "larm status --server http://127.0.0.1:8080");
    line.add<Watch>(line.root(), "watch",
                    "The alarm chain live; one frame of JSON a line with --json or in a pipe",
                    "larm watch --rules rules/mellansverige\n  larm watch --json | jq .event");
}

}  // namespace larm::cli
