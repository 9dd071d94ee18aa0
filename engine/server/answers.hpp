// How a coroutine on the network thread gets an answer that another thread owes it. The coroutine
// may give up first (its time is out, the daemon drains): a late answer then finds nobody and is
// dropped. No shared ownership is needed, because an answer names its asker by number.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>

namespace larm::server {

/// The askers of one kind of answer. Lives on the network thread; only deliver() may be called
/// elsewhere. Must outlive the io_context's last run.
template <typename Answer>
class Answers {
public:
    explicit Answers(boost::asio::io_context& io) : io_{io} {}
    Answers(Answers const&) = delete;
    Answers& operator=(Answers const&) = delete;

    /// One coroutine's place in the queue; a local of it.
    class Asker {
    public:
        explicit Asker(Answers& answers)
            : answers_{answers}, timer_{answers.io_}, number_{++answers.last_} {
            answers_.askers_.emplace(number_, this);
        }
        Asker(Asker const&) = delete;
        Asker& operator=(Asker const&) = delete;
        ~Asker() { answers_.askers_.erase(number_); }

        [[nodiscard]] std::uint64_t number() const { return number_; }

        /// The answer, or nothing after `at_most`.
        [[nodiscard]] boost::asio::awaitable<std::optional<Answer>> wait(
            std::chrono::milliseconds at_most) {
            if (!answer_) {
                timer_.expires_after(at_most);
                co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
            }
            co_return std::move(answer_);
        }

    private:
        friend class Answers;
        Answers& answers_;
        boost::asio::steady_timer timer_;
        std::uint64_t number_;
        std::optional<Answer> answer_;
    };

    /// Any thread. The first answer counts.
    void deliver(std::uint64_t number, Answer answer) {
        boost::asio::post(io_, [this, number, answer = std::move(answer)]() mutable {
            auto const found = askers_.find(number);
            if (found != askers_.end() && !found->second->answer_) {
                found->second->answer_ = std::move(answer);
                found->second->timer_.cancel();
            }
        });
    }

    /// Ends every wait with nothing.
    void give_up() {
        for (auto const& [number, asker] : askers_) {
            asker->timer_.cancel();
        }
    }

private:
    boost::asio::io_context& io_;
    std::unordered_map<std::uint64_t, Asker*> askers_;
    std::uint64_t last_ = 0;
};

}  // namespace larm::server
