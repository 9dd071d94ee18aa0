// A text field of a request that may not have it, by its name in the contract.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <larm/v1/options.pb.h>

#include <string>
#include <utility>

namespace larm::cli {

class TextField {
public:
    TextField(google::protobuf::Message& message, char const* name)
        : message_{message}, field_{message.GetDescriptor()->FindFieldByName(name)} {}

    [[nodiscard]] bool exists() const { return field_ != nullptr; }
    [[nodiscard]] std::string get() const {
        return exists() ? message_.GetReflection()->GetString(message_, field_) : std::string{};
    }
    void set(std::string value) {
        message_.GetReflection()->SetString(&message_, field_, std::move(value));
    }
    [[nodiscard]] bool is_required() const {
        return exists() && field_->options().GetExtension(v1::rule).required();
    }

private:
    google::protobuf::Message& message_;
    google::protobuf::FieldDescriptor const* field_;
};

}  // namespace larm::cli
