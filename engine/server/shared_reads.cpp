#include "engine/server/shared_reads.hpp"

#include <boost/asio/post.hpp>
#include <utility>

namespace larm::server {
namespace {

namespace asio = boost::asio;

CallError too_many() {
    return {ConnectCode::resource_exhausted, "too many large replies are being written; try again",
            "", 0};
}

SharedBytes shared(std::string bytes) {
    return std::make_shared<std::string const>(std::move(bytes));
}

}  // namespace

bool is_small(google::protobuf::Message const& reply) {
    return reply.ByteSizeLong() <= Encoder::small_bytes_max;
}

SharedBytes SharedReads::find(ReadKey const& key, core::Instant now) const {
    auto const found = kept_.find(key.what);
    if (found == kept_.end() || found->second.first != key.seq ||
        now - found->second.second.at > kept_max) {
        return nullptr;
    }
    return found->second.second.bytes;
}

bool SharedReads::join(ReadKey const& key, std::uint64_t number) {
    auto& askers = waiting_[key];
    askers.push_back(number);
    return askers.size() == 1;
}

void SharedReads::answer(ReadKey key, core::Instant now, BodyType type, QueryAnswer read) {
    asio::post(io_, [this, key = std::move(key), now, type, read = std::move(read)]() mutable {
        on_read(std::move(key), now, type, std::move(read));
    });
}

void SharedReads::on_read(ReadKey key, core::Instant now, BodyType type, QueryAnswer read) {
    if (!read) {
        return tell(key, std::unexpected{std::move(read).error()});
    }
    if (is_small(**read)) {
        return tell(key, shared(server::encode(**read, type)));
    }
    auto done = [this, key, now](std::string bytes) {
        asio::post(io_, [this, key, now, bytes = shared(std::move(bytes))] {
            keep(key, now, bytes);
            tell(key, bytes);
        });
    };
    if (!encoder_.encode(std::move(*read), type, std::move(done))) {
        tell(key, std::unexpected{too_many()});
    }
}

void SharedReads::encode(std::unique_ptr<google::protobuf::Message> message, BodyType type,
                         std::uint64_t number) {
    auto done = [this, number](std::string bytes) {
        answers_.deliver(number, shared(std::move(bytes)));
    };
    if (!encoder_.encode(std::move(message), type, std::move(done))) {
        answers_.deliver(number, std::unexpected{too_many()});
    }
}

void SharedReads::tell(ReadKey const& key, Encoded const& encoded) {
    auto const waiting = waiting_.extract(key);
    if (waiting.empty()) {
        return;
    }
    for (auto const number : waiting.mapped()) {
        answers_.deliver(number, encoded);
    }
}

void SharedReads::keep(ReadKey const& key, core::Instant now, SharedBytes const& bytes) {
    std::erase_if(kept_, [&](auto const& kept) {
        auto const& [seq, written] = kept.second;
        auto const is_over = kept.first == key.what || now - written.at > kept_max;
        kept_bytes_ -= is_over ? written.bytes->size() : 0;
        return is_over;
    });
    if (kept_bytes_ + bytes->size() <= kept_bytes_max) {
        kept_bytes_ += bytes->size();
        kept_[key.what] = {key.seq, {now, bytes}};
    }
}

}  // namespace larm::server
