// Plays the scenarios that a pack names (its certificate of readiness) beside the live world: on a
// thread of its own below everything else that runs, one pack at a time. What came of it is logged
// and kept as DATA/readiness.json.
#pragma once

#include <larm/v1/report.pb.h>

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "engine/rules/loader.hpp"

namespace larm::larmd {

using Pack = std::shared_ptr<rules::LoadedPack const>;

struct CertifierContext {
    std::filesystem::path rules;      ///< Folder of the contacts that go with a pack.
    std::filesystem::path scenarios;  ///< Empty: nothing can be played.
    std::filesystem::path data;       ///< Where the last certificate is kept.
    std::string version;
};

class Certifier {
public:
    /// Nothing: it was given up, for another pack or for the end.
    using Certificate = std::optional<v1::ReadinessCertificate>;

    explicit Certifier(CertifierContext context);
    Certifier(Certifier const&) = delete;
    Certifier& operator=(Certifier const&) = delete;
    ~Certifier();

    /// The pack names scenarios, and there is a folder to play them from. Any thread.
    [[nodiscard]] bool can_try(rules::LoadedPack const& pack) const;
    /// Tries the pack later, in place of one that is being tried. `done` is called once, on the
    /// certifier's thread or this one. Any thread.
    void try_later(Pack pack, std::function<void(Certificate)> done);
    /// Tries it now, and waits. Not on the network's or the world's thread.
    [[nodiscard]] Certificate try_now(Pack pack);
    /// Gives up what is being tried; nothing is tried any more. Returns at once; does nothing when
    /// called again.
    void stop();

private:
    struct Job {
        Pack pack;
        std::function<void(Certificate)> done;
    };

    void run();
    [[nodiscard]] Certificate play(rules::LoadedPack const& pack);
    [[nodiscard]] bool shall_give_up();
    void keep(v1::ReadinessCertificate const& certificate) const;

    CertifierContext context_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<Job> waiting_;
    bool shall_stop_ = false;
    std::thread thread_;
};

/// What is said of a certificate on /readyz; empty where it held.
[[nodiscard]] std::string trouble_of(v1::ReadinessCertificate const& certificate);

}  // namespace larm::larmd
