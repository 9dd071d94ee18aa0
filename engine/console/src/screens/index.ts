// The screens, in the order of the navigation. A new screen is a folder beside this file and one line here. What an alarm
// needs at once is there from the start; the others are loaded when they are opened, or when nothing else is going on.
import type { Component } from "svelte";
import type { Session } from "../api/session";
import { Part } from "../app/part.svelte";
import type { SignName } from "../design/signs";
import { answersFor, isDutyOfficer } from "../state/derive/rights";
import { Role } from "../gen/larm/v1/domain_pb";
import { answer } from "../words/answer";
import { board } from "../words/board";
import { confirm } from "../words/confirm";
import type { Pair } from "../words/say.svelte";
import { nav } from "../words/nav";
import { timeline } from "../words/timeline";
import Answer from "./answer/Answer.svelte";
import Board from "./board/Board.svelte";
import Confirm from "./confirm/Confirm.svelte";

export interface ScreenProps extends Record<string, unknown> {
  /** What stands behind the screen's name in the address. */
  parts: readonly string[];
}

export interface Screen {
  /** In the address; never translated. */
  readonly path: string;
  readonly name: Pair;
  readonly sign: SignName;
  /** There from the start; else `later` is. */
  readonly component?: Component<ScreenProps>;
  readonly later?: Part<ScreenProps>;
  /** Not for the first minutes of an alarm: on a phone it stands behind "More". */
  readonly isSecondary?: boolean;
  /** Led to by another screen, and not in the navigation. */
  readonly isUnlisted?: boolean;
  /** Who has it in the navigation; left out: everyone. The server decides what they may do. */
  readonly isFor?: (session: Session) => boolean;
}

const isBlood = (session: Session) => session.role === Role.BLOOD;
const isHospital = (session: Session) => session.role === Role.HOSPITAL;
const isParty = (session: Session) => answersFor(session) !== undefined;
const bloodScreen = () => import("./blood/Blood.svelte");
const capacityScreen = () => import("./capacity/Capacity.svelte");
const deckScreen = () => import("./deck/Deck.svelte");
const later = (load: () => Promise<{ readonly default: Component<ScreenProps> }>) => new Part<ScreenProps>(load);

/** Whoever opens the console lands on the first that is for them. */
export const screens: readonly Screen[] = [
  { path: "deck", name: nav.deck, sign: "clock", later: later(deckScreen), isFor: ({ role }) => role === Role.CONTROLLER },
  { path: "blood", name: nav.blood, sign: "drop", later: later(bloodScreen), isFor: isBlood },
  { path: "capacity", name: nav.capacity, sign: "bed", later: later(capacityScreen), isFor: isHospital },
  { path: "board", name: board.nav, sign: "grid", component: Board },
  { path: "blood", name: nav.blood, sign: "drop", later: later(bloodScreen), isFor: (session) => !isBlood(session), isUnlisted: true },
  { path: "answer", name: answer.nav, sign: "check", component: Answer, isFor: (session) => isParty(session) && !isBlood(session) },
  { path: "confirm", name: confirm.nav, sign: "alert", component: Confirm, isFor: isDutyOfficer },
  { path: "decide", name: nav.decide, sign: "pen", later: later(() => import("./decide/Decide.svelte")), isFor: isDutyOfficer },
  { path: "capacity", name: nav.capacity, sign: "bed", later: later(capacityScreen), isFor: (session) => !isHospital(session), isSecondary: true },
  { path: "cooperation", name: nav.cooperation, sign: "globe", later: later(() => import("./cooperation/Cooperation.svelte")), isSecondary: true },
  { path: "calls", name: nav.calls, sign: "phone", later: later(() => import("./calls/Calls.svelte")), isFor: isDutyOfficer, isSecondary: true },
  { path: "deck", name: nav.deck, sign: "clock", later: later(deckScreen), isFor: ({ role }) => role === Role.OBSERVER, isSecondary: true },
  { path: "timeline", name: timeline.nav, sign: "list", later: later(() => import("./timeline/Timeline.svelte")), isSecondary: true },
  { path: "playback", name: nav.playback, sign: "clock", later: later(() => import("./playback/Playback.svelte")), isUnlisted: true },
  { path: "ready", name: nav.ready, sign: "sound", later: later(() => import("./ready/Ready.svelte")), isFor: isParty, isSecondary: true },
  { path: "duty", name: nav.duty, sign: "person", later: later(() => import("./duty/Duty.svelte")), isSecondary: true },
  { path: "admin", name: nav.admin, sign: "gear", later: later(() => import("./admin/Admin.svelte")), isSecondary: true },
  { path: "settings", name: nav.settings, sign: "sliders", later: later(() => import("./settings/Settings.svelte")), isSecondary: true },
];
