// larm contacts: the difference an import makes, its approval and its way back, the history, and
// erasing a person. Devices for push are in device_verbs.cpp.
#include <fmt/format.h>

#include <string>

#include "engine/larm/command_line.hpp"
#include "engine/larm/contact_verb.hpp"
#include "engine/larm/people_text.hpp"
#include "engine/larm/text_file.hpp"
#include "engine/larm/uuid.hpp"

namespace larm::cli {
namespace {

class FileVerb final : public ContactVerb {
public:
    FileVerb(CLI::App& flags, bool proposes)
        : ContactVerb{flags, proposes ? "ImportContacts" : "DiffContacts"}, proposes_{proposes} {
        flags.add_option("FILE", file_, "A contacts file, as rules/PACK/contacts.textproto")
            ->required();
        flags.add_flag("--remove-missing", removes_,
                       "Whoever is not in the file is removed; else they stay");
    }

    ExitCode run() override {
        auto const text = read_text(file_);
        if (!text) {
            return ExitCode::bad_input;
        }
        if (proposes_) {
            v1::ImportContacts request;
            request.set_command_id(new_uuid());
            request.set_contacts(*text);
            request.set_remove_missing(removes_);
            return ask<v1::ContactsProposal>(request, request.command_id(), proposal_text,
                                             {"contacts", file_});
        }
        v1::DiffContacts request;
        request.set_contacts(*text);
        request.set_remove_missing(removes_);
        return ask<v1::ContactsProposal>(request, {}, proposal_text, {"contacts", file_});
    }

private:
    bool proposes_;
    bool removes_ = false;
    std::string file_;
};

template <typename Request>
class DecideVerb final : public ContactVerb {
public:
    DecideVerb(CLI::App& flags, char const* method) : ContactVerb{flags, method} {
        flags.add_option("NUMBER", number_, "The proposal's number")->required();
    }

    ExitCode run() override {
        Request request;
        request.set_command_id(new_uuid());
        request.set_number(number_);
        return command(request, request.command_id());
    }

private:
    std::int64_t number_ = 0;
};

class HistoryVerb final : public ContactVerb {
public:
    explicit HistoryVerb(CLI::App& flags) : ContactVerb{flags, "ContactsHistory"} {
        flags.add_option("OFFICER", officer_, "Only of this officer");
    }

    ExitCode run() override {
        v1::ContactsHistory request;
        request.set_officer_id(officer_);
        return ask<v1::ContactsHistoryReply>(request, {}, [this](auto const& reply) {
            if (reply.proposals().empty() && reply.entries().empty()) {
                return officer_.empty() ? std::string{"Inget har ändrats.\n"}
                                        : fmt::format(
                                              "Inget har ändrats för {}. Är id:t rätt? Se "
                                              "larm duty list.\n",
                                              officer_);
            }
            return history_text(reply);
        });
    }

private:
    std::string officer_;
};

class EraseVerb final : public ContactVerb {
public:
    explicit EraseVerb(CLI::App& flags) : ContactVerb{flags, "EraseOfficer"} {
        flags.add_option("OFFICER", officer_, "Id of the person to erase")->required();
    }

    ExitCode run() override {
        v1::EraseOfficer request;
        request.set_command_id(new_uuid());
        request.set_officer_id(officer_);
        return command(request, request.command_id());
    }

private:
    std::string officer_;
};

}  // namespace

void add_contact_verbs(CommandLine& line) {
    auto& group = line.group("contacts", "How people are reached: import, approve, roll back");
    line.add<FileVerb>(group, "diff", "What a contacts file would change",
                       "larm contacts diff contacts.textproto", false);
    line.add<FileVerb>(group, "import", "Propose what a contacts file changes; nothing changes yet",
                       "larm contacts import contacts.textproto", true);
    line.add<DecideVerb<v1::ApproveContacts>>(
        group, "approve",
        "Take a proposal into use; another person's, where it changes how a TiB is reached",
        "larm contacts approve 7", "ApproveContacts");
    line.add<DecideVerb<v1::RollBackContacts>>(group, "rollback",
                                               "Bring back what an approved proposal changed",
                                               "larm contacts rollback 7", "RollBackContacts");
    line.add<DecideVerb<v1::WithdrawContacts>>(
        group, "withdraw", "Take back a proposal that nobody has approved, e.g. one gone stale",
        "larm contacts withdraw 7", "WithdrawContacts");
    line.add<HistoryVerb>(group, "history", "Proposals, and who changed what when",
                          "larm contacts history dalarna-tib-1");
    line.add<EraseVerb>(group, "erase",
                        "Remove a person from the book and its history, for good; take the entry "
                        "out of contacts.textproto too",
                        "larm contacts erase dalarna-tib-2");
    add_device_verbs(line, group);
}

}  // namespace larm::cli
