// SHA-256, as everything here is hashed.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

struct evp_md_ctx_st;

namespace larm::journal {

using Hash = std::array<std::uint8_t, 32>;

/// Keeps its context between calls, because making one costs as much as the hashing. Not
/// thread-safe; cheap to have several.
class Digest {
public:
    Digest();
    [[nodiscard]] Hash of(std::string_view bytes);

private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
    };
    std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace larm::journal
