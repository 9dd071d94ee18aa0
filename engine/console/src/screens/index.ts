// The screens, in the order of the navigation. A new screen is a folder beside this file and one line here.
import type { Component } from "svelte";
import type { Session } from "../api/session";
import type { SignName } from "../design/signs";
import { answersFor, isDutyOfficer } from "../state/derive/rights";
import { answer, calls } from "../words/answer";
import { board } from "../words/board";
import { confirm } from "../words/confirm";
import { decide } from "../words/decide";
import type { Pair } from "../words/say.svelte";
import { timeline } from "../words/timeline";
import Answer from "./answer/Answer.svelte";
import Board from "./board/Board.svelte";
import Calls from "./calls/Calls.svelte";
import Confirm from "./confirm/Confirm.svelte";
import Decide from "./decide/Decide.svelte";
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

export const screens: readonly Screen[] = [
  { path: "board", name: board.nav, sign: "grid", component: Board },
  { path: "answer", name: answer.nav, sign: "check", component: Answer, isFor: (session) => answersFor(session) !== undefined },
  { path: "confirm", name: confirm.nav, sign: "alert", component: Confirm, isFor: isDutyOfficer },
  { path: "decide", name: decide.nav, sign: "pen", component: Decide, isFor: isDutyOfficer },
  { path: "calls", name: calls.nav, sign: "phone", component: Calls, isFor: isDutyOfficer },
  { path: "timeline", name: timeline.nav, sign: "list", component: Timeline },
];
