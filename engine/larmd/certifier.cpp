#include "engine/larmd/certifier.hpp"

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>
#include <pthread.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <future>
#include <system_error>
#include <utility>

#include "engine/delivery/log_channel.hpp"
#include "engine/report/certificate_text.hpp"
#include "simulators/player/certify.hpp"

namespace larm::larmd {
namespace {

namespace fs = std::filesystem;

/// Of 19: after exercises too, which have 10 and people in them.
constexpr int nicer_by = 15;
// Each is a line; `larm rules certify` tells all.
constexpr std::size_t failures_logged_max = 50;
constexpr std::size_t failures_shown_max = 10;

std::string json_of(v1::ReadinessCertificate const& certificate) {
    std::string json;
    google::protobuf::util::JsonPrintOptions options;
    options.always_print_primitive_fields = true;
    options.add_whitespace = true;
    auto const done = google::protobuf::util::MessageToJsonString(certificate, &json, options);
    return done.ok() ? json : std::string{};
}

/// Whole or as it was: whoever watches the installation may be reading it.
bool write_whole(fs::path const& path, std::string const& text) {
    auto partial = path;
    partial += ".partial";
    {
        std::ofstream file{partial, std::ios::binary | std::ios::trunc};
        file << text;
        file.close();
        if (file.fail()) {
            return false;
        }
    }
    std::error_code error;
    fs::rename(partial, path, error);
    return !error;
}

void log(v1::ReadinessCertificate const& certificate) {
    auto const failures = report::failed_lines(certificate, report::Language::english);
    for (std::size_t index = 0; index < std::min(failures.size(), failures_logged_max); ++index) {
        spdlog::error("event=certificate_failure {}",
                      delivery::log_field("trouble", failures[index]));
    }
    spdlog::log(certificate.held() ? spdlog::level::info : spdlog::level::critical,
                "event=certificate held={} runs={} rules={} contacts={} {}", certificate.held(),
                certificate.runs_size(), certificate.rules_hash(), certificate.contacts_hash(),
                delivery::log_field(
                    "result", report::certificate_line(certificate, report::Language::english)));
}

}  // namespace

Certifier::Certifier(CertifierContext context)
    : context_{std::move(context)}, thread_{[this] { run(); }} {}

Certifier::~Certifier() {
    stop();
    thread_.join();
}

bool Certifier::can_try(rules::LoadedPack const& pack) const {
    return !context_.scenarios.empty() && pack.pack.has_readiness();
}

void Certifier::try_later(Pack pack, std::function<void(Certificate)> done) {
    std::optional<Job> given_up{Job{std::move(pack), std::move(done)}};
    {
        std::lock_guard const lock{mutex_};
        if (!shall_stop_) {
            std::swap(waiting_, given_up);
            changed_.notify_all();
        }
    }
    if (given_up) {
        given_up->done(std::nullopt);
    }
}

Certifier::Certificate Certifier::try_now(Pack pack) {
    std::promise<Certificate> promise;
    try_later(std::move(pack),
              [&promise](Certificate certificate) { promise.set_value(std::move(certificate)); });
    return promise.get_future().get();
}

void Certifier::stop() {
    std::optional<Job> given_up;
    {
        std::lock_guard const lock{mutex_};
        shall_stop_ = true;
        std::swap(waiting_, given_up);
        changed_.notify_all();
    }
    if (given_up) {
        given_up->done(std::nullopt);
    }
}

void Certifier::run() {
    ::pthread_setname_np(::pthread_self(), "larm-certifier");
    // On Linux of this thread alone. Where it is refused, packs are tried all the same.
    (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), nicer_by);
    std::unique_lock lock{mutex_};
    for (;;) {
        changed_.wait(lock, [this] { return shall_stop_ || waiting_; });
        if (shall_stop_) {
            return;
        }
        auto const job = *std::exchange(waiting_, std::nullopt);
        lock.unlock();
        job.done(play(*job.pack));
        lock.lock();
    }
}

Certifier::Certificate Certifier::play(rules::LoadedPack const& pack) {
    spdlog::info("event=certificate_begun pack={} version={} runs={}", pack.pack.name(),
                 pack.pack.version(), pack.pack.readiness().scenarios_size());
    auto certificate = player::certify(pack, {.rules = context_.rules,
                                              .scenarios = context_.scenarios,
                                              .chosen = player::chosen_by(pack.pack),
                                              .version = context_.version,
                                              .shall_stop = [this] { return shall_give_up(); }});
    if (certificate) {
        keep(*certificate);
        log(*certificate);
    }
    return certificate;
}

bool Certifier::shall_give_up() {
    std::lock_guard const lock{mutex_};
    return shall_stop_ || waiting_;
}

void Certifier::keep(v1::ReadinessCertificate const& certificate) const {
    auto const file = context_.data / "readiness.json";
    if (!write_whole(file, json_of(certificate))) {
        spdlog::error("event=certificate_not_kept {}", delivery::log_field("file", file.string()));
    }
}

std::string trouble_of(v1::ReadinessCertificate const& certificate) {
    auto const failures = report::failed_lines(certificate, report::Language::english);
    std::string text;
    for (std::size_t index = 0; index < std::min(failures.size(), failures_shown_max); ++index) {
        text += (text.empty() ? "" : "\n") + failures[index];
    }
    if (failures.size() > failures_shown_max) {
        text += fmt::format("\nand {} lines more; `larm rules certify` and readiness.json tell all",
                            failures.size() - failures_shown_max);
    }
    return text;
}

}  // namespace larm::larmd
