// A refused call, as the server reports it, and the queue in which refusals wait for the access
// thread. Nothing here touches a file: refusing must never cost the caller's thread more than a
// look into a map.
#pragma once

#include <larm/v1/domain.pb.h>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "engine/core/instant.hpp"

namespace larm::access {

/// One refused call. `method` is the RPC's name as the routing table has it, never the raw path:
/// the audit must not be a place where strangers can write what they like.
struct Refusal {
    core::Instant at;
    std::string token_id = "-";  ///< "-": no valid token
    v1::Role role = v1::ROLE_UNSPECIFIED;
    std::string organisation;
    std::string method;
    std::string code;    ///< Connect's, e.g. "permission_denied"
    std::string remote;  ///< address of the peer
};

/// What makes two refusals the same row.
struct RefusalKey {
    std::int64_t minute = 0;  ///< minutes since the epoch
    std::string token_id;
    std::string method;
    std::string code;

    friend auto operator<=>(RefusalKey const&, RefusalKey const&) = default;
};

/// All refusals of one key. `role`, `organisation` and `remote` are those of the last one.
struct FoldedRefusal {
    RefusalKey key;
    v1::Role role = v1::ROLE_UNSPECIFIED;
    std::string organisation;
    std::string remote;
    core::Instant first_at;
    core::Instant last_at;
    std::int64_t count = 0;
};

/// Any thread. A repeat of a waiting key is counted there and takes no room; a new key finds room
/// or is dropped and counted in dropped().
class RefusalQueue {
public:
    explicit RefusalQueue(std::size_t keys_max) : keys_max_{keys_max} {}

    void add(Refusal refusal);
    /// Empties the queue, oldest minute first.
    [[nodiscard]] std::vector<FoldedRefusal> take();
    /// For a batch that could not be written: it waits for the next try, beside what came in
    /// meanwhile.
    void put_back(std::vector<FoldedRefusal> batch);

    /// Refusals lost for want of room since the start.
    [[nodiscard]] std::uint64_t dropped() const;

private:
    void fold(FoldedRefusal refusal);  // mutex_ is held

    std::size_t const keys_max_;
    mutable std::mutex mutex_;
    std::map<RefusalKey, FoldedRefusal> waiting_;
    std::uint64_t dropped_ = 0;
};

}  // namespace larm::access
