// The screens, in the order of the navigation. A new screen is a folder beside this file and one line here.
import type { Component } from "svelte";
import type { Session } from "../api/session";
import type { SignName } from "../design/signs";
import { answersFor, isDutyOfficer } from "../state/derive/rights";
import { Role } from "../gen/larm/v1/domain_pb";
import { answer, calls } from "../words/answer";
import { blood } from "../words/blood";
import { board } from "../words/board";
import { confirm } from "../words/confirm";
import { decide } from "../words/decide";
import { ready } from "../words/ready";
import type { Pair } from "../words/say.svelte";
import { timeline } from "../words/timeline";
import Answer from "./answer/Answer.svelte";
import Blood from "./blood/Blood.svelte";
import Board from "./board/Board.svelte";
import Calls from "./calls/Calls.svelte";
import Confirm from "./confirm/Confirm.svelte";
import Decide from "./decide/Decide.svelte";
import Ready from "./ready/Ready.svelte";
import Timeline from "./timeline/Timeline.svelte";

export interface ScreenProps {
  /** What stands behind the screen's name in the address. */
  parts: readonly string[];
}

export interface Screen {
  /** In the address; never translated. */
  readonly path: string;
  readonly name: Pair;
  readonly sign: SignName;
  readonly component: Component<ScreenProps>;
  /** Who has it in the navigation; left out: everyone. The server decides what they may do. */
  readonly isFor?: (session: Session) => boolean;
}

const isBlood = (session: Session) => session.role === Role.BLOOD;

/** Whoever opens the console lands on the first that is for them. */
export const screens: readonly Screen[] = [
  { path: "blood", name: blood.nav, sign: "drop", component: Blood, isFor: isBlood },
  { path: "board", name: board.nav, sign: "grid", component: Board },
  { path: "answer", name: answer.nav, sign: "check", component: Answer, isFor: (session) => answersFor(session) !== undefined && !isBlood(session) },
  { path: "confirm", name: confirm.nav, sign: "alert", component: Confirm, isFor: isDutyOfficer },
  { path: "decide", name: decide.nav, sign: "pen", component: Decide, isFor: isDutyOfficer },
  { path: "calls", name: calls.nav, sign: "phone", component: Calls, isFor: isDutyOfficer },
  { path: "timeline", name: timeline.nav, sign: "list", component: Timeline },
  { path: "ready", name: ready.nav, sign: "sound", component: Ready, isFor: (session) => answersFor(session) !== undefined },
];
