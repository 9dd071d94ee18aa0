// A rule pack as its files say it: the parts, the whole they make, and where each field of the
// whole was written.
#pragma once

#include <larm/v1/rules.pb.h>

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/rules/document.hpp"
#include "engine/rules/fault.hpp"

namespace larm::rules {

/// Parts are added in the order of their file names. Must outlive the places taken from it.
class PackSource {
public:
    /// `folder` is named where no file can be.
    explicit PackSource(std::string folder) : folder_{std::move(folder)} {}

    /// Adds a file's part; faults where it cannot be read, or says again what only one part may
    /// say.
    void add(std::string file, std::string text, Faults& faults);

    [[nodiscard]] v1::RulePack const& pack() const { return pack_; }
    /// False when a part could not be read: what seems to be missing may stand there.
    [[nodiscard]] bool is_whole() const { return is_whole_; }

    /// A field of the pack; `index` counts over all parts. A field that is nowhere lies at the
    /// pack's name.
    [[nodiscard]] Place at(std::string_view field, int index = -1) const;
    /// A fault of the pack as a whole.
    [[nodiscard]] Fault fault(std::string message, std::string hint = {}) const;

private:
    struct Origin {
        Document const* document = nullptr;
        int index = -1;  ///< In the document.
    };

    void note_origins(Document const& document, v1::RulePack const& part, Faults& faults);

    std::string folder_;
    std::deque<Document> documents_;  // places point into them
    std::map<std::string, std::vector<Origin>, std::less<>> origins_;
    v1::RulePack pack_;
    bool is_whole_ = true;
};

}  // namespace larm::rules
