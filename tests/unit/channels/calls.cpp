#include "tests/unit/channels/calls.hpp"

#include <chrono>
#include <stdexcept>
#include <utility>

namespace larm::test {

namespace {
constexpr std::chrono::seconds patience{30};
}

void Calls::begin(delivery::HttpCall call) {
    client_.call(std::move(call), [ended = ended_](delivery::HttpResult result) {
        std::lock_guard const lock{ended->mutex};
        ended->results.push_back(std::move(result));
        ended->changed.notify_all();
    });
}

std::vector<delivery::HttpResult> Calls::wait_for(std::size_t count) const {
    std::unique_lock lock{ended_->mutex};
    if (!ended_->changed.wait_for(lock, patience,
                                  [&] { return ended_->results.size() >= count; })) {
        throw std::runtime_error{"calls have not ended"};
    }
    return ended_->results;
}

std::size_t Calls::ended() const {
    std::lock_guard const lock{ended_->mutex};
    return ended_->results.size();
}

delivery::HttpResult call_and_wait(delivery::HttpClient& client, delivery::HttpCall call) {
    Calls calls{client};
    calls.begin(std::move(call));
    return calls.wait_for(1).front();
}

delivery::HttpCall post_to(std::string url, std::string body) {
    delivery::HttpCall call;
    call.url = std::move(url);
    call.body = std::move(body);
    return call;
}

}  // namespace larm::test
