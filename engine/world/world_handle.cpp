#include "engine/world/world_handle.hpp"

#include <chrono>
#include <future>
#include <memory>
#include <utility>

namespace larm::world {
namespace {

/// Whoever waits looks so often whether an answer can still come.
constexpr std::chrono::milliseconds look_every{200};

}  // namespace

Reply WorldHandle::submit_and_wait(v1::Command command) {
    auto const promise = std::make_shared<std::promise<Reply>>();
    auto reply = promise->get_future();
    submit(std::move(command), [promise](Reply given) { promise->set_value(std::move(given)); });
    while (reply.wait_for(look_every) != std::future_status::ready) {
        // Once more: it may have come in the moment the world stopped.
        if (auto why = stopped(); why && reply.wait_for(look_every) != std::future_status::ready) {
            return std::unexpected{std::move(*why)};
        }
    }
    return reply.get();
}

}  // namespace larm::world
