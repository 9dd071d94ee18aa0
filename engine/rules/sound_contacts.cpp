#include "engine/rules/sound_contacts.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/rules/check_contacts.hpp"

namespace larm::rules {
namespace {

/// More entries than this that are no text of ours are a file of something else.
constexpr int told_at_most = 100;

/// A line that begins an officer. No field of an officer has that name, and no text runs over
/// lines.
bool begins_officer(std::string_view line) {
    constexpr std::string_view word = "officers";
    line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
    if (!line.starts_with(word)) {
        return false;
    }
    auto const after = line.substr(word.size()).find_first_not_of(" \t\r");
    auto const rest = after == line.npos ? std::string_view{} : line.substr(word.size() + after);
    return rest.empty() || std::string_view{"{:<#["}.find(rest.front()) != rest.npos;
}

struct Line {
    std::size_t begin = 0;
    std::size_t end = 0;  ///< without its line feed
};

std::vector<Line> lines_of(std::string_view text) {
    std::vector<Line> lines;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find('\n', at), text.size());
        lines.push_back({at, end});
        at = end + 1;
    }
    return lines;
}

/// Spaces instead, so that everything else stays where it is.
void blank(std::string& text, Line const& line) {
    std::fill(text.begin() + static_cast<std::ptrdiff_t>(line.begin),
              text.begin() + static_cast<std::ptrdiff_t>(line.end), ' ');
}

bool is_readable(std::string const& file, std::string text) {
    Faults ignored;
    v1::Contacts contacts;
    return Document{file, std::move(text)}.parse(contacts, ignored);
}

/// Takes out of a text that does not parse what keeps it from that: the lines at fault, or where
/// that is not enough the officers they are in.
class Recovery {
public:
    Recovery(std::string const& file, std::string& text, Faults& faults)
        : file_{file}, text_{text}, faults_{faults}, lines_{lines_of(text)} {}

    void run() {
        std::size_t first = 0;
        for (std::size_t next = 1; next <= lines_.size(); ++next) {
            if (next == lines_.size() || begins_officer(view(lines_[next]))) {
                recover(first, next);
                first = next;
            }
        }
    }

private:
    [[nodiscard]] std::string_view view(Line const& line) const {
        return std::string_view{text_}.substr(line.begin, line.end - line.begin);
    }
    [[nodiscard]] std::string piece(std::size_t first, std::size_t next) const {
        return text_.substr(lines_[first].begin, lines_[next - 1].end - lines_[first].begin);
    }

    void recover(std::size_t first, std::size_t next) {
        if (is_readable(file_, piece(first, next))) {
            return;
        }
        Faults found;
        if (++told_ <= told_at_most) {
            v1::Contacts contacts;
            Document document{file_, std::string(first, '\n') + piece(first, next)};
            (void)document.parse(contacts, found);
            faults_.insert(faults_.end(), found.begin(), found.end());
        }
        for (auto const& fault : found) {
            // What is noticed at the end of a piece that is not closed is not that line's fault.
            if (auto const line = static_cast<std::size_t>(fault.line) - 1;
                line >= first && line < next) {
                blank(text_, lines_[line]);
            }
        }
        if (found.empty() || !is_readable(file_, piece(first, next))) {
            for (auto line = first; line < next; ++line) {
                blank(text_, lines_[line]);
            }
        }
    }

    std::string const& file_;
    std::string& text_;
    Faults& faults_;
    std::vector<Line> lines_;
    int told_ = 0;
};

using Position = std::pair<int, int>;

Position position_of(Fault const& fault) {
    return {fault.line, fault.column};
}

/// Officers are written one after the other: a fault is of the last that begins before it.
bool has_fault(Faults const& in_order, Position begin, Position end) {
    auto const first = std::ranges::lower_bound(in_order, begin, {}, position_of);
    return first != in_order.end() && position_of(*first) < end;
}

v1::Officer usable_part(v1::Officer const& officer, int index, Unusable const& unusable) {
    auto part = officer;
    part.clear_addresses();
    for (int number = 0; number < officer.addresses_size(); ++number) {
        if (!unusable.addresses.contains({index, number})) {
            *part.add_addresses() = officer.addresses(number);
        }
    }
    if (unusable.duties.contains(index)) {
        part.set_on_duty(false);
    }
    return part;
}

void sort_out(Document const& document, v1::Contacts const& all, Unusable const& unusable,
              SoundContacts& sound) {
    Position const after_all{std::numeric_limits<int>::max(), 0};
    auto end = after_all;
    auto last_begin = after_all;
    std::vector<bool> is_whole(static_cast<std::size_t>(all.officers_size()));
    for (auto index = all.officers_size() - 1; index >= 0; --index) {
        auto const begin = position_of(document.top().at("officers", index).fault({}));
        if (begin != last_begin) {  // [A, B] is written in one place
            end = std::exchange(last_begin, begin);
        }
        is_whole[static_cast<std::size_t>(index)] = !has_fault(sound.faults, begin, end);
    }
    for (int index = 0; index < all.officers_size(); ++index) {
        if (unusable.officers.contains(index)) {
            continue;
        }
        auto part = usable_part(all.officers(index), index, unusable);
        if (!part.addresses().empty()) {
            auto& list = is_whole[static_cast<std::size_t>(index)] ? sound.whole : sound.rest;
            *list.add_officers() = std::move(part);
        }
    }
}

}  // namespace

SoundContacts sound_contacts(std::string const& file, std::string text, v1::RulePack const* pack) {
    SoundContacts sound;
    if (!is_readable(file, text)) {
        Recovery{file, text, sound.faults}.run();
    }
    Document document{file, std::move(text)};
    v1::Contacts all;
    if (document.parse(all, sound.faults)) {
        Unusable unusable;
        check_contacts(document, all, sound.faults, unusable);
        if (pack != nullptr) {
            check_contacts_for(*pack, document, all, sound.faults, unusable);
        }
        put_in_order(sound.faults);
        sort_out(document, all, unusable, sound);
        if (pack != nullptr) {
            check_parties_for(*pack, document, all, sound.faults);
            put_in_order(sound.faults);
        }
    }
    return sound;
}

}  // namespace larm::rules
