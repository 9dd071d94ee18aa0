#include "engine/report/refusal_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace larm::report {
namespace {

/// A refusal is known by its code and a part of its message; the part is empty where the code says
/// it all. The first that fits counts.
struct Known {
    std::string_view code;
    std::string_view part;
    std::string_view text;
};

constexpr auto known = std::to_array<Known>({
    {"permission_denied", "this role may not",
     "Din roll får inte göra detta. Be en TiB i regionen."},
    {"permission_denied", "own region only",
     "Du kan bara rapportera och bekräfta i din egen region. Ring den drabbade regionens TiB."},
    {"permission_denied", "answers for itself, or its region",
     "Förflyttningen går till en annan region: den svarar, eller sjukhuset. Är du TiB i den "
     "drabbade "
     "regionen och har fått svaret muntligt: lägg till --via phone eller --via rakel."},
    {"permission_denied", "a hospital answers for itself",
     "Ett sjukhus svarar bara för sig självt. Be TiB i regionen."},
    {"permission_denied", "who leads, or by",
     "Det säger den drabbade regionens TiB, eller den som patienterna finns hos eller ska till."},
    {"permission_denied", "commits for itself only",
     "En region svarar bara för sig själv. Är du TiB i den drabbade regionen och har fått svaret "
     "muntligt: lägg till --via phone eller --via rakel."},
    {"permission_denied", "answers for itself only",
     "En part svarar bara för sig själv. Är du TiB i den drabbade regionen och har fått svaret "
     "muntligt: lägg till --via phone eller --via rakel."},
    {"permission_denied", "only the stricken region's",
     "Bara den drabbade regionens TiB eller ställföreträdare får göra detta. Ring den."},
    {"permission_denied", "stricken region's own",
     "Beslutet är den drabbade regionens eget. Ring dess TiB."},
    {"permission_denied", "accepts it, with a token",
     "Jouren tas över av den som ska ha den, med sin egen nyckel (token)."},
    {"permission_denied", "another person approves",
     "Ändringen gäller hur en TiB eller ställföreträdare nås: någon annan än den som föreslog den "
     "godkänner, med sin egen nyckel (token)."},
    {"permission_denied", "another person takes it back",
     "Ändringen gäller hur en TiB eller ställföreträdare nås: någon annan än den som föreslog den "
     "tar tillbaka den, med sin egen nyckel (token)."},
    {"permission_denied", "asks other organisations too",
     "Provlarmet gäller fler än din egen organisation. Be administratören att avsluta det."},
    {"permission_denied", "own party",
     "Du kan bara göra detta för dem som har din egen funktion i din egen organisation."},
    {"permission_denied", "own organisation", "Du kan bara göra detta för din egen organisation."},
    {"permission_denied", "with via VIA_PHONE",
     "Det säger den som det gäller. Vem mer som får skriva in det som är sagt muntligt, med --via "
     "phone eller --via rakel, står på engelska under."},
    {"permission_denied", "",
     "Du får inte göra detta med din nyckel (token). Be den som får: oftast den drabbade regionens "
     "TiB."},
    {"unauthenticated", "expired", "Din nyckel (token) har gått ut. Skaffa en ny."},
    {"unauthenticated", "",
     "Din nyckel (token) är okänd eller återkallad. Se efter --token och LARM_TOKEN."},
    {"failed_precondition", "exercise has not begun", "Övningen har inte börjat."},
    {"failed_precondition", "exercise is paused", "Övningen är pausad. Vänta på övningsledningen."},
    {"failed_precondition", "exercise is broken off",
     "ÖVNINGEN ÄR AVBRUTEN: skarpt läge. Inget du gör här når någon."},
    {"failed_precondition", "exercise has ended", "Övningen är slut."},
    {"failed_precondition", "exercise is under way", "Övningen går redan."},
    {"failed_precondition", "stands still; start", "Övningen står stilla. Starta den först."},
    {"failed_precondition", "stands still already", "Övningen står redan stilla."},
    {"failed_precondition", "no further inject has a time",
     "Inget fler inspel har en tid. Säg hur många sekunder övningen ska hoppa fram."},
    {"failed_precondition", "given or skipped already", "Inspelet är redan givet eller utgått."},
    {"failed_precondition", "inject has not been given", "Inspelet har inte getts."},
    {"failed_precondition", "a human plays that party", "Parten spelas redan av en människa."},
    {"failed_precondition", "no human plays that party", "Ingen människa spelar den parten."},
    {"failed_precondition", "has not ended; end it", "Avsluta övningen först."},
    {"failed_precondition", "no exercise", "Det här är ingen övning."},
    {"resource_exhausted", "has reported",
     "Så många artiklar tas inte emot från en och samma organisation. Rapportera på en som redan "
     "finns, eller flera som en."},
    {"resource_exhausted", "offers on this line",
     "Regionen har redan lämnat så många erbjudanden på raden. Ändra ett av dem, eller lämna ett "
     "enda."},
    {"resource_exhausted", "conferences are called",
     "Så många konferenser är kallade och inte avslutade. Avsluta en först."},
    {"failed_precondition", "the incident is closed",
     "Händelsen är avslutad. Gäller det något nytt: rapportera en ny händelse."},
    {"failed_precondition", "already closed", "Händelsen är redan avslutad."},
    {"failed_precondition", "already been confirmed",
     "Händelsen är redan bekräftad, och larmet har gått ut."},
    {"failed_precondition", "already been called off",
     "Larmet är redan avlarmat eller återkallat."},
    {"failed_precondition", "has been called off; report",
     "Larmet är avlarmat eller återkallat. Säg det till den du talar med, och meddela "
     "händelsens TiB per telefon."},
    {"failed_precondition", "a level belongs",
     "Beredskapsläget kan bara ändras medan en bekräftad händelse pågår."},
    {"failed_precondition", "national step has already", "Det nationella steget är redan taget."},
    {"failed_precondition", "was never confirmed",
     "Ingen har larmats, för händelsen bekräftades aldrig. Avsluta den: larm close."},
    {"failed_precondition", "before closing",
     "Larmet pågår. Avlarma (larm stand-down) eller återkalla (larm rescind) först."},
    {"failed_precondition", "no chases are held", "Inga påminnelser står stilla."},
    {"failed_precondition", "has not gone out",
     "Larmet har inte gått ut: händelsen är inte bekräftad."},
    {"failed_precondition", "nothing lacks",
     "Ingenting saknas från regionen. Ska ett löfte tas tillbaka: larm revoke."},
    {"failed_precondition", "no longer stands",
     "Löftet gäller inte längre. Utlova på nytt: larm commit."},
    {"failed_precondition", "is provisional",
     "Löftet är preliminärt. Bekräfta det först: larm reconfirm."},
    {"not_found", "a later proposal has taken its place",
     "Förflyttningen finns inte längre: ett nyare förslag gäller. Läs det (larm transfer status), "
     "och svara på det som står där."},
    {"failed_precondition", "takes nobody: it is being evacuated",
     "Sjukhuset tar inte emot: det utryms eller är stängt. Skicka patienterna till ett annat."},
    {"failed_precondition", "nobody's promise",
     "Fordonet är skadeplatsens eget. Det är inte utlovat och behöver inte släppas."},
    {"failed_precondition", "left to release",
     "Inget av fordonen är kvar att släppa: de är släppta, återtagna eller ska hämta andra."},
    {"failed_precondition", "it has not arrived",
     "Förflyttningen är inte framme. Behövs inte löftet: larm release."},
    {"failed_precondition", "it has arrived already", "Det är redan framme."},
    {"failed_precondition", "it has left already",
     "Patienterna har redan åkt, eller ska inte åka."},
    {"failed_precondition", "it is not under way",
     "Patienterna är inte på väg. Ändra förflyttningen (larm transfer amend), eller ställ in den."},
    {"failed_precondition", "it goes there already", "Förflyttningen går redan dit."},
    {"failed_precondition", "receiver has not accepted",
     "Mottagaren har inte svarat ja, och har kanske ingen plats. Vänta på svaret, eller ring."},
    {"failed_precondition",
     "it has been called off: ", "Förflyttningen är inställd. Se larm transfer status."},
    {"failed_precondition", "it was not accepted, or",
     "Förflyttningen är inte mottagen, eller är inställd. Har patienterna kommit: larm capacity "
     "arrivals."},
    {"failed_precondition", "has been answered already",
     "Förflyttningen är redan besvarad. Se larm transfer status."},
    {"failed_precondition", "not been answered", "Inget obesvarat förslag finns."},
    {"failed_precondition", "could be undone is over",
     "Det är för sent att ångra. Led om förflyttningen (larm transfer divert), eller rapportera "
     "vilka "
     "som har kommit (larm capacity arrivals)."},
    {"failed_precondition", "what was said of it last",
     "Det var inte det som sades senast. Se larm transfer status."},
    {"failed_precondition", "left there by the latest report",
     "Så många finns inte kvar där enligt senaste rapporten. Ett nytt förslag är på väg."},
    {"failed_precondition", "not moved already",
     "Så många med den skadegraden finns inte där, eller så är de redan på väg. Minska --count."},
    {"failed_precondition", "in the scene's own",
     "Skadeplatsens egna fordon räcker inte. Ange ett löfte eller, i ord, fordonet som hämtar "
     "dem."},
    {"failed_precondition", "vehicles are no longer promised",
     "Fordonen är inte längre utlovade, eller tagna av andra. Ett nytt förslag är på väg."},
    {"failed_precondition", "have no figures for transfers",
     "Händelsens regler planerar inga förflyttningar. Lägg in en egen: larm transfer move."},
    {"failed_precondition", "carry patients",
     "Så många kan inte tas tillbaka: i några av fordonen ligger patienter. De är utlovade tills "
     "patienterna är framme (larm transfer status). Ta tillbaka färre, eller vänta."},
    {"failed_precondition", "patients are under way",
     "Patienter är på väg, och när händelsen är avslutad kan ingen säga att de har kommit. Säg att "
     "de är framme (larm transfer arrive), och avsluta sedan."},
    {"failed_precondition", "are accepted and have not left",
     "Patienter är mottagna och har inte åkt, och platser hålls för dem. Säg att de har åkt eller "
     "är "
     "framme, eller ställ in dem (larm transfer call-off), och avsluta sedan."},
    {"failed_precondition", "have not left",
     "Så många finns inte kvar av löftet. Minska --count; larm incident visar vad som är kvar."},
    {"failed_precondition", "has promised",
     "Regionen har inte så många transporter kvar att utlova. Minska --count."},
    {"failed_precondition", "already promised to",
     "Ett av fordonen är redan utlovat. Ta bort det ur --resource."},
    {"failed_precondition", "cannot be declined",
     "En brist godtas, eller täcks med fler transporter. Den kan inte avböjas."},
    {"failed_precondition", "no shortfall", "Ingen brist väntar på beslut."},
    {"failed_precondition", "push is not set up",
     "Notiser är inte inkopplade på den här servern. Be den som sköter den."},
    {"failed_precondition", "entry has no push",
     "Personen har inte notiser bland sina vägar, så enheten skulle inte få något. Lägg in dem "
     "först: larm contacts import."},
    {"failed_precondition", "as many devices",
     "Personen har så många enheter som får finnas. Ta bort en som inte används: larm contacts "
     "unsubscribe."},
    {"failed_precondition", "last channel that is known",
     "Personen har jouren och skulle förlora den sista väg som är prövad. Pröva en annan med "
     "provlarm, eller lämna över jouren först."},
    {"failed_precondition", "subscription is gone",
     "Enhetens anmälan gäller inte längre. Slå på notiser på nytt i enheten."},
    {"failed_precondition", "no roll-call is under way",
     "Inget provlarm pågår som du kan avsluta. Se larm rollcall status."},
    {"not_found", "roll-call does not ask", "Provlarmet frågar inte den parten."},
    {"failed_precondition", "roll-call is over", "Provlarmet är redan slut."},
    {"failed_precondition", "proposal has been withdrawn",
     "Förslaget är tillbakadraget. Se larm contacts history."},
    {"failed_precondition", "roll it back",
     "Förslaget är redan godkänt och i bruk. Ta tillbaka det med larm contacts rollback NUMMER."},
    {"failed_precondition", "decided already",
     "Förslaget är redan avgjort. Se larm contacts history."},
    {"failed_precondition", "has been done already",
     "Det är redan gjort. Se larm contacts history."},
    {"failed_precondition", "only an applied proposal",
     "Förslaget är inte i bruk, så det finns inget att ta tillbaka. Se larm contacts history."},
    {"failed_precondition", "no policy.roll_call",
     "Regelpaketet har inget provlarm. Be den som sköter reglerna."},
    {"failed_precondition", "on duty with such a channel",
     "Ingen av dem har någon i tjänst med en sådan väg. Se larm roster list och larm preflight."},
    {"failed_precondition", "they are being alarmed",
     "De larmas just nu. Håll provlarmet när larmet är över."},
    {"failed_precondition", "nothing to propose",
     "Inget att föreslå: de kontakter du får ändra är redan så som filen säger. Andra "
     "organisationers poster hoppas över."},
    {"failed_precondition", "hand it over first",
     "Personen har jouren. Lämna över den först: larm duty offer."},
    {"failed_precondition", "no such call",
     "Samtalet finns inte på listan; parten kan ha svarat. Se larm calls."},
    {"failed_precondition", "this officer has the duty", "Den personen har redan jouren."},
    {"failed_precondition", "not been offered", "Jouren är inte erbjuden till den personen."},
    {"invalid_argument", "subscription:",
     "Det är ingen giltig anmälan från en webbläsare. Hämta den på nytt i enheten, med serverns "
     "nyckel (larm contacts push-key)."},
    {"invalid_argument", "belongs to",
     "Händelsen hör till en annan region. Rätta --region eller --incident."},
    {"invalid_argument", "no region",
     "Regionen finns inte. Skriv dess id med små bokstäver och utan å, ä, ö: gavleborg."},
    {"invalid_argument", "no step", "Steget finns inte i larmkedjan. Se larm incident."},
    {"invalid_argument", "say how many", "Säg hur många transporter, eller avböj med ett skäl."},
    {"invalid_argument", "needs one of", "Svara med --accept, --provisional eller --decline."},
    {"invalid_argument", "several roll-calls",
     "Flera provlarm pågår. Ange vilket: larm rollcall status visar deras id."},
    {"not_found", "no such roll-call", "Provlarmet finns inte. Se larm rollcall status."},
    {"not_found", "no such incident", "Händelsen finns inte. Se larm incidents."},
    {"not_found", "commitment", "Regionen har inget sådant löfte. Se larm incident."},
    {"not_found", "nobody can be on duty",
     "Parten finns inte. Skriv den som tib@dalarna; larm duty list visar alla."},
    {"not_found", "is not asked", "Parten tillfrågas inte i den här händelsen. Se larm incident."},
    {"not_found", "no proposal", "Förslaget finns inte. Se larm contacts history."},
    {"not_found", "no such device", "Personen har ingen sådan enhet. Se larm contacts devices."},
    {"not_found", "book of contacts", "Personen finns inte bland kontakterna. Rätta --officer."},
    {"not_found", "officer", "Ingen sådan person kan ha jouren. Se larm duty list."},
    {"not_found", "", "Det finns inte."},
    {"aborted", "has been erased since",
     "Någon i förslaget har raderats sedan dess. Importera resten på nytt."},
    {"aborted", "import anew",
     "Kontakten har ändrats sedan förslaget gjordes. Se larm contacts diff, och importera på "
     "nytt."},
    {"aborted", "",
     "Händelsen har ändrats sedan du såg den. Se larm incident, och försök igen om det behövs."},
    {"already_exists", "", "Det finns redan."},
    {"resource_exhausted", "documents are still being written",
     "Dina två förra dokument skrivs ännu. Vänta på dem, och hämta nästa sedan."},
    {"resource_exhausted", "", "Servern har för mycket att göra. Försök igen om en stund."},
    {"unavailable", "contacts.db",
     "Kontaktboken (contacts.db) kan inte användas nu, och ingenting har ändrats. Larm går ut som "
     "förut. Se /readyz."},
    {"unavailable", "", "Servern kan inte svara just nu. Försök igen om en stund."},
    {"unimplemented", "", "Servern känner inte till detta. Är larm och larmd av samma version?"},
});

/// The flag of a request's field: "regionId", "report.casualties.severe", "resourceIds[0]".
std::string flag_of(std::string_view field) {
    auto name = field.substr(field.rfind('.') + 1);
    name = name.substr(0, name.find('['));
    std::string flag = "--";
    for (auto const each : name) {
        auto const is_capital = each >= 'A' && each <= 'Z';
        flag += is_capital ? "-" : "";
        flag += is_capital ? static_cast<char>(each - 'A' + 'a') : each == '_' ? '-' : each;
    }
    for (std::string_view const end : {"-ids", "-id"}) {
        if (flag.ends_with(end) && flag != "--command-id") {
            flag.resize(flag.size() - end.size());
        }
    }
    return flag;
}

/// A required text that is missing, or a number out of its range.
std::string value_text(std::string_view field, std::string_view message) {
    if (field.empty()) {
        return "Servern förstår inte begäran. Se larm VERB --help.";
    }
    auto const is_missing = message.find("is required") != std::string_view::npos;
    constexpr std::string_view least = "must be at least ";
    if (auto const at = message.find(least); at != std::string_view::npos) {
        return fmt::format("{} måste vara minst {}.", flag_of(field),
                           message.substr(at + least.size()));
    }
    return is_missing ? fmt::format("{} saknas. Ange det.", flag_of(field))
                      : fmt::format("Värdet för {} godtas inte. Rätta det.", flag_of(field));
}

/// "a roll-call is under way: ID asks PARTIES until HH:MM; ...": which one, for whom, until when,
/// and how it is ended. Empty for other refusals.
std::string overlap_text(std::string_view message) {
    constexpr std::string_view begins = "a roll-call is under way: ";
    constexpr std::string_view asks = " asks ";
    constexpr std::string_view until = " until ";
    auto const id_at = message.find(begins);
    auto const asks_at = message.find(asks, id_at);
    auto const until_at = message.find(until, asks_at);
    if (id_at == std::string_view::npos || asks_at == std::string_view::npos ||
        until_at == std::string_view::npos) {
        return {};
    }
    auto const between = [message](std::size_t from, std::size_t to) {
        return message.substr(from, to - from);
    };
    auto const time_at = until_at + until.size();
    auto const id = between(id_at + begins.size(), asks_at);
    return fmt::format(
        "Provlarm {} pågår redan, för {}, till {}. Vänta, håll ett för andra (--party), eller "
        "avsluta det: larm rollcall end {}",
        id, between(asks_at + asks.size(), until_at), between(time_at, message.find(';', time_at)),
        id);
}

}  // namespace

std::string refusal_text(std::string_view code, std::string_view field, std::string_view message) {
    if (auto overlap = overlap_text(message); !overlap.empty()) {
        return overlap;
    }
    auto const* const found = std::ranges::find_if(known, [&](Known const& each) {
        return each.code == code && message.find(each.part) != std::string_view::npos;
    });
    if (found != known.end()) {
        return std::string{found->text};
    }
    if (code == "invalid_argument") {
        return value_text(field, message);
    }
    return "Det går inte som läget är nu. Se larm incident.";
}

}  // namespace larm::report
