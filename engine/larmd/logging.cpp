#include "engine/larmd/logging.hpp"

#include <google/protobuf/stubs/logging.h>
#include <limits.h>
#include <poll.h>
#include <spdlog/async.h>
#include <spdlog/details/null_mutex.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>

namespace larm::larmd {
namespace {

/// syslog's number for a level, in the brackets that journald takes off.
char priority(spdlog::level::level_enum level) {
    switch (level) {
        case spdlog::level::trace:
        case spdlog::level::debug: return '7';
        case spdlog::level::info: return '6';
        case spdlog::level::warn: return '4';
        case spdlog::level::err: return '3';
        case spdlog::level::critical:
        case spdlog::level::off:
        case spdlog::level::n_levels: break;
    }
    return '2';
}

class PriorityFlag : public spdlog::custom_flag_formatter {
public:
    void format(spdlog::details::log_msg const& message, std::tm const&,
                spdlog::memory_buf_t& to) override {
        to.push_back('<');
        to.push_back(priority(message.level));
        to.push_back('>');
    }
    [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override {
        return std::make_unique<PriorityFlag>();
    }
};

constexpr std::size_t lines_waiting_max = 8192;
constexpr int patience_ms = 100;

/// A pipe that can be written to takes PIPE_BUF bytes without blocking, and a longer line is cut to
/// that. False where nobody reads.
bool write_if_read(std::string_view line, int wait_ms) {
    pollfd stderr_ready{STDERR_FILENO, POLLOUT, 0};
    if (::poll(&stderr_ready, 1, wait_ms) != 1) {
        return false;
    }
    auto const size = std::min<std::size_t>(line.size(), PIPE_BUF);
    return ::write(STDERR_FILENO, line.data(), size) == static_cast<ssize_t>(size);
}

/// On the log's own thread.
class PatientSink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
protected:
    void sink_it_(spdlog::details::log_msg const& message) override {
        spdlog::memory_buf_t buffer;
        formatter_->format(message, buffer);
        if (buffer.size() > PIPE_BUF) {
            buffer.resize(PIPE_BUF);
            buffer[PIPE_BUF - 1] = '\n';
        }
        // Once nobody reads, later lines do not wait: a stop must not take a while for each.
        if (!write_if_read({buffer.data(), buffer.size()}, lost_ == 0 ? patience_ms : 0)) {
            ++lost_;
        } else if (lost_ > 0) {
            auto const told = fmt::format("event=log_lines_lost count={}\n", lost_);
            lost_ = write_if_read(told, 0) ? 0 : lost_;
        }
    }
    void flush_() override {}

private:
    std::size_t lost_ = 0;
};

std::unique_ptr<spdlog::formatter> make_formatter() {
    auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
    formatter->add_flag<PriorityFlag>('*');
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here sets a variable
    auto const is_journald = std::getenv("JOURNAL_STREAM") != nullptr;
    formatter->set_pattern(is_journald ? "%*%v" : "%Y-%m-%dT%H:%M:%S.%eZ level=%l %v");
    return formatter;
}

/// Bad input is the caller's error and is answered as such; what protobuf says of it beside is for
/// debugging.
void from_protobuf(google::protobuf::LogLevel, char const*, int, std::string const& message) {
    spdlog::debug("protobuf message=\"{}\"", message);
}

}  // namespace

void start_logging() {
    spdlog::init_thread_pool(lines_waiting_max, 1);
    auto logger = std::make_shared<spdlog::async_logger>(
        "larmd", std::make_shared<PatientSink>(), spdlog::thread_pool(),
        spdlog::async_overflow_policy::overrun_oldest);
    logger->set_formatter(make_formatter());
    spdlog::set_default_logger(std::move(logger));
    google::protobuf::SetLogHandler(from_protobuf);
}

void last_words(std::string_view line) {
    spdlog::details::log_msg const message{
        "larmd", spdlog::level::critical, {line.data(), line.size()}};
    spdlog::memory_buf_t buffer;
    make_formatter()->format(message, buffer);
    (void)write_if_read({buffer.data(), buffer.size()}, 0);
}

}  // namespace larm::larmd
