// Prometheus' alertmanager as a process on loopback, set up to do what the webhook benchmark does:
// a notification of its own for each alert, at once, to one receiver.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "tests/support/temporary_directory.hpp"

namespace larm::bench {

class Alertmanager {
public:
    /// Returns when it is ready; ends the benchmark, saying so, where it is not within 15 s.
    [[nodiscard]] static std::unique_ptr<Alertmanager> start(std::string const& program,
                                                             std::uint16_t receiver_port);
    ~Alertmanager();
    Alertmanager(Alertmanager const&) = delete;
    Alertmanager& operator=(Alertmanager const&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    /// A POST of so many alerts that it has not seen before, with our alarm's texts.
    [[nodiscard]] std::string alerts(int count);

private:
    Alertmanager() = default;
    [[nodiscard]] bool is_ready() const;

    larm::test::TemporaryDirectory directory_;
    std::uint16_t port_ = 0;
    pid_t process_ = -1;
    int round_ = 0;
};

}  // namespace larm::bench
