// The contacts of one exercise: its scenario's people, and the devices that have been enrolled for
// it. A file of the exercise's own, which goes when the exercise is closed; the live contacts know
// nothing of it.
#pragma once

#include <larm/v1/rules.pb.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/contacts/contact_book.hpp"
#include "engine/delivery/enrolled_devices.hpp"
#include "engine/exercise/run_folder.hpp"

namespace larm::exercise {

class EnrolledBook final : public delivery::EnrolledDevices {
public:
    /// Where the file cannot be used there are the people, and no device can be enrolled.
    EnrolledBook(RunFolder const& folder, v1::Contacts const& people, core::Instant now);

    /// For the exercise's desk, which enrols into it.
    [[nodiscard]] contacts::ContactBook& book() { return *book_; }

    [[nodiscard]] std::string const& world_id() const override { return world_id_; }
    [[nodiscard]] std::vector<std::string> subscriptions(
        std::string_view officer_id) const override {
        return book_->addresses(officer_id, v1::CHANNEL_PUSH);
    }
    void drop(std::string_view officer_id, std::string_view subscription) override {
        book_->drop(officer_id, v1::CHANNEL_PUSH, subscription);
    }
    void note_accepted(std::string_view officer_id, std::string_view subscription) override;

    /// Whose devices are enrolled. One thread at a time; quick where nothing has changed.
    [[nodiscard]] std::vector<std::string> const& officers();

private:
    std::string const world_id_;
    std::unique_ptr<contacts::ContactBook> book_;
    std::vector<std::string> officers_;
    std::uint64_t revision_ = 0;
    bool has_looked_ = false;
};

}  // namespace larm::exercise
