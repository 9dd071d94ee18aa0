#include "engine/larmd/fallback_keeper.hpp"

#include <pthread.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <future>
#include <utility>

#include "engine/delivery/log_channel.hpp"
#include "engine/paper/fallback_files.hpp"
#include "engine/report/fallback.hpp"

namespace larm::larmd {
namespace {

constexpr int after_everything_else = 10;  // nice

}  // namespace

FallbackKeeper::FallbackKeeper(KeeperContext context)
    : context_{std::move(context)}, thread_{[this] { run(); }} {}

FallbackKeeper::~FallbackKeeper() {
    stop();
    thread_.join();
}

void FallbackKeeper::stop() {
    std::unique_lock lock{mutex_};
    shall_stop_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return !reads_; });
}

bool FallbackKeeper::shall_stop() {
    std::lock_guard const lock{mutex_};
    return shall_stop_;
}

void FallbackKeeper::run() {
    ::pthread_setname_np(::pthread_self(), "larm-paper");
    // On Linux of this thread alone. Where it is refused, the packs are made all the same.
    (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), after_everything_else);
    std::unique_lock lock{mutex_};
    while (!shall_stop_) {
        lock.unlock();
        auto const pause = look() ? context_.write_every : context_.look_every;
        lock.lock();
        changed_.wait_for(lock, pause, [this] { return shall_stop_; });
    }
}

bool FallbackKeeper::look() {
    auto packs = packs_anew();
    if (!packs) {
        return false;
    }
    auto trouble = write(std::move(*packs));
    if (shall_stop()) {
        return true;  // nothing can be said of them
    }
    if (!trouble.empty()) {
        seen_seq_ = -1;  // tried again at the next look, whatever happens until then
    }
    tell(std::move(trouble));
    return true;
}

std::optional<FallbackKeeper::Packs> FallbackKeeper::packs_anew() {
    {
        std::lock_guard const lock{mutex_};
        if (shall_stop_) {
            return std::nullopt;
        }
        reads_ = true;
    }
    auto const revision = context_.book.revision();  // first: what changes meanwhile is seen again
    auto const has_new_people = revision != seen_revision_;
    auto const find = [this](std::string_view officer) {
        return paper::person_of(context_.book, officer);
    };
    std::promise<std::optional<Packs>> answer;
    auto made = answer.get_future();
    context_.world.read([&](core::State const& state, v1::Durability) {
        if (state.seq() == seen_seq_ && !has_new_people) {
            return answer.set_value(std::nullopt);
        }
        seen_seq_ = state.seq();
        Packs packs;
        for (auto const& region : report::fallback_regions(state)) {
            packs.emplace(region, report::fallback_pack(state, region, find, context_.clock()));
        }
        answer.set_value(std::move(packs));
    });
    seen_revision_ = revision;
    auto packs = made.get();
    {
        std::lock_guard const lock{mutex_};
        reads_ = false;
    }
    changed_.notify_all();
    return packs;
}

std::string FallbackKeeper::write(Packs packs) {
    if (auto const made = paper::make_folder(context_.folder); !made) {
        return made.error();
    }
    if (::chmod(context_.folder.c_str(), S_IRWXU) != 0) {
        return context_.folder.string() + " cannot be taken from others' eyes (chmod 700)";
    }
    std::string trouble;
    for (auto& [region, pack] : packs) {
        auto const before = written_.find(region);
        if (before != written_.end() && before->second.says_the_same(pack)) {
            continue;
        }
        if (shall_stop()) {
            return {};
        }
        if (auto const done = paper::write_pack(context_.folder, region, pack); !done) {
            trouble = done.error();
            written_.erase(region);
        } else {
            written_.insert_or_assign(region, std::move(pack));
        }
    }
    std::erase_if(written_, [&](auto const& each) {
        auto const is_gone = !packs.contains(each.first);
        if (is_gone) {
            paper::remove_pack(context_.folder, each.first);
        }
        return is_gone;
    });
    return trouble;
}

void FallbackKeeper::tell(std::string trouble) {
    if (trouble == told_) {
        return;
    }
    if (trouble.empty()) {
        spdlog::info("event=fallback_written folder={}", context_.folder.string());
    } else {
        spdlog::error("event=fallback_not_written {}", delivery::log_field("trouble", trouble));
    }
    if (context_.on_trouble) {
        context_.on_trouble(trouble.empty()
                                ? std::string{}
                                : "the paper to fall back on is not current: " + trouble);
    }
    told_ = std::move(trouble);
}

}  // namespace larm::larmd
