#include "engine/larmd/daemon.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <csignal>
#include <cstdio>
#include <sstream>
#include <utility>

#include "engine/console/console_files.hpp"
#include "engine/delivery/log_channel.hpp"
#include "engine/larmd/logging.hpp"
#include "engine/larmd/notify.hpp"

namespace larm::larmd {
namespace {

namespace asio = boost::asio;

// Together under the 10 s in which the daemon must be gone.
constexpr std::chrono::milliseconds calls_end_max{2'000};
constexpr std::chrono::milliseconds world_ends_max{4'000};
constexpr std::chrono::milliseconds watchers_end_max{2'500};
constexpr std::chrono::milliseconds step_look{10};

constexpr std::chrono::seconds reach_look_every{5};

constexpr int did_not_end = 1;

access::AccessOptions access_options(Options const& options, NetworkSide& network,
                                     exercise::Exercises& exercises) {
    access::AccessOptions access;
    access.data_directory = options.data;
    access.on_tokens_changed = [&network, &exercises] {
        asio::post(network.io, [&network, &exercises] {
            network.hub.check_tokens();
            exercises.check_tokens();
        });
    };
    return access;
}

/// Tells /readyz, from any thread.
std::function<void(std::string)> teller(NetworkSide& network, std::string const& area) {
    return [&network, area](std::string trouble) {
        asio::post(network.io, [&network, area, trouble = std::move(trouble)] {
            network.readiness.set_trouble(area, trouble);
        });
    };
}

server::DeskContext desk_context(Options const& options, OpenedWorld& opened,
                                 NetworkSide& network) {
    auto const& reach = *opened.reach;
    return {.world = *opened.world,
            .book = *opened.book,
            .clock = network.clock,
            .means = [&reach, &outbox = *opened.outbox] { return reach.means(outbox); },
            .on_preflight = teller(network, "preflight"),
            .on_book_trouble = teller(network, "contacts.db"),
            .vapid_public_key = reach.vapid() == nullptr ? "" : reach.vapid()->public_key(),
            .push_services = &reach.push_services(),
            .journal = options.data / "live.db"};
}

/// How many receivers a trouble names: a line each.
std::ptrdiff_t refusing(std::string const& lines) {
    return lines.empty() ? 0 : 1 + std::ranges::count(lines, '\n');
}

std::string certificate_text(std::string const& failed) {
    return failed.empty() ? failed
                          : "the pack in force does not stand its own scenarios:\n" + failed;
}

KeeperContext keeper_context(Options const& options, OpenedWorld& opened, NetworkSide& network) {
    return {.world = *opened.world,
            .book = *opened.book,
            .folder = options.data / "fallback",
            .clock = network.clock,
            .on_trouble = teller(network, "fallback")};
}

}  // namespace

Daemon::Daemon(Options const& options, Settings const& settings, NetworkSide& network,
               OpenedWorld opened, std::unique_ptr<exercise::Exercises> exercises)
    : options_{options},
      network_{network},
      opened_{std::move(opened)},
      access_{access_options(options, network, *exercises), network.clock},
      desk_{desk_context(options, opened_, network)},
      doors_{{network.io, opened_, access_, network.clock, network.metrics, settings}},
      keeper_{keeper_context(options, opened_, network)},
      certifier_{{options.rules, options.scenarios, options.data, settings.sign_in.server_version}},
      exercises_{std::move(exercises)},
      server_{{network.io, *opened_.world, *opened_.outbox, desk_, access_, network.hub,
               network.metrics, network.readiness, network.clock, network.limits, doors_.all(),
               opened_.book.get(), settings.public_side, opened_.notice, exercises_.get(),
               settings.sign_in, console::console_files()}},
      step_timer_{network.io},
      alive_timer_{network.io},
      reach_timer_{network.io} {
    exercises_->open_to(
        {.open = [this](auto const& id, auto side) { server_.add_exercise(id, side); },
         .close = [this](auto const& id) { server_.close_exercise(id); }});
    opened_.outboxes->on_alarm([exercises = exercises_.get()] {
        exercises->freeze_all("Övningen är avbruten: skarpt läge");
    });
    tell(opened_.rules_trouble);
    network.readiness.set_trouble("book", opened_.book_trouble);
    network.readiness.set_trouble("delivery", opened_.delivery_trouble);
    if (settings.delivery.has_heartbeat()) {
        sign_of_life_.emplace(
            SignOfLifeContext{network.io, *opened_.world, *opened_.outbox, network.metrics,
                              network.readiness, opened_.reach->set_up(),
                              [&reach = *opened_.reach] { return reach.asleep(); }},
            settings.delivery.heartbeat());
    }
}

Daemon::~Daemon() {
    for (auto* const thread : {&reloader_, &drainer_}) {
        if (thread->joinable()) {
            thread->join();
        }
    }
    server_.end();
    access_.stop();
}

int Daemon::run() {
    auto const bound = server_.listen(options_.listen);
    if (!bound) {
        std::fprintf(stderr, "larmd: %s\n", bound.error().c_str());
        desk_.stop();
        keeper_.stop();
        opened_.drain();
        return could_not_start;
    }
    wait_for_signal();
    keep_alive();
    look_at_reach();
    if (sign_of_life_) {
        sign_of_life_->start();
    }
    network_.readiness.set_ready();
    certify(opened_.rules_trouble);
    std::ostringstream address;
    address << *bound;
    spdlog::info("event=ready address={} data={}", address.str(), options_.data.string());
    std::printf("larmd ready on http://%s\n", address.str().c_str());
    std::fflush(stdout);
    notify_ready(fmt::format("Answering on http://{}", address.str()));
    network_.io.run();
    return exit_code_;
}

void Daemon::wait_for_signal() {
    network_.signals.async_wait([this](boost::system::error_code error, int signal) {
        if (error) {
            return;
        }
        if (signal == SIGHUP) {
            reload();
        } else {
            begin_stop();
        }
        wait_for_signal();
    });
}

void Daemon::reload() {
    if (is_stopping_) {
        return;
    }
    if (is_reloading_) {
        shall_reload_again_ = true;
        return;
    }
    is_reloading_ = true;
    notify_reloading();
    if (reloader_.joinable()) {
        reloader_.join();
    }
    reloader_ = std::thread{[this] {
        auto trouble =
            reload_rules(options_, opened_, contacts::ContactBook::When::reload, &certifier_);
        asio::post(network_.io, [this, trouble = std::move(trouble)] { on_reloaded(trouble); });
    }};
}

void Daemon::tell(RulesTrouble const& trouble) {
    if (!trouble.remark.empty()) {
        spdlog::warn("event=rules_remark {}", delivery::log_field("remark", trouble.remark));
    }
    network_.readiness.set_trouble("rules", trouble.rules.empty() ? trouble.remark : trouble.rules);
    network_.readiness.set_trouble("contacts", trouble.contacts);
}

void Daemon::certify(RulesTrouble const& trouble) {
    auto const tell = teller(network_, "certificate");
    if (trouble.certificate) {
        tell(certificate_text(*trouble.certificate));
    } else if (trouble.pack != nullptr && certifier_.can_try(*trouble.pack)) {
        certifier_.try_later(trouble.pack, [tell](Certifier::Certificate const& certificate) {
            if (certificate) {
                tell(certificate_text(trouble_of(*certificate)));
            }
        });
    } else if (trouble.pack != nullptr) {
        tell({});  // it names no scenarios, or there are none to play: nothing is known of it
        if (trouble.pack->pack.has_readiness()) {
            spdlog::info("event=certificate_not_made do=\"start with --scenarios\"");
        }
    }
}

void Daemon::on_reloaded(RulesTrouble const& trouble) {
    if (trouble.rules.empty()) {
        spdlog::info("event=rules_reloaded rules={}", options_.rules.string());
    } else {
        log_refused_rules(options_, trouble);
    }
    tell(trouble);
    certify(trouble);
    notify_ready(!trouble.rules.empty()      ? "Rules refused; the old ones stay"
                 : !trouble.contacts.empty() ? "Rules reloaded; some contacts have faults"
                                             : "Rules reloaded");
    is_reloading_ = false;
    if (std::exchange(shall_reload_again_, false) && !is_stopping_) {
        reload();
    }
}

void Daemon::keep_alive() {
    auto const every = alive_every();
    if (!every) {
        return;
    }
    if (opened_.world->is_alive()) {  // else systemd starts us anew, from what the journal says
        notify_alive();
    }
    alive_timer_.expires_after(*every);
    alive_timer_.async_wait([this](boost::system::error_code error) {
        if (!error) {
            keep_alive();
        }
    });
}

/// A terminal that does not answer, and a receiver that refuses, are found before the next night,
/// on /readyz.
void Daemon::look_at_reach() {
    auto& reach = *opened_.reach;
    network_.readiness.set_trouble("rakel", reach.rakel_trouble());
    auto const webhooks = reach.refused_webhooks();
    auto const cap = reach.refused_cap();
    network_.readiness.set_trouble("webhook", webhooks);
    network_.readiness.set_trouble("cap", cap);
    network_.metrics.receivers_refusing.Set(
        static_cast<double>(refusing(webhooks) + refusing(cap)));
    server::Metrics::bring_up(network_.metrics.rakel_over_limit,
                              static_cast<double>(reach.rakel_over_limit()));
    reach_timer_.expires_after(reach_look_every);
    reach_timer_.async_wait([this](boost::system::error_code error) {
        if (!error) {
            look_at_reach();
        }
    });
}

void Daemon::begin_stop() {
    if (std::exchange(is_stopping_, true)) {
        return;
    }
    spdlog::info("event=draining watchers={}", network_.hub.watchers());
    notify_stopping();
    certifier_.stop();
    server_.begin_drain();
    when([this] { return server_.calls() == 0 && !is_reloading_; }, calls_end_max,
         [this] { stop_world(); });
}

void Daemon::stop_world() {
    exercises_->begin_stop();
    drainer_ = std::thread{[this] {
        exercises_->stop();
        desk_.stop();
        keeper_.stop();
        opened_.drain();
        asio::post(network_.io, [this] { is_world_drained_ = true; });
    }};
    when([this] { return is_world_drained_; }, world_ends_max, [this] { stop_watchers(); });
}

void Daemon::stop_watchers() {
    if (!is_world_drained_) {
        // Everything that was answered is as safe as the answer said; what hangs is a disk.
        last_words("event=drain_failed trouble=\"the world did not finish in time\"");
        std::_Exit(did_not_end);
    }
    server_.drain_watchers();
    when([this] { return server_.is_empty(); }, watchers_end_max, [this] { finish(0); });
}

void Daemon::finish(int code) {
    spdlog::info("event=stopped");
    exit_code_ = code;
    network_.io.stop();
}

void Daemon::when(std::function<bool()> is_done, std::chrono::milliseconds at_most,
                  std::function<void()> next) {
    look_again(std::move(is_done), std::chrono::steady_clock::now() + at_most, std::move(next));
}

void Daemon::look_again(std::function<bool()> is_done, SteadyTime until,
                        std::function<void()> next) {
    if (is_done() || std::chrono::steady_clock::now() >= until) {
        next();
        return;
    }
    step_timer_.expires_after(step_look);
    step_timer_.async_wait([this, is_done = std::move(is_done), until,
                            next = std::move(next)](boost::system::error_code error) {
        if (!error) {
            look_again(is_done, until, next);
        }
    });
}

}  // namespace larm::larmd
