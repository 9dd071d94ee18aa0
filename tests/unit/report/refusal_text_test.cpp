// Refusals in a duty officer's words.
#include "engine/report/refusal_text.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/story.hpp"
#include "tests/support/transfers.hpp"

namespace larm::report {
namespace {

std::string code_word(core::Code code) {
    return code == core::Code::permission_denied     ? "permission_denied"
           : code == core::Code::failed_precondition ? "failed_precondition"
           : code == core::Code::not_found           ? "not_found"
                                                     : "invalid_argument";
}

std::string told_by(larm::test::Story& story, v1::Command const& command) {
    auto const refused = story.give(command);
    REQUIRE_FALSE(refused.has_value());
    return refusal_text(code_word(refused.error().code), refused.error().field,
                        refused.error().message);
}

}  // namespace

TEST_CASE("a refusal of the engine is told in Swedish, with what to do", "[report][refusal]") {
    using namespace larm::test;
    Story story;
    auto const id = story.confirm("uppsala");
    auto const told = [&story](v1::Command const& command) { return told_by(story, command); };
    CHECK(told(stand_down(id, "dalarna")) ==
          "Bara den drabbade regionens TiB eller ställföreträdare får göra detta: tib@uppsala. "
          "Ring dit.");
    CHECK(told(close(id, "uppsala")) ==
          "Larmet pågår. Avlarma (larm stand-down) eller återkalla (larm rescind) först.");
    CHECK(told(revoke(id, "dalarna", 2)) ==
          "Så många finns inte kvar av löftet. Minska --count; larm incident visar vad som är "
          "kvar.");
    auto of_promise = revoke(id, "dalarna", 1);
    of_promise.mutable_revoke_transports()->set_commitment_id("dalarna-9");
    CHECK(told(of_promise) ==
          "Regionen har inget löfte dalarna-9, och inget annat som står kvar i händelsen.");
    auto named = commit(id, "dalarna", 1);
    named.mutable_commit_transports()->add_resource_ids("331-9010");
    story.must(named);
    CHECK(told(of_promise) == "Regionen har inget löfte dalarna-9. De som finns: dalarna-1.");
    CHECK(told(named) == "331-9010 är redan utlovat till händelsen. Ta bort det ur --resource.");
    auto const second = story.confirm("gavleborg");
    auto elsewhere = commit(second, "dalarna", 1);
    elsewhere.mutable_commit_transports()->add_resource_ids("331 9010");
    CHECK(told(elsewhere).starts_with("331 9010 är redan utlovat till en annan händelse (" + id));
    CHECK(told(acknowledge(id, "hospital@UAS")).starts_with("Parten tillfrågas inte"));
    auto other = commit(id, "dalarna", 5);
    *other.mutable_actor() = actor(v1::ROLE_TIB, "gavleborg");
    CHECK(told(other).starts_with("Det säger tib@dalarna."));
    CHECK(told(commit(id, "dalrna", 5))
              .starts_with("Det finns ingen region dalrna. Närmast: "
                           "dalarna"));
    CHECK(told(commit(id, "bergslagen", 5))
              .starts_with("Det finns ingen region bergslagen. De som "
                           "finns: dalarna, "));
    auto unknown = commit(id, "Dalarna", 5);
    *unknown.mutable_actor() = actor(v1::ROLE_TIB, "dalarna");
    CHECK(told(unknown).starts_with("Det finns ingen region Dalarna. Närmast: dalarna"));
    auto nobody = acknowledge(id, "tib@dalrna");
    *nobody.mutable_actor() = actor(v1::ROLE_TIB, "dalarna");
    CHECK(told(nobody).starts_with("tib@dalrna tillfrågas inte i den här händelsen. Närmast: "));
}

TEST_CASE("what a roll-call is refused for leads to the roll-call, not to an incident",
          "[report][refusal]") {
    using namespace larm::test;
    auto pack = chain_pack();
    pack.mutable_policy()->mutable_roll_call()->set_message("roll_call");
    pack.mutable_policy()->mutable_roll_call()->set_answer_within_s(3'600);
    Story story{pack};
    auto const start = [](std::string const& party) {
        v1::Command command;
        *command.mutable_actor() = actor(v1::ROLE_ADMIN, "");
        command.mutable_start_roll_call()->set_command_id(next_uuid());
        command.mutable_start_roll_call()->add_parties(party);
        return command;
    };
    auto const told = [&story](v1::Command const& command) { return told_by(story, command); };
    CHECK(told(start("tib@dalrna")).starts_with("Parten finns inte. Skriv den som tib@dalarna"));
    REQUIRE(story.give(start("tib@dalarna")).has_value());
    auto const id = story.state().last_roll_call()->id();
    CHECK(told(start("tib@dalarna")) ==
          "Provlarm " + id +
              " pågår redan, för tib@dalarna, till 00:13. Vänta, håll ett för andra (--party), "
              "eller avsluta det: larm rollcall end " +
              id);
    v1::Command end;
    *end.mutable_actor() = actor(v1::ROLE_TIB, "uppsala");
    end.mutable_end_roll_call()->set_command_id(next_uuid());
    CHECK(told(end).starts_with("Inget provlarm pågår som du kan avsluta."));
    end.mutable_end_roll_call()->set_roll_call_id(id);
    CHECK(told(end).starts_with("Provlarmet gäller fler än din egen organisation."));
}

TEST_CASE("what a move of patients is refused for is told in words, and never empty",
          "[report][refusal]") {
    using namespace larm::test;
    TransferNight night;
    auto const told = [&night](v1::Command const& command) {
        return told_by(night.story, command);
    };
    CHECK(told(depart_move(night.id, "uppsala", "1-1")).starts_with("Mottagaren har inte svarat"));
    CHECK(told(plan_anew(night.id, "dalarna")).starts_with("Bara den drabbade regionens TiB"));
    night.story.must(accept_moves(night.id, "uppsala", {"1-1"}));
    night.story.must(depart_move(night.id, "uppsala", "1-1"));
    CHECK(told(depart_move(night.id, "uppsala", "1-1")).starts_with("Patienterna har redan åkt"));
    night.story.must(arrive_move(night.id, "uppsala", "1-1"));
    CHECK(told(release_move(night.id, "uppsala", "1-1")) ==
          "Fordonet är skadeplatsens eget. Det är inte utlovat och behöver inte släppas.");
}

TEST_CASE("what the contacts are refused for says who may, and where to look",
          "[report][refusal]") {
    CHECK(refusal_text("permission_denied", "",
                       "it changes how a TiB or a deputy is reached: another person approves it, "
                       "with a token of their own")
              .find("någon annan än den som föreslog den godkänner") != std::string::npos);
    CHECK(refusal_text("permission_denied", "",
                       "it changes how a TiB or a deputy is reached: another person takes it back, "
                       "with a token of their own")
              .find("tar tillbaka den") != std::string::npos);
    for (auto const* const decided :
         {"the proposal has been decided already", "the proposal has been withdrawn",
          "it has been done already", "only an applied proposal can be rolled back"}) {
        CAPTURE(decided);
        CHECK(refusal_text("failed_precondition", "", decided).ends_with("larm contacts history."));
    }
    CHECK(refusal_text("failed_precondition", "",
                       "the proposal has been approved and is in use; roll it back: `larm contacts "
                       "rollback 7`")
              .ends_with("larm contacts rollback NUMMER."));
    CHECK(refusal_text("aborted", "",
                       "the entry of dalarna-tib-1 has been changed since; look at the difference "
                       "and import anew")
              .starts_with("Kontakten har ändrats"));
}

TEST_CASE("what is not known by its message is told by its field or its code",
          "[report][refusal]") {
    CHECK(refusal_text("invalid_argument", "count", "must be at least 1") ==
          "--count måste vara minst 1.");
    CHECK(refusal_text("failed_precondition", "",
                       "no hospital has reported anything, and HAVE cannot say so")
              .ends_with("larm capacity report."));
    CHECK(refusal_text("invalid_argument", "quantity", "is required, and at least 1") ==
          "--quantity måste anges, och vara minst 1.");
    CHECK(refusal_text("invalid_argument", "place.latitudeE5",
                       "latitude and longitude are in each other's place: meant is latitude "
                       "59.39450, longitude 15.83800") ==
          "Latitud och longitud har bytt plats. Menade du 59.39450,15.83800? Latituden, nord, "
          "skrivs först.");
    CHECK(refusal_text("invalid_argument", "regionId", "is required") ==
          "--region saknas. Ange det.");
    CHECK(refusal_text("invalid_argument", "report.exactLocation", "is too long") ==
          "Värdet för --exact-location godtas inte. Rätta det.");
    CHECK(refusal_text("invalid_argument", "resourceIds[2]", "x") ==
          "Värdet för --resource godtas inte. Rätta det.");
    CHECK(refusal_text("failed_precondition", "",
                       "the book says the same already: nothing to propose")
              .starts_with("Inget att föreslå"));
    CHECK(refusal_text("not_found", "", "no proposal 99") ==
          "Förslaget finns inte. Se larm contacts history.");
    CHECK_FALSE(refusal_text("unheard_of", "", "whatever").empty());
}

TEST_CASE("what stops a change of the contacts is told as such, not as an incident's",
          "[report][refusal]") {
    CHECK(
        refusal_text("aborted", "", "dalarna-tib-1 has been erased since; import the rest anew") ==
        "Någon i förslaget har raderats sedan dess. Importera resten på nytt.");
    CHECK(refusal_text("unavailable", "", "contacts.db is gone: it was removed")
              .starts_with("Kontaktboken (contacts.db) kan inte användas nu"));
    CHECK(refusal_text("unavailable", "", "draining") ==
          "Servern kan inte svara just nu. Försök igen om en stund.");
    CHECK(refusal_text("not_found", "party", "the roll-call does not ask tib@orebro") ==
          "Provlarmet frågar inte den parten.");
}

TEST_CASE("an incident by what is no id leads to those there are", "[report][refusal]") {
    auto const told =
        refusal_text("invalid_argument", "incidentId", "incidentId: must be a UUID, e.g. 018f4e2a");
    CHECK(told.starts_with("--incident är ett id som "));
    CHECK(told.ends_with(" larm incidents visar händelserna."));
}

TEST_CASE("a vehicle that has left is refused by its name", "[report][refusal]") {
    CHECK(refusal_text("failed_precondition", "resourceIds",
                       "resourceIds: 331-9010: all of commitment dalarna-1 have left")
              .starts_with("331-9010 har åkt (löfte dalarna-1), och kan inte tas tillbaka."));
    CHECK(refusal_text("failed_precondition", "resourceIds",
                       "resourceIds: 331-9010: of commitment dalarna-1 only 1 have not left")
              .starts_with("331-9010: av löfte dalarna-1 har alla utom 1 åkt"));
}

}  // namespace larm::report
