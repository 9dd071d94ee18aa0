#include "engine/world/head_keeper.hpp"

#include <pthread.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <utility>

namespace larm::world {
namespace {

constexpr std::chrono::seconds between_notes{1};

}  // namespace

HeadKeeper::HeadKeeper(std::filesystem::path directory, std::filesystem::path journal)
    : directory_{std::move(directory)}, journal_{std::move(journal)}, thread_{[this] {
          ::pthread_setname_np(::pthread_self(), "larm-head");
          run();
      }} {}

HeadKeeper::~HeadKeeper() {
    {
        std::lock_guard const hold{mutex_};
        is_ending_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void HeadKeeper::note(journal::Head const& head, std::string const& site) {
    {
        std::lock_guard const hold{mutex_};
        next_ = {head, site, journal_};
    }
    changed_.notify_one();
}

void HeadKeeper::run() {
    auto has_failed = false;
    for (;;) {
        std::unique_lock hold{mutex_};
        changed_.wait(hold, [this] { return next_ || is_ending_; });
        if (!next_) {
            return;
        }
        auto const note = *std::exchange(next_, std::nullopt);
        hold.unlock();
        auto const written = journal::write_head_note(directory_, note);
        if (!written && !has_failed) {  // once: the spill's own trouble is told elsewhere
            spdlog::warn("event=head_not_noted trouble=\"{}\"", written.error().message);
        }
        has_failed = !written;
        hold.lock();
        changed_.wait_for(hold, between_notes, [this] { return is_ending_; });
    }
}

}  // namespace larm::world
