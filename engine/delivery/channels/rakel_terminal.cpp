#include "engine/delivery/channels/rakel_terminal.hpp"

#include <fmt/format.h>
#include <pthread.h>

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "engine/delivery/channels/rakel_line.hpp"
#include "engine/delivery/channels/rakel_memory.hpp"
#include "engine/delivery/channels/with_error.hpp"

namespace larm::delivery {
namespace {

namespace asio = boost::asio;

constexpr std::size_t replies_max = 100;
constexpr std::size_t ranks = 3;
constexpr std::chrono::milliseconds settling{100};

struct Step {
    std::string_view command;
    bool is_needed;
};
constexpr std::array first_words{Step{pei::attention, true}, Step{pei::echo_off, false},
                                 Step{pei::take_texts, true}, Step{pei::take_simple_texts, false},
                                 Step{pei::send_as_text, true}};

std::size_t index(RakelRank rank) {
    return static_cast<std::size_t>(rank);
}

bool is_identity(std::string_view issi) {
    return !issi.empty() && issi.size() <= 17 &&
           issi.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Assumption: as in 3GPP TS 27.007, not supported, text too long and wrong characters. The rest
/// may be otherwise in a moment.
bool is_final(std::optional<int> code) {
    return code == 4 || code == 24 || code == 25;
}

RakelNews failure(bool may_try_again, std::string detail) {
    return {v1::DELIVERY_OUTCOME_FAILED, may_try_again, std::move(detail)};
}

RakelNews better(RakelNews one, RakelNews other) {
    auto const worth = [](RakelNews const& news) {
        return news.outcome != v1::DELIVERY_OUTCOME_FAILED ? 2 : news.may_try_again ? 1 : 0;
    };
    return worth(other) > worth(one) ? other : one;
}

}  // namespace

/// Everything but send(), forget(), trouble() and what posts runs on the one thread.
class RakelTerminal::Running {
public:
    Running(RakelOptions options, std::function<void(RakelHeard)> heard)
        : options_{std::move(options)},
          heard_{std::move(heard)},
          work_{io_.get_executor()},
          wake_{io_},
          line_{io_, [this](pei::Said const& said) { hear(said); }, [this] { wake_.cancel(); }} {
        asio::co_spawn(io_, run(), asio::detached);
        thread_ = std::thread{[this] { io_.run(); }};
        pthread_setname_np(thread_.native_handle(), "larm-rakel-tty");
    }

    ~Running() {
        {
            std::lock_guard const lock{mutex_};
            is_closed_ = true;
        }
        left_.notify_all();
        asio::post(io_, [this] {
            is_stopped_ = true;
            line_.close();
            wake_.cancel();
            work_.reset();
        });
        thread_.join();
    }
    Running(Running const&) = delete;
    Running& operator=(Running const&) = delete;

    bool send(RakelMessage message, std::stop_token const& stop) {
        {
            std::unique_lock lock{mutex_};
            auto& waiting = waiting_[index(message.rank)];
            if (message.rank == RakelRank::reply) {
                if (waiting >= replies_max) {
                    return false;
                }
            } else {
                left_.wait(lock, stop, [&] { return is_closed_ || waiting == 0; });
            }
            if (is_closed_ || stop.stop_requested()) {
                return false;
            }
            ++waiting;
        }
        asio::post(io_, [this, message = std::move(message)]() mutable {
            take({.message = std::move(message), .pdu = {}});
        });
        return true;
    }

    void forget(void const* owner) {
        std::promise<void> forgotten;
        asio::post(io_, [this, owner, &forgotten] {
            auto const silence = [owner](RakelMessage& message) {
                if (message.owner == owner) {
                    message.news = {};
                }
            };
            for (auto& queue : queues_) {
                std::ranges::for_each(queue, [&](auto& item) { silence(item.message); });
            }
            silence(current_);
            receipts_.forget(owner);
            forgotten.set_value();
        });
        forgotten.get_future().wait();
    }

    std::string trouble() const {
        std::lock_guard const lock{mutex_};
        return trouble_;
    }

private:
    struct Item {
        RakelMessage message;
        std::string pdu;  ///< Sent as it is; empty: the message's text.
    };

    void take(Item item) {
        if (!is_up_) {
            return end(item.message, failure(true, "the terminal cannot be used: " + trouble()));
        }
        queues_[index(item.message.rank)].push_back(std::move(item));
        wake_.cancel();
    }

    void end(RakelMessage const& message, std::optional<RakelNews> news) {
        if (message.news && news) {
            message.news(std::move(*news));
        }
        {
            std::lock_guard const lock{mutex_};
            --waiting_[index(message.rank)];
        }
        left_.notify_all();
    }

    void say_trouble(std::string trouble) {
        std::lock_guard const lock{mutex_};
        trouble_ = std::move(trouble);
    }

    asio::awaitable<void> run() {
        while (!is_stopped_) {
            auto trouble = co_await prepare();
            if (trouble.empty()) {
                say_trouble({});
                is_up_ = true;
                trouble = co_await serve();
                is_up_ = false;
            }
            line_.close();
            say_trouble(std::move(trouble));
            give_back();
            if (!is_stopped_) {
                wake_.expires_after(options_.reopen_after);
                co_await wake_.async_wait(with_error);
            }
        }
    }

    /// What waits goes to other channels.
    void give_back() {
        for (auto& queue : queues_) {
            for (auto& item : std::exchange(queue, {})) {
                end(item.message, failure(true, "the terminal cannot be used: " + trouble()));
            }
        }
    }

    asio::awaitable<std::string> prepare() {
        auto trouble = line_.open(options_.device, options_.baud);
        if (!trouble.empty()) {
            co_return trouble;
        }
        // A terminal that still waits for the data of a message takes Escape for its end, and says
        // ERROR to it or nothing. Assumption: as in 3GPP TS 27.005.
        static constexpr std::string_view escape = "\x1B\r\n";
        static_cast<void>(co_await line_.command(escape, settling));
        for (auto const& step : first_words) {
            auto const answer = co_await line_.command(step.command, options_.command_within);
            if (!answer.came || (step.is_needed && !answer.is_ok)) {
                co_return fmt::format("{} does not {} {}", options_.device,
                                      answer.came ? "accept" : "answer to",
                                      step.command.substr(0, step.command.size() - 2));
            }
        }
        co_return std::string{};
    }

    /// Until the terminal fails; why.
    asio::awaitable<std::string> serve() {
        using Clock = std::chrono::steady_clock;
        auto next_look = Clock::now() + options_.health_every;
        while (!is_stopped_ && line_.is_open()) {
            if (auto item = next(); item) {
                auto const is_well = co_await carry(*item);
                if (!is_well) {
                    co_return options_.device + " did not answer to a message";
                }
            } else if (Clock::now() >= next_look) {
                auto const answer = co_await line_.command(pei::attention, options_.command_within);
                if (!answer.came) {
                    co_return options_.device + " does not answer";
                }
                next_look = Clock::now() + options_.health_every;
            } else {
                wake_.expires_at(next_look);
                co_await wake_.async_wait(with_error);
            }
        }
        co_return options_.device + " has been taken away";
    }

    std::optional<Item> next() {
        for (auto& queue : queues_) {
            if (!queue.empty()) {
                auto item = std::move(queue.front());
                queue.pop_front();
                return item;
            }
        }
        return std::nullopt;
    }

    /// One message to all its addresses, one after another. False where the terminal did not say
    /// what became of it.
    asio::awaitable<bool> carry(Item& item) {
        current_ = std::move(item.message);
        auto const number = receipts_.begin();
        std::optional<RakelNews> best;
        bool is_well = true;
        for (auto const& to : current_.to) {
            if (is_well && is_identity(to)) {
                auto news = co_await carry_to(to, item.pdu, is_well);
                best = best ? better(std::move(*best), std::move(news)) : std::move(news);
            }
        }
        if (!best) {
            best = failure(false, "no address that is an ISSI");
        }
        // A report may have come before the terminal's own word, and says more.
        auto const is_known = receipts_.has_come(number);
        if (best->outcome == v1::DELIVERY_OUTCOME_FAILED && !is_known) {
            receipts_.drop(number);
        }
        auto const message = std::exchange(current_, {});
        end(message, is_known ? std::nullopt : std::move(best));
        co_return is_well;
    }

    asio::awaitable<RakelNews> carry_to(std::string const& to, std::string const& pdu,
                                        bool& is_well) {
        auto const reference = ++reference_;
        under_way_ = {};
        if (pdu.empty() && current_.news) {
            under_way_ = {to, reference};
            receipts_.await(under_way_, current_.owner, current_.news);
        }
        auto const command =
            pei::send_command(to, pdu.empty() ? pei::transfer_pdu(reference, current_.text) : pdu);
        auto const answer = co_await line_.command(command, options_.message_within);
        is_well = answer.came;
        if (!answer.came) {
            co_return failure(true, "the terminal did not answer in time");
        }
        if (!answer.is_ok) {
            co_return failure(!is_final(answer.code),
                              answer.code ? fmt::format("+CME ERROR: {}", *answer.code) : "ERROR");
        }
        auto const within = tells_status_ ? options_.network_within : std::chrono::milliseconds{0};
        auto const status = co_await line_.status(within);
        tells_status_ = status.has_value();
        if (status == pei::status_not_sent) {
            co_return failure(true, "the network did not take it");
        }
        co_return RakelNews{
            v1::DELIVERY_OUTCOME_ACCEPTED, false,
            status == pei::status_sent ? "the network has taken it" : "the terminal has taken it"};
    }

    void hear(pei::Said const& said) {
        if (auto const* const sending = std::get_if<pei::Sending>(&said)) {
            if (sending->reference) {  // a report under it may be the next that is said
                receipts_.rename(under_way_, static_cast<std::uint8_t>(*sending->reference));
                under_way_ = {};
            }
        } else if (auto const* const incoming = std::get_if<pei::Incoming>(&said)) {
            hear_message(*incoming);
        }
    }

    void hear_message(pei::Incoming const& incoming) {
        auto const pdu = pei::read_pdu(incoming.pdu);
        if (!pdu) {
            return;
        }
        if (auto const* const report = std::get_if<pei::ReportPdu>(&*pdu)) {
            return receipts_.come({incoming.from, report->reference}, *report);
        }
        auto const& text = std::get<pei::TextPdu>(*pdu);
        if (text.wants_receipt && is_identity(incoming.from) && is_up_) {
            {
                std::lock_guard const lock{mutex_};
                ++waiting_[index(RakelRank::reply)];
            }
            RakelMessage receipt;
            receipt.to = {incoming.from};
            receipt.rank = RakelRank::reply;
            take({.message = std::move(receipt), .pdu = pei::receipt_pdu(*text.reference)});
        }
        if (heard_) {
            heard_({incoming.from, text.text, repeats_.said_id(incoming.from, text)});
        }
    }

    RakelOptions options_;
    std::function<void(RakelHeard)> heard_;
    asio::io_context io_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_;
    asio::steady_timer wake_;
    RakelLine line_;
    std::array<std::deque<Item>, ranks> queues_;  ///< By rank.
    RakelMessage current_;                        ///< On its way.
    RakelReference under_way_;                    ///< Of the message that left last.
    RakelReceipts receipts_;
    RakelRepeats repeats_;
    std::uint8_t reference_ = 0;
    bool tells_status_ = true;  ///< Whether waiting for the network's word has been worth it.
    bool is_up_ = false;
    bool is_stopped_ = false;

    mutable std::mutex mutex_;  ///< For what follows.
    std::condition_variable_any left_;
    std::array<std::size_t, ranks> waiting_{};  ///< By rank, the one on its way among them.
    std::string trouble_ = "the terminal has not been looked at yet";
    bool is_closed_ = false;
    std::thread thread_;  ///< Last: it uses all of the above.
};

RakelTerminal::RakelTerminal(RakelOptions options, std::function<void(RakelHeard)> heard)
    : running_{std::make_unique<Running>(std::move(options), std::move(heard))} {}

RakelTerminal::~RakelTerminal() = default;

bool RakelTerminal::send(RakelMessage message, std::stop_token stop) {
    return running_->send(std::move(message), stop);
}

void RakelTerminal::forget(void const* owner) {
    running_->forget(owner);
}

std::string RakelTerminal::trouble() const {
    return running_->trouble();
}

}  // namespace larm::delivery
