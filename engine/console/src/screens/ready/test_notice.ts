// A notification that looks like an alarm's, shown by this device to itself and marked as a test.
import { notice } from "../../words/notice";
import { say } from "../../words/say.svelte";

export async function showTest(registration: ServiceWorkerRegistration | undefined): Promise<void> {
  await registration?.showNotification(say(notice.testTitle), {
    body: say(notice.testBody),
    tag: "test",
    icon: "/icons/icon-192.png",
    badge: "/icons/badge-96.png",
    data: { id: "", kind: "test", incident: "", answerPath: "", form: "", title: "", body: "" },
  });
}
