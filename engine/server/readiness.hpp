// Whether the daemon is ready and what troubles it: what /readyz says. A trouble does not make it
// unready: an alarm goes out all the same, and whoever watches must see both.
#pragma once

#include <map>
#include <string>
#include <utility>

namespace larm::server {

/// Network thread only.
class Readiness {
public:
    void set_ready() { is_ready_ = true; }
    void set_draining() { is_draining_ = true; }
    [[nodiscard]] bool is_ready() const { return is_ready_ && !is_draining_; }
    [[nodiscard]] bool is_draining() const { return is_draining_; }

    /// `area` is a word of ours ("rules", "delivery"); an empty message ends the trouble.
    void set_trouble(std::string const& area, std::string message) {
        if (message.empty()) {
            troubles_.erase(area);
        } else {
            troubles_[area] = std::move(message);
        }
    }
    [[nodiscard]] std::map<std::string, std::string> const& troubles() const { return troubles_; }

private:
    bool is_ready_ = false;
    bool is_draining_ = false;
    std::map<std::string, std::string> troubles_;
};

}  // namespace larm::server
