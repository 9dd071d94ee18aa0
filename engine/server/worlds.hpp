// The worlds that are open: live, which always is, and exercises. A caller's token names the one it
// is for, and nothing a caller sends can reach another.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "engine/delivery/address_book.hpp"
#include "engine/delivery/answer_keys.hpp"
#include "engine/server/contact_desk.hpp"
#include "engine/server/watch/hub.hpp"
#include "engine/world/world_handle.hpp"

namespace larm::server {

/// One world as the network side sees it. All of it must outlive the server.
struct WorldSide {
    world::WorldHandle& world;
    ContactDesk& desk;
    WatchHub& hub;
    delivery::AddressBook const* book = nullptr;  ///< For whoever has to call; may be none.
    /// Whose links into it are good: an exercise's to enrolled devices. Live's have a door of their
    /// own.
    delivery::AnswerKeys const* answer_keys = nullptr;
};

/// Network thread only.
class Worlds {
public:
    explicit Worlds(WorldSide live) : sides_{} { add("live", live); }

    /// `id` is as tokens name it, and is not open yet.
    void add(std::string id, WorldSide side) { sides_.emplace(std::move(id), side); }
    void remove(std::string const& id) { sides_.erase(id); }
    /// nullptr where that world is not open here.
    [[nodiscard]] WorldSide const* find(std::string_view id) const {
        auto const found = sides_.find(id);
        return found == sides_.end() ? nullptr : &found->second;
    }
    [[nodiscard]] auto const& all() const { return sides_; }
    /// Of all of them.
    [[nodiscard]] std::size_t watchers() const {
        std::size_t count = 0;
        for (auto const& [id, side] : sides_) {
            count += side.hub.watchers();
        }
        return count;
    }

private:
    std::map<std::string, WorldSide, std::less<>> sides_;
};

}  // namespace larm::server
