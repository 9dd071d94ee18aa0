#include "engine/larm/made_exercise.hpp"

#include <fmt/format.h>
#include <larm/v1/exercise.pb.h>

#include <algorithm>

#include "engine/larm/exercise_text.hpp"
#include "engine/report/event_text.hpp"
#include "engine/report/words.hpp"

namespace larm::cli {
namespace {

namespace pb = google::protobuf;

std::string_view result_words(v1::InjectResult result) {
    return result == v1::INJECT_RESULT_DONE     ? "gjort"
           : result == v1::INJECT_RESULT_PARTLY ? "delvis gjort"
                                                : "inte gjort";
}

/// One that was made up comes last, and no request says its number.
v1::InjectRecord const* inject(v1::ExerciseRecord const& record, std::string const& id) {
    if (id.empty()) {
        return record.injects().empty() ? nullptr : &*record.injects().rbegin();
    }
    auto const found = std::ranges::find(record.injects(), id, &v1::InjectRecord::inject_id);
    return found == record.injects().end() ? nullptr : &*found;
}

std::string about_inject(v1::ExerciseRecord const& record, std::string const& id,
                         report::Words const& words) {
    auto const* const found = inject(record, id);
    if (found == nullptr) {
        return {};
    }
    if (found->state() == v1::INJECT_STATE_SKIPPED) {
        return fmt::format("inspel {} utgår: {}", found->inject_id(), found->what().text());
    }
    if (found->result() != v1::INJECT_RESULT_UNSPECIFIED) {
        auto const note = found->judged_note();
        return fmt::format("inspel {}, {}{}{}", found->inject_id(), result_words(found->result()),
                           note.empty() ? "" : "; ", note);
    }
    v1::Event given;
    *given.mutable_inject_given()->mutable_inject() = *found;
    return report::event_text(given, nullptr, words);
}

std::string humans_in(v1::ExerciseRecord const& record, report::Words const& words) {
    std::string text;
    for (auto const& party : record.humans()) {
        text += (text.empty() ? "" : ", ") + words.party(party);
    }
    return "spelas av människor: " + (text.empty() ? "ingen" : text);
}

std::string stands_after(pb::Message const& request, v1::ExerciseView const& exercise,
                         report::Words const& words) {
    auto const& record = exercise.record();
    if (pb::DynamicCastToGenerated<v1::LoadExercise>(&request) != nullptr) {
        return fmt::format("{}, {}, frö {}", record.title().sv(), humans_in(record, words),
                           record.seed());
    }
    if (auto const* const given = pb::DynamicCastToGenerated<v1::GiveInject>(&request);
        given != nullptr) {
        return about_inject(record, given->inject_id(), words);
    }
    if (auto const* const left = pb::DynamicCastToGenerated<v1::SkipInject>(&request);
        left != nullptr) {
        return about_inject(record, left->inject_id(), words);
    }
    if (auto const* const judged = pb::DynamicCastToGenerated<v1::JudgeInject>(&request);
        judged != nullptr) {
        return about_inject(record, judged->inject_id(), words);
    }
    if (pb::DynamicCastToGenerated<v1::HandOver>(&request) != nullptr) {
        return humans_in(record, words);
    }
    if (pb::DynamicCastToGenerated<v1::Observe>(&request) != nullptr) {
        return record.observations().empty()
                   ? std::string{}
                   : "observation: " + record.observations().rbegin()->text();
    }
    auto const because = record.reason().empty() ? std::string{} : ": " + record.reason();
    return how_it_runs(exercise) + because;
}

/// Where the exercise is: a load's reply says what its world is called.
std::string world_of(pb::Message const& request, std::string const& json) {
    if (v1::LoadExerciseReply loaded;
        pb::DynamicCastToGenerated<v1::LoadExercise>(&request) != nullptr) {
        return read_json(json, loaded) ? loaded.world_id() : std::string{};
    }
    auto const* const field = request.GetDescriptor()->FindFieldByName("world_id");
    return field == nullptr ? std::string{} : request.GetReflection()->GetString(request, field);
}

}  // namespace

std::string made_in_exercise(Daemon& daemon, pb::Message const& request, std::string const& json,
                             PackNames& names) {
    v1::GetExercise wanted;
    wanted.set_world_id(world_of(request, json));
    if (pb::DynamicCastToGenerated<v1::CloseExercise>(&request) != nullptr) {
        return fmt::format(
            "Övningen {0} är borta ur servern. Dess journal ligger kvar i datamappen: "
            "exercises/{0}\n",
            wanted.world_id());
    }
    v1::GetExerciseReply reply;
    if (!daemon.learn_soon("larm.v1.ExerciseService/GetExercise", wanted, reply)) {
        return {};
    }
    if (auto const& trouble = reply.exercise().trouble(); !trouble.empty()) {
        return "Övningens journal har fel, det som sägs kan gå förlorat: " + trouble + "\n";
    }
    auto const text = stands_after(request, reply.exercise(),
                                   {names.pack_or_of(daemon), report::Language::swedish});
    return text.empty() ? text
                        : fmt::format("Skrivet i övningen {}: {}\n", wanted.world_id(), text);
}

}  // namespace larm::cli
