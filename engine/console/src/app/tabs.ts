// What the console's tabs in one browser tell each other: that somebody has signed in or out. The cookie is common to
// all of them.
export type SessionNews = "in" | "out";

export interface Tabs {
  tell(news: SessionNews): void;
}

export function joinTabs(onNews: (news: SessionNews) => void): Tabs {
  if (typeof BroadcastChannel === "undefined") {
    return { tell: () => undefined };
  }
  const channel = new BroadcastChannel("larm.session");
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data === "in" || data === "out") {
      onNews(data);
    }
  };
  return { tell: (news) => channel.postMessage(news) };
}
