#include "engine/larmd/doors.hpp"

#include <spdlog/spdlog.h>

#include "engine/delivery/delivery_id.hpp"

namespace larm::larmd {

Doors::Doors(DoorsContext const& context)
    : authenticator_{context.io, context.access, context.clock},
      taker_{context.io, *context.opened.world, context.clock},
      page_{context.io,
            *context.opened.world,
            taker_,
            context.opened.reach->keys(),
            context.clock,
            [&outbox = *context.opened.outbox](v1::RecordDelivery about) {
                auto const kind = about.step() == delivery::roll_call_step
                                      ? delivery::RollCall::word
                                      : delivery::Live::word;
                outbox.record(kind, std::move(about));
            }} {
    auto& reach = *context.opened.reach;
    auto& outbox = *context.opened.outbox;
    if (reach.elks() != nullptr && reach.speech() != nullptr) {
        hooks_.emplace(server::ElksHooksContext{
            .io = context.io,
            .world = *context.opened.world,
            .book = *context.opened.book,
            .keys = reach.keys(),
            .speech = *reach.speech(),
            .account = *reach.elks(),
            .record = [&outbox](
                          std::string_view kind,
                          v1::RecordDelivery about) { outbox.record(kind, std::move(about)); },
            .clock = context.clock,
            .metrics = context.metrics,
            .log = spdlog::default_logger()});
    }
    if (context.settings.delivery.has_cap()) {
        cap_.emplace(context.io, *context.opened.world, authenticator_,
                     delivery::CapSettings{.sender = context.settings.delivery.cap().sender()});
    }
}

std::vector<server::Door*> Doors::all() {
    std::vector<server::Door*> doors{&page_};
    if (hooks_) {
        doors.push_back(&*hooks_);
    }
    if (cap_) {
        doors.push_back(&*cap_);
    }
    return doors;
}

}  // namespace larm::larmd
