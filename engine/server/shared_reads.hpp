// What is read of a world, written once for all who ask the same: while nothing has happened in it
// they get the same bytes, and whoever asks while the answer is on its way waits for that one. A
// crowd that polls costs the engine and this daemon one reading for each event.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/instant.hpp"
#include "engine/server/answers.hpp"
#include "engine/server/encoder.hpp"
#include "engine/server/http.hpp"
#include "engine/server/queries.hpp"

namespace larm::server {

using Encoded = std::expected<SharedBytes, CallError>;

/// One question, as it stands in the world that it is put to.
struct ReadKey {
    std::string what;      ///< World, method, form of the answer, as whom, and the request.
    std::int64_t seq = 0;  ///< The last event that anybody has been told of.

    friend auto operator<=>(ReadKey const&, ReadKey const&) = default;
};

/// Network thread, but for answer().
class SharedReads {
public:
    /// What has been written is used again for so long, in the world's own time: of what is
    /// reckoned as time goes by it is at most so old.
    static constexpr core::Duration kept_max = core::seconds(1);
    static constexpr std::size_t kept_bytes_max = std::size_t{16} * 1024 * 1024;

    SharedReads(boost::asio::io_context& io, Answers<Encoded>& answers)
        : io_{io}, answers_{answers} {}

    /// What was written of it while it stood as it does; nullptr where nothing was.
    [[nodiscard]] SharedBytes find(ReadKey const& key, core::Instant now) const;
    /// Asker `number` waits for it. True where it is the first, which has to read then.
    [[nodiscard]] bool join(ReadKey const& key, std::uint64_t number);
    /// What was read, for all who wait. `now`: the world's time when it was asked for. Any thread.
    void answer(ReadKey key, core::Instant now, BodyType type, QueryAnswer read);
    /// Writes a reply that is asker `number`'s alone.
    void encode(std::unique_ptr<google::protobuf::Message> message, BodyType type,
                std::uint64_t number);

private:
    struct Kept {
        core::Instant at;
        SharedBytes bytes;
    };

    void on_read(ReadKey key, core::Instant now, BodyType type, QueryAnswer read);
    void tell(ReadKey const& key, Encoded const& encoded);
    void keep(ReadKey const& key, core::Instant now, SharedBytes const& bytes);

    boost::asio::io_context& io_;
    Answers<Encoded>& answers_;
    std::map<ReadKey, std::vector<std::uint64_t>> waiting_;
    std::map<std::string, std::pair<std::int64_t, Kept>, std::less<>> kept_;  ///< By what.
    std::size_t kept_bytes_ = 0;
    Encoder encoder_;  // the last: its thread uses the rest
};

[[nodiscard]] bool is_small(google::protobuf::Message const& reply);

}  // namespace larm::server
