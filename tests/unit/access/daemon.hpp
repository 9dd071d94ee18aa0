// An AccessThread as the daemon runs it, with the few words the tests need to ask it something and
// to wait.
#pragma once

#include <condition_variable>
#include <expected>
#include <future>
#include <mutex>
#include <string>
#include <utility>

#include "engine/access/access_thread.hpp"
#include "tests/unit/access/support.hpp"

namespace larm::access::test {

/// A clock that tests move by hand.
class HandClock {
public:
    [[nodiscard]] core::Instant now() const {
        std::lock_guard const lock{mutex_};
        return now_;
    }
    void advance(core::Duration by) {
        std::lock_guard const lock{mutex_};
        now_ = now_ + by;
    }

private:
    mutable std::mutex mutex_;
    core::Instant now_ = midnight;
};

/// Counts what happened and lets a test wait for more of it.
class Counter {
public:
    void add() {
        {
            std::lock_guard const lock{mutex_};
            ++count_;
        }
        changed_.notify_all();
    }
    [[nodiscard]] bool reaches(int count, std::chrono::milliseconds within) {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, within, [&] { return count_ >= count; });
    }
    [[nodiscard]] int count() {
        std::lock_guard const lock{mutex_};
        return count_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int count_ = 0;
};

/// Asks as the server does and waits for the answer.
[[nodiscard]] inline std::expected<Grant, Denial> ask(AccessThread& access,
                                                      std::string const& secret,
                                                      core::Instant now = midnight) {
    std::promise<std::expected<Grant, Denial>> promise;
    auto answer = promise.get_future();
    access.authenticate(secret, now, [&](auto found) { promise.set_value(std::move(found)); });
    return answer.get();
}

}  // namespace larm::access::test
