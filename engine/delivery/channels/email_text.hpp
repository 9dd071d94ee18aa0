// One message as a mail: RFC 5322 with MIME, plain text in Swedish and then English. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/delivery/message.hpp"

namespace larm::delivery {

/// Whether it can stand in an SMTP command: one "@", no blanks, brackets or control characters.
[[nodiscard]] bool is_mail_address(std::string_view text);

/// The whole mail, lines ended by CR LF. `from` and `to` are addresses; `date` is RFC 5322's. The
/// Message-ID is made of the delivery id, so that a mail sent twice is shown once; Auto-Submitted
/// (RFC 3834) keeps absence notes from answering it.
[[nodiscard]] std::string mail_text(Letter const& letter, std::string_view from,
                                    std::vector<std::string> const& to, std::string_view date);

}  // namespace larm::delivery
