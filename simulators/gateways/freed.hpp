// What OpenSSL's C interface gives away, freed by its own function.
#pragma once

#include <memory>

namespace larm::gateways {

template <auto Free>
struct Freed {
    template <typename Thing>
    void operator()(Thing* thing) const {
        Free(thing);
    }
};
template <typename Thing, auto Free>
using Held = std::unique_ptr<Thing, Freed<Free>>;

}  // namespace larm::gateways
