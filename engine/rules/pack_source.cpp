#include "engine/rules/pack_source.hpp"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include "engine/core/check.hpp"

namespace larm::rules {

void PackSource::add(std::string file, std::string text, Faults& faults) {
    auto& document = documents_.emplace_back(std::move(file), std::move(text));
    v1::RulePack part;
    if (!document.parse(part, faults)) {
        is_whole_ = false;  // half a part would only lead to faults that are none
        return;
    }
    note_origins(document, part, faults);
    pack_.MergeFrom(part);
}

void PackSource::note_origins(Document const& document, v1::RulePack const& part, Faults& faults) {
    auto const& reflection = *part.GetReflection();
    std::vector<google::protobuf::FieldDescriptor const*> fields;
    reflection.ListFields(part, &fields);
    for (auto const* const field : fields) {
        auto& origins = origins_[field->name()];
        if (field->is_repeated()) {
            for (int index = 0; index < reflection.FieldSize(part, field); ++index) {
                origins.push_back({&document, index});
            }
        } else if (origins.empty()) {
            origins.push_back({&document, -1});
        } else {
            auto const first = origins.front().document->top().at(field->name());
            faults.push_back(document.top()
                                 .at(field->name())
                                 .fault(fmt::format("\"{}\" is given twice", field->name()),
                                        fmt::format("it stands at {} already", first.line())));
        }
    }
}

Place PackSource::at(std::string_view field, int index) const {
    LARM_CHECK(!documents_.empty());
    auto const found = origins_.find(field);
    if (found != origins_.end()) {
        auto const& origin = found->second.at(index < 0 ? 0 : static_cast<std::size_t>(index));
        return origin.document->top().at(field, origin.index);
    }
    auto const name = origins_.find("name");
    return name == origins_.end() ? documents_.front().top()
                                  : name->second.front().document->top().at("name");
}

Fault PackSource::fault(std::string message, std::string hint) const {
    if (documents_.empty()) {
        return {folder_, 1, 1, std::move(message), std::move(hint)};
    }
    auto const name = origins_.find("name");
    auto const place = name == origins_.end() ? documents_.front().top()
                                              : name->second.front().document->top().at("name");
    return place.fault(std::move(message), std::move(hint));
}

}  // namespace larm::rules
