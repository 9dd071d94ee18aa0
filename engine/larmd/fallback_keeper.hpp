// Keeps the regions' fallback packs (reservpärmar) current on disk, so that a power or network
// failure leaves paper. It looks at the world now and then, on a thread of its own with low
// priority: no alarm waits for a printer's page.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "engine/contacts/contact_book.hpp"
#include "engine/core/instant.hpp"
#include "engine/report/paper.hpp"
#include "engine/world/live_world.hpp"

namespace larm::larmd {

/// What the keeper works with. World and book must outlive it.
struct KeeperContext {
    world::LiveWorld& world;
    contacts::ContactBook const& book;
    std::filesystem::path folder;  ///< DIR/fallback: the keeper's own.
    std::function<core::Instant()> clock;
    /// Why packs cannot be written, whenever that changes; empty: they can. On the keeper's thread.
    std::function<void(std::string)> on_trouble;
    /// A change is on disk after `look_every` and `write_every` together, at the latest.
    std::chrono::milliseconds look_every{1'000};
    std::chrono::milliseconds write_every{2'000};
};

class FallbackKeeper {
public:
    /// Writes every pack, and then those whose content has changed.
    explicit FallbackKeeper(KeeperContext context);
    FallbackKeeper(FallbackKeeper const&) = delete;
    FallbackKeeper& operator=(FallbackKeeper const&) = delete;
    /// Waits for the page that is being made.
    ~FallbackKeeper();

    /// Before the world is drained, which is not read any more when this returns. What has changed
    /// since the last look, and what is being written, is given up: the next start writes every
    /// pack. Waits for no page: on a busy machine one takes longer than a stop may. Does nothing
    /// when called again.
    void stop();

private:
    using Packs = std::map<std::string, report::PaperDocument>;  ///< By region.

    void run();
    /// Whether it has written.
    [[nodiscard]] bool look();
    [[nodiscard]] bool shall_stop();
    /// Nothing where neither the world nor the book has changed since the last time.
    [[nodiscard]] std::optional<Packs> packs_anew();
    /// Answers with why not; empty: all is written, or it has been stopped.
    [[nodiscard]] std::string write(Packs packs);
    void tell(std::string trouble);

    KeeperContext context_;
    Packs written_;
    std::int64_t seen_seq_ = -1;
    std::uint64_t seen_revision_ = 0;
    std::string told_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool shall_stop_ = false;
    bool reads_ = false;  ///< The world, now.
    std::thread thread_;  ///< Last: it uses all of the above.
};

}  // namespace larm::larmd
