#include "engine/larm/watch_screen.hpp"

#include <fmt/format.h>

#include <boost/asio/steady_timer.hpp>
#include <utility>

#include "engine/access/grant.hpp"
#include "engine/delivery/channels/with_error.hpp"
#include "engine/larm/connect_client.hpp"
#include "engine/larm/daemon.hpp"
#include "engine/larm/output.hpp"
#include "engine/report/event_text.hpp"
#include "engine/report/timeline.hpp"

namespace larm::cli {
namespace {

namespace asio = boost::asio;

using Clock = std::chrono::steady_clock;

/// Also how often changed incidents are asked for: four times a second, however many events come.
constexpr std::chrono::milliseconds tick{250};
constexpr int ticks_per_draw = 4;
constexpr std::chrono::seconds heartbeat_missed{3};
constexpr std::chrono::milliseconds refresh_max{5'000};
constexpr std::size_t timeline_lines_max = 200;

}  // namespace

WatchScreen::WatchScreen(ServerFlags const& server, std::string_view world, core::Pack const* pack)
    : server_{server},
      world_{world == access::live_world ? "Larmkedja, skarpt läge"
                                         : "ÖVNING: inga skarpa larm går ut"},
      words_{pack, report::Language::swedish},
      memory_{pack},
      heard_at_{Clock::now()} {
    if (pack != nullptr) {
        names_ = board_names(pack->rules, report::Language::swedish);
    }
    draw();
}

void WatchScreen::on_frame(v1::WatchFrame const& frame, std::string const& /*text*/) {
    heard_at_ = Clock::now();
    lost_because_.clear();
    has_heard_ = true;
    server_ahead_us_ = frame.server_time() - now_us();
    durability_ =
        frame.durability() == v1::DURABILITY_UNSPECIFIED ? durability_ : frame.durability();
    if (frame.has_snapshot()) {
        is_known_ = true;
        auto const known = std::exchange(incidents_, {});
        stale_.clear();
        memory_.begin(frame.snapshot());
        for (auto const& incident : frame.snapshot().incidents()) {
            auto const found = known.find(incident.incident_id());
            incidents_[incident.incident_id()] = found == known.end() ? incident : found->second;
            take(incident);
        }
        draw();
    } else if (frame.has_event()) {
        on_event(frame);
    } else if (frame.has_heartbeat()) {
        notice_ = frame.heartbeat().notice();
    } else if (frame.has_cut()) {
        lost_because_ = frame.cut().reason();
    }
}

void WatchScreen::on_event(v1::WatchFrame const& frame) {
    auto const& event = frame.event();
    if (!event.incident_id().empty()) {
        stale_.insert(event.incident_id());
    }
    say(event.at_us(),
        report::event_text(event, memory_.before(event.incident_id()), words_, memory_.duties()));
    memory_.follow(event);
}

void WatchScreen::say(std::int64_t at_us, std::string const& text) {
    if (!text.empty()) {
        timeline_.push_back(fmt::format("{}  {}", local_time(at_us).substr(11), text));
    }
    if (timeline_.size() > timeline_lines_max) {
        timeline_.pop_front();
    }
}

void WatchScreen::take(v1::IncidentView const& incident) {
    auto const& id = incident.incident_id();
    auto& known = incidents_[id];
    auto const changed = known.chain_complete() != incident.chain_complete();
    if (incident.phase() != v1::INCIDENT_PHASE_RUNNING) {
        notices_.erase(id);
    } else if (changed) {
        auto const is_complete = incident.chain_complete();
        auto const at_us = is_complete && incident.chain_complete_at() != 0
                               ? incident.chain_complete_at()
                               : now_us() + server_ahead_us_;
        std::string const text{report::chain_text(is_complete, report::Language::swedish)};
        say(at_us, text);
        auto const region = names_.organisations.find(incident.region_id());
        notices_[id] = {fmt::format("{}  {}  {}", text,
                                    region == names_.organisations.end() ? incident.region_id()
                                                                         : region->second,
                                    local_time(at_us).substr(11)),
                        is_complete};
    }
    known = incident;
}

void WatchScreen::on_lost(std::string const& why) {
    lost_because_ = why;
    draw();
}

asio::awaitable<void> WatchScreen::run() {
    auto const executor = co_await asio::this_coro::executor;
    asio::steady_timer timer{executor};
    for (int ticks = 0;; ++ticks) {
        auto const changed = std::exchange(stale_, {});
        for (auto const& incident_id : changed) {
            co_await refresh(incident_id);
        }
        if (!changed.empty() || ticks % ticks_per_draw == 0) {
            draw();
        }
        timer.expires_after(tick);
        co_await timer.async_wait(with_error);
    }
}

asio::awaitable<void> WatchScreen::refresh(std::string incident_id) {
    v1::GetIncident request;
    request.set_incident_id(incident_id);
    HttpRequest const sent{server_.address(), server_.token, "/larm.v1.IncidentService/GetIncident",
                           write_json(request)};
    auto const answer = co_await exchange(sent, refresh_max);
    v1::GetIncidentReply reply;
    if (!answer || !answer->is_ok() || !read_json(answer->body, reply)) {
        stale_.insert(std::move(incident_id));  // again at the next tick
        co_return;
    }
    if (reply.incident().phase() == v1::INCIDENT_PHASE_CLOSED) {
        incidents_.erase(incident_id);
        notices_.erase(incident_id);
    } else {
        *reply.mutable_incident()->mutable_incident_id() = incident_id;
        take(reply.incident());
    }
}

std::string WatchScreen::connection_line() const {
    auto const silent_s =
        std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - heard_at_);
    if (!has_heard_) {
        return coloured(fmt::format(" INGET SVAR från {} på {} s ({}): läget är okänt, försöker ",
                                    server_.url, silent_s.count(), lost_because_),
                        Colour::alarm);
    }
    if (!lost_because_.empty()) {
        return coloured(fmt::format(" FÖRBINDELSEN BRUTEN sedan {} s ({}): uppgifterna kan vara "
                                    "gamla, ansluter igen ",
                                    silent_s.count(), lost_because_),
                        Colour::alarm);
    }
    if (silent_s >= heartbeat_missed) {
        return coloured(
            fmt::format(" INAKTUELLT: inget hört från servern på {} s ", silent_s.count()),
            Colour::alarm);
    }
    if (durability_ == v1::DURABILITY_SPILL || durability_ == v1::DURABILITY_NONE) {
        return coloured(durability_ == v1::DURABILITY_NONE
                            ? " INGENTING SPARAS: skriv ner allt som larmas och svaras "
                            : " JOURNALEN KAN INTE SKRIVAS: reservjournalen används ",
                        Colour::alarm);
    }
    return coloured("ansluten", Colour::green) + "  Ctrl-C avslutar";
}

void WatchScreen::draw() {
    auto const size = terminal_size();
    BoardInput board;
    for (auto const& [id, incident] : incidents_) {
        board.incidents.push_back(incident);
    }
    board.names = names_;
    board.now = {now_us() + server_ahead_us_};
    board.headline =
        fmt::format("{}  {}  {}", world_, server_.url, local_time(board.now.us).substr(11));
    // No incidents known is not the same as none going on.
    if (incidents_.empty()) {
        board.progress = is_known_ && lost_because_.empty()
                             ? "Inga pågående händelser"
                             : "Läget är OKÄNT: händelser kan pågå utan att synas här";
    }
    for (auto const& [id, notice] : notices_) {
        board.notices.push_back(notice);
    }
    board.timeline.assign(timeline_.begin(), timeline_.end());
    board.height = size.rows - 1;
    std::vector<std::string> lines{connection_line()};
    if (!notice_.empty()) {
        --board.height;
        lines.push_back(coloured(fmt::format(" {} ", notice_), Colour::alarm));
    }
    for (auto& line : board_lines(board, size.columns, has_colour())) {
        lines.push_back(std::move(line));
    }
    screen_.draw(lines);
}

}  // namespace larm::cli
