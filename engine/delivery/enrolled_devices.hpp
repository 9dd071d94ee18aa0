// Devices that have been enrolled for one exercise, and for that one only. Not an AddressBook, and
// no way leads from one to the other: a live channel cannot be given these, nor an exercise's
// channel the live contacts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace larm::delivery {

class EnrolledDevices {
public:
    EnrolledDevices() = default;
    EnrolledDevices(EnrolledDevices const&) = delete;
    EnrolledDevices& operator=(EnrolledDevices const&) = delete;
    virtual ~EnrolledDevices() = default;

    // All from any thread; they wait for nothing but a mutex.
    /// The exercise's.
    [[nodiscard]] virtual std::string const& world_id() const = 0;
    /// Of the officer, as the browsers' JSON.
    [[nodiscard]] virtual std::vector<std::string> subscriptions(
        std::string_view officer_id) const = 0;
    /// It is gone for good (404 or 410 of its push service).
    virtual void drop(std::string_view officer_id, std::string_view subscription) = 0;
    /// A push service has taken a message for it.
    virtual void note_accepted(std::string_view officer_id, std::string_view subscription) = 0;
};

}  // namespace larm::delivery
