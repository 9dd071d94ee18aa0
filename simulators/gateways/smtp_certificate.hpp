// A certificate of one's own for 127.0.0.1, made anew each time, which is its own authority.
#pragma once

#include <string>

namespace larm::gateways {

struct OwnCertificate {
    std::string certificate;  ///< PEM; also the authority to believe in.
    std::string key;          ///< PEM
};

[[nodiscard]] OwnCertificate make_certificate();

}  // namespace larm::gateways
