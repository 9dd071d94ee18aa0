// What stands on the tab: how many alarms wait, exercise or not, where one is. While an alarm waits it alternates, so
// that it is seen from among other tabs.

export interface TitleFacts {
  readonly alarms: number;
  /** That whoever is here may confirm, and nobody has. */
  readonly reports: number;
  readonly reportWord: string;
  /** "ÖVNING"; empty when live or unknown. */
  readonly mark: string;
  readonly alarmWord: string;
  readonly screen: string;
  readonly product: string;
  /** Every other second. */
  readonly isOdd: boolean;
}

export function titleOf({ alarms, reports, reportWord, mark, alarmWord, screen, product, isOdd }: TitleFacts): string {
  const rest = [screen, "·", product].filter(Boolean).join(" ");
  if (alarms === 0) {
    return [reports > 0 ? `(${reports}) ${reportWord}` : "", mark, rest].filter(Boolean).join(" ");
  }
  const call = isOdd ? `▲ ${alarmWord} ▲` : `(${alarms}) ${alarmWord}`;
  return [call, mark, isOdd ? "" : rest].filter(Boolean).join(" ");
}
