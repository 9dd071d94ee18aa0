#include "engine/exercise/enrolled_book.hpp"

#include <spdlog/spdlog.h>

#include <utility>

#include "engine/world/engine_clock.hpp"

namespace larm::exercise {

EnrolledBook::EnrolledBook(RunFolder const& folder, v1::Contacts const& people, core::Instant now)
    : world_id_{folder.world_id} {
    auto opened = contacts::ContactBook::open(folder.path);
    if (!opened) {
        spdlog::warn("event=exercise_takes_no_devices exercise={} why=\"{}\"", world_id_,
                     opened.error().message);
    }
    book_ = opened ? std::move(*opened) : contacts::ContactBook::in_memory();
    if (auto const taken = book_->take_file(people, contacts::ContactBook::When::start, now);
        !taken) {
        spdlog::warn("event=exercise_has_no_contacts exercise={} why=\"{}\"", world_id_,
                     taken.error().message);
    }
}

void EnrolledBook::note_accepted(std::string_view officer_id, std::string_view subscription) {
    book_->note_device(officer_id, subscription, v1::DELIVERY_OUTCOME_ACCEPTED,
                       {world::read_clocks().wall_us});
}

std::vector<std::string> const& EnrolledBook::officers() {
    auto const revision = book_->revision();
    if (!has_looked_ || revision != revision_) {
        officers_.clear();
        auto const people = book_->contacts();
        for (auto const& officer : people.officers()) {
            if (!subscriptions(officer.id()).empty()) {
                officers_.push_back(officer.id());
            }
        }
        revision_ = revision;
        has_looked_ = true;
    }
    return officers_;
}

}  // namespace larm::exercise
