#include "engine/larm/pack_names.hpp"

#include <fmt/format.h>
#include <larm/v1/session.pb.h>

#include <utility>

#include "engine/larm/output.hpp"
#include "engine/rules/loader.hpp"

namespace larm::cli {

void PackNames::declare(CLI::App& flags) {
    flags
        .add_option("--rules", folder_, "Folder of a rule pack, for the names of places and steps")
        ->envname("LARM_RULES");
}

core::Pack const* PackNames::pack() {
    if (!pack_ && !folder_.empty()) {
        auto loaded = rules::load_pack(folder_);
        if (!loaded) {
            complain(
                fmt::format("--rules: {} cannot be used, ids are shown instead of names", folder_));
            folder_.clear();
            return nullptr;
        }
        pack_ = core::Pack{{loaded->hash.begin(), loaded->hash.end()},
                           std::move(loaded->bytes),
                           std::move(loaded->pack)};
    }
    return pack_ ? &*pack_ : nullptr;
}

core::Pack const* PackNames::pack_or_of(Daemon& daemon) {
    if (pack() == nullptr && !std::exchange(has_asked_, true)) {
        v1::GetRulePackReply reply;
        if (daemon.learn_soon("larm.v1.ConsoleService/GetRulePack", v1::GetRulePack{}, reply) &&
            reply.has_pack()) {
            pack_ = core::Pack{{}, {}, std::move(*reply.mutable_pack())};
        }
    }
    return pack_ ? &*pack_ : nullptr;
}

}  // namespace larm::cli
