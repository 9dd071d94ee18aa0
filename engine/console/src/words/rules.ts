// The rule pack in words: what is said around what the pack itself says.
import { HospitalType, Expects, Recipient, TraumaCover, Trigger, Weekday, Where } from "../gen/larm/v1/rules_pb";
import type { Pair } from "./say.svelte";

const unknown: Pair = ["okänt för den här konsolen", "unknown to this console"];

export const rules = {
  title: ["Larmreglerna", "The alarm rules"],
  lead: ["Gjort ur regelpaketet. Det säger vem som frågas, om vad, över vad och när. Inget beslut fattas av sig självt.", "Made from the rule pack. It says who is asked, what, over what and when. No decision is taken by itself."],
  pack: ["{name} {version}", "{name} {version}"],
  hash: ["Kontrollsumma", "Checksum"],
  which: ["Regelpaket", "Rule pack"],
  inForce: ["det som gäller nu", "the one in force"],
  ofIncident: ["det som händelsen går på", "the one that the incident runs on"],
  steps: ["Stegen", "The steps"],
  step: ["Steg {n}: {title}", "Step {n}: {title}"],
  starts: ["Börjar", "Begins"],
  asked: ["Frågas", "Asked"],
  expects: ["Svar", "Answer"],
  decides: ["Beslutar", "Decides"],
  minimum: ["Minst", "At least"],
  vehicles: ["{n} fordon per region", "{n} vehicles for each region"],
  ladder: ["Utan svar, räknat från stegets början", "Without an answer, from the step's beginning"],
  when: ["När", "When"],
  who: ["Vem", "Who"],
  over: ["Över vad", "Over what"],
  message: ["Meddelande", "Message"],
  atOnce: ["genast", "at once"],
  afterTime: ["efter {time}", "after {time}"],
  everyTime: ["var {time}", "every {time}"],
  repeats: ["sista omgången upprepas tills en människa har svarat", "the last round is repeated until a human has answered"],
  marksUnreachable: ["visas som ej nådd: läget är okänt", "is shown as not reached: the situation is unknown"],
  onlyAcknowledged: ["Bara kvitterat", "Only acknowledged"],
  onlyAcknowledgedLead: ["frågas igen efter {time}", "asked again after {time}"],
  onDecline: ["Svarar nej", "Answers no"],
  onDeclineLead: ["frågas inte igen; det sägs genast till {who}", "is not asked again; {who} is told at once"],
  byHand: ["Nådd bara för hand", "Reached by hand only"],
  byHandLead: ["rings genast; det sägs till {who}", "is called at once; {who} is told"],
  isRequired: ["Krävs för att larmkedjan ska vara klar", "Required for the chain to be complete"],
  notRequired: ["Krävs inte för att larmkedjan ska vara klar", "Not required for the chain to be complete"],
  source: ["Källa", "Source"],
  noSource: ["ingen källa angiven", "no source given"],
  assumption: ["Antagande", "Assumption"],
  policy: ["Vad som gäller hela kedjan", "What holds for the whole chain"],
  hold: ["Ångertid", "Time to undo"],
  holdNone: ["Ingen: larmet går när TiB bekräftar. Ett falskt larm återkallas.", "None: the alarm goes when the duty officer confirms. A false alarm is rescinded."],
  holdSome: ["Larmet går {time} efter bekräftelsen.", "The alarm goes {time} after the confirmation."],
  duplicates: ["Dubbletter", "Duplicates"],
  duplicatesLead: ["En ny händelse i samma region inom {time} visas som möjlig dubblett. Den stoppas aldrig.", "A new incident in the same region within {time} is shown as a possible duplicate. It is never stopped."],
  overdue: ["Efter avbrott", "After an outage"],
  overdueLead: ["Det som är mer än {time} försenat väntar på en människa.", "What is overdue by more than {time} waits for a human."],
  promises: ["Löften", "Promises"],
  promisesForever: ["Gäller tills de tas tillbaka.", "Stand until they are taken back."],
  promisesFor: ["Gäller i {time}.", "Stand for {time}."],
  promisesAsked: ["Givaren frågas {time} innan.", "The giver is asked {time} before."],
  provisional: ["Preliminära löften", "Provisional promises"],
  provisionalLead: ["Givaren frågas igen efter {time}.", "The giver is asked again after {time}."],
  channels: ["Kanaler", "Channels"],
  channelGivenUp: ["ges upp efter {time}", "given up after {time}"],
  channelReceipt: ["kvitto från enheten väntas i {time}", "a receipt from the device is awaited for {time}"],
  channelBroken: ["räknas som trasig efter {n} fel i följd, prövas igen efter {time}", "counts as broken after {n} failures in a row, tried again after {time}"],
  rollCall: ["Provlarm", "Roll-call"],
  rollCallAt: ["{days} {at}. Svar räknas i {time}. En besvarad kanal räknas som prövad i {proven}.", "{days} {at}. Answers count for {time}. An answered channel counts as proven for {proven}."],
  rollCallOnDemand: ["Bara på begäran. Svar räknas i {time}. En besvarad kanal räknas som prövad i {proven}.", "On demand only. Answers count for {time}. An answered channel counts as proven for {proven}."],
  handOver: ["Passbyte", "Change of shift"],
  handOverLead: ["Den som ska ta över frågas över {channels}, på nytt var {time}. Den förra har jouren till dess.", "Whoever is to take over is asked over {channels}, again every {time}. The former one has the duty until then."],
  places: ["Regioner och sjukhus", "Regions and hospitals"],
  region: ["Region", "Region"],
  hospitals: ["Sjukhus", "Hospitals"],
  bloodCentre: ["Blodcentral", "Blood centre"],
  noBloodCentre: ["ingen inlagd", "none entered"],
  people: ["Invånare", "Inhabitants"],
  organisations: ["Andra organisationer", "Other organisations"],
  messages: ["Meddelanden", "Messages"],
  messageShort: ["Kort (SMS, Rakel)", "Short (SMS, Rakel)"],
  indicators: ["Vad ett larm mäts med efteråt", "What an alarm is measured by afterwards"],
  indicatorWithin: ["inom {time}", "within {time}"],
  sources: ["Källor", "Sources"],
  stepWaited: ["När steget ”{step}” är klart", "When the step “{step}” is complete"],
} as const;

export const triggerWord: Record<Trigger, Pair> = {
  [Trigger.UNSPECIFIED]: unknown,
  [Trigger.ALARM]: ["När larmet går", "When the alarm goes"],
  [Trigger.STEP_COMPLETE]: ["När ett annat steg är klart", "When another step is complete"],
  [Trigger.NATIONAL_TAKEN]: ["När en TiB har beslutat om nationellt masskadelarm", "When a duty officer has decided on the national alarm"],
  [Trigger.SHORTFALL]: ["När en region har avböjt och ingen har godtagit bristen", "When a region has declined and nobody has accepted the shortfall"],
  [Trigger.TRANSFERS_PROPOSED]: ["När patienter föreslås flyttas till en region", "When patients are proposed to be moved to a region"],
  [Trigger.TRIAGE_RECOMMENDED]: ["När indikatorerna i en region talar för något", "When a region's indicators speak for something"],
  [Trigger.SUPPORT_REQUESTED]: ["När en region begär stöd", "When a region asks for support"],
  [Trigger.SITUATION_SENT]: ["När en lägesbild skickas", "When a situation report is sent"],
  [Trigger.CONFERENCE_CALLED]: ["När någon kallar till en konferens", "When somebody calls a conference"],
  [Trigger.STAND_DOWN]: ["När larmet avslutas", "When the alarm is stood down"],
  [Trigger.RESCIND]: ["När larmet återkallas", "When the alarm is rescinded"],
  [Trigger.BLOOD_ALARM]: ["När en regions blodcentral larmar landets blodcentraler", "When a region's blood centre alarms the country's blood centres"],
};

/** After the role's name. */
export const whereWord: Record<Where, Pair> = {
  [Where.UNSPECIFIED]: unknown,
  [Where.EVERY_REGION]: ["{role} i alla regioner, även den drabbade", "{role} in every region, the stricken one too"],
  [Where.OTHER_REGIONS]: ["{role} i alla regioner utom den drabbade", "{role} in every region but the stricken one"],
  [Where.STRICKEN_REGION]: ["{role} i den drabbade regionen", "{role} in the stricken region"],
  [Where.ORGANISATIONS]: ["{role}", "{role}"],
  [Where.ALERTED]: ["Alla som har larmats, och inga andra", "Everyone who was alarmed, and nobody else"],
  [Where.COUNTRY]: ["{role} i alla regioner och i resten av landet, utom den som larmar", "{role} in every region and in the rest of the country, but for the one that alarms"],
};

export const expectsWord: Record<Expects, Pair> = {
  [Expects.UNSPECIFIED]: unknown,
  [Expects.ACKNOWLEDGEMENT]: ["En människa kvitterar att den har sett det, eller svarar nej med skäl.", "A human acknowledges having seen it, or answers no with a reason."],
  [Expects.TRANSPORTS]: ["Regionen utlovar fordon, eller avböjer med skäl.", "The region promises vehicles, or declines with a reason."],
  [Expects.NATIONAL_DECISION]: ["Eskalera till nationellt masskadelarm, eller avböj med skäl.", "Escalate to the national alarm, or decline with a reason."],
  [Expects.SHORTFALL_DECISION]: ["Godta bristen med sitt namn, eller ordna fordonen ändå.", "Accept the shortfall by name, or arrange the vehicles after all."],
  [Expects.BLOOD_OFFER]: ["Erbjuda enheter per blodgrupp, eller avböja med skäl.", "Offer units by blood group, or decline with a reason."],
  [Expects.TRANSFER_ANSWER]: ["Varje flytt som föreslås till regionen tas emot, ändras eller avböjs.", "Each move that is proposed to the region is accepted, amended or declined."],
  [Expects.TRIAGE_DECISION]: ["Allt som rekommenderas beslutas, på ena eller andra sättet.", "Everything that is recommended is decided on, one way or the other."],
  [Expects.SUPPORT_OFFER]: ["Regionen erbjuder något på varje rad, eller avböjer med skäl.", "The region offers something on each line, or declines with a reason."],
  [Expects.SITUATION_REPORT]: ["En lägesbild skickas.", "A situation report is sent."],
};

export const decidesWord: Record<Expects, Pair> = {
  [Expects.UNSPECIFIED]: unknown,
  [Expects.ACKNOWLEDGEMENT]: ["Inget beslut: kvittensen räcker", "No decision: the acknowledgement is enough"],
  [Expects.TRANSPORTS]: ["Varje region för sig själv", "Each region for itself"],
  [Expects.NATIONAL_DECISION]: ["Den drabbade regionens TiB", "The stricken region's duty officer"],
  [Expects.SHORTFALL_DECISION]: ["Den drabbade regionens TiB", "The stricken region's duty officer"],
  [Expects.BLOOD_OFFER]: ["Varje blodcentral för sig själv", "Each blood centre for itself"],
  [Expects.TRANSFER_ANSWER]: ["Den mottagande regionen", "The receiving region"],
  [Expects.TRIAGE_DECISION]: ["Den som regionens regler utser", "Whoever the region's rules name"],
  [Expects.SUPPORT_OFFER]: ["Varje region för sig själv", "Each region for itself"],
  [Expects.SITUATION_REPORT]: ["Den drabbade regionens TiB", "The stricken region's duty officer"],
};

export const recipientWord: Record<Recipient, Pair> = {
  [Recipient.UNSPECIFIED]: unknown,
  [Recipient.PARTY]: ["den som frågas", "whoever is asked"],
  [Recipient.DEPUTY]: ["ställföreträdande TiB i samma region", "the deputy of the same region"],
  [Recipient.DECLARER]: ["den drabbade regionens TiB", "the stricken region's duty officer"],
  [Recipient.BLOOD_ASKER]: ["blodcentralen som larmar", "the blood centre that alarms"],
};

export const hospitalTypeWord: Record<HospitalType, Pair> = {
  [HospitalType.UNSPECIFIED]: unknown,
  [HospitalType.UNIVERSITY]: ["universitetssjukhus", "university hospital"],
  [HospitalType.COUNTY]: ["länssjukhus", "county hospital"],
  [HospitalType.DISTRICT]: ["länsdelssjukhus", "district hospital"],
  [HospitalType.LOCAL]: ["närsjukhus", "local hospital"],
};

export const traumaWord: Record<TraumaCover, Pair> = {
  [TraumaCover.UNSPECIFIED]: unknown,
  [TraumaCover.FULL]: ["trauma dygnet runt", "trauma round the clock"],
  [TraumaCover.LIMITED]: ["begränsad traumaberedskap", "limited trauma cover"],
  [TraumaCover.NONE]: ["ingen traumaberedskap", "no trauma cover"],
};

export const weekdayWord: Record<Weekday, Pair> = {
  [Weekday.UNSPECIFIED]: unknown,
  [Weekday.MONDAY]: ["måndagar", "Mondays"],
  [Weekday.TUESDAY]: ["tisdagar", "Tuesdays"],
  [Weekday.WEDNESDAY]: ["onsdagar", "Wednesdays"],
  [Weekday.THURSDAY]: ["torsdagar", "Thursdays"],
  [Weekday.FRIDAY]: ["fredagar", "Fridays"],
  [Weekday.SATURDAY]: ["lördagar", "Saturdays"],
  [Weekday.SUNDAY]: ["söndagar", "Sundays"],
};
