// Fills in any request of the contract by the names of its fields: with what the state has of that
// kind, mostly, and within what the contract lets through the door (options.proto). So a command
// that is new in the contract is played without a line here. What is asked for is muddled, and
// never absurd: refusals by the door are the door's tests'.
#pragma once

#include <google/protobuf/message.h>
#include <larm/v1/command.pb.h>

#include <string>

#include "engine/core/state.hpp"
#include "simulators/player/chance.hpp"

namespace larm::swarm {

class Wishes {
public:
    /// `incident` may be null. All must outlive it.
    Wishes(core::State const& state, core::Incident const* incident, player::Chance& chance)
        : state_{state}, incident_{incident}, chance_{chance} {}

    /// `region` is what it says of regions where it has to say one.
    void fill(google::protobuf::Message& request, std::string const& region);

private:
    using Field = google::protobuf::FieldDescriptor;

    void fill_field(google::protobuf::Message& request, Field const& field);
    void choose_from_oneof(google::protobuf::Message& request,
                           google::protobuf::OneofDescriptor const& choice);
    [[nodiscard]] std::string text(Field const& field);
    [[nodiscard]] std::string plain_text(Field const& field);
    [[nodiscard]] std::string of_support(std::string const& name);
    [[nodiscard]] std::string of_cooperation(std::string const& name);
    [[nodiscard]] std::string of_pack(std::string const& name);
    [[nodiscard]] std::int64_t number(Field const& field);
    [[nodiscard]] int enumerated(Field const& field);
    [[nodiscard]] std::string party(Field const& field);
    [[nodiscard]] std::string hospital();
    [[nodiscard]] std::string move();
    [[nodiscard]] core::Pack const* pack() const;

    template <typename Range>
    [[nodiscard]] auto const* one_of(Range const& range) {
        auto const size = static_cast<std::size_t>(range.size());
        return size == 0 ? nullptr : &*(range.begin() + static_cast<long>(chance_.below(size)));
    }

    core::State const& state_;
    core::Incident const* incident_;
    player::Chance& chance_;
    std::string region_;
    std::string hospital_;    ///< The one that the request is about.
    std::string request_id_;  ///< The same.
};

}  // namespace larm::swarm
