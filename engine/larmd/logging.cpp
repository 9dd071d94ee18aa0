#include "engine/larmd/logging.hpp"

#include <google/protobuf/stubs/logging.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

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

/// Bad input is the caller's error and is answered as such; what protobuf says of it beside is for
/// debugging.
void from_protobuf(google::protobuf::LogLevel, char const*, int, std::string const& message) {
    spdlog::debug("protobuf message=\"{}\"", message);
}

}  // namespace

void start_logging() {
    auto logger = spdlog::stderr_logger_mt("larmd");
    auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
    formatter->add_flag<PriorityFlag>('*');
    auto const is_journald =
        std::getenv("JOURNAL_STREAM") != nullptr;  // NOLINT(concurrency-mt-unsafe): no thread yet
    formatter->set_pattern(is_journald ? "%*%v" : "%Y-%m-%dT%H:%M:%S.%eZ level=%l %v");
    logger->set_formatter(std::move(formatter));
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(logger));
    google::protobuf::SetLogHandler(from_protobuf);
}

}  // namespace larm::larmd
