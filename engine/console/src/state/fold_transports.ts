// A region's promised vehicles, moved on by an event: commitments first, the region's sums from them.
import { create } from "@bufbuild/protobuf";
import type { Via } from "../gen/larm/v1/domain_pb";
import type { CommitmentShare, Event, TransportsCommitted } from "../gen/larm/v1/event_pb";
import {
  type CommitmentView,
  CommitmentViewSchema,
  type IncidentView,
  type TransportView,
  TransportViewSchema,
} from "../gen/larm/v1/incident_pb";
import { foldSaid } from "./fold_chases";

export function foldTransports(view: IncidentView, event: Event): IncidentView {
  const kind = event.kind;
  switch (kind.case) {
    case "transportsCommitted": {
      const commitments = [...view.commitments, given(kind.value)];
      return heard(summed({ ...view, commitments }, kind.value.regionId), event, kind.value);
    }
    case "transportsDeclined": {
      const declined = region(view, kind.value.regionId, () => ({
        declined: kind.value.missing,
        declineReason: kind.value.reason,
      }));
      const answer = `decline: ${kind.value.reason}`;
      const { regionId, via, takenBy, note } = kind.value;
      return foldSaid(declined, event, { party: `tib@${regionId}`, via, takenBy, answer, note });
    }
    case "transportsRevoked": {
      const taken = shares(view, kind.value.shares, (each, share) => ({
        ...fewer(each, share),
        revoked: each.revoked + share.count,
      }));
      return heard(summed(taken, kind.value.regionId), event, kind.value);
    }
    case "transportsReconfirmed": {
      const { commitmentId, expiresAtUs, regionId } = kind.value;
      const firm = one(view, commitmentId, () => ({ provisional: false, expiresAt: expiresAtUs }));
      return heard(summed(firm, regionId), event, kind.value);
    }
    case "transportsDeparted": {
      const left = shares(view, list(kind.value.share), (each, share) => ({ departed: each.departed + share.count }));
      return summed(left, kind.value.regionId);
    }
    case "transportsReleased": {
      const freed = shares(view, list(kind.value.share), (each, share) => ({
        ...fewer(each, share),
        released: each.released + share.count,
        departed: Math.min(Math.max(0, each.departed - (share.resourceIds.length > 0 ? 0 : share.count)), each.count - share.count),
      }));
      return summed(freed, kind.value.regionId);
    }
    case "commitmentExpired": {
      const expired = shares(view, list(kind.value.share), (each, share) => ({
        ...fewer(each, share),
        expiresAt: 0n,
      }));
      return summed(expired, kind.value.regionId);
    }
    case "shortfallAccepted": {
      // Which kind of step it is stands in the rule pack: vehicles where the region's own party has no such step.
      const { regionId, step } = kind.value;
      const parties = view.parties.map((party) =>
        party.step === step && party.party.endsWith(`@${regionId}`) ? { ...party, shortfallAccepted: true } : party,
      );
      const accepted = { ...view, parties };
      return kind.value.missing > 0 ? region(accepted, regionId, () => ({ shortfallAccepted: true })) : accepted;
    }
    default:
      return view;
  }
}

function given(committed: TransportsCommitted): CommitmentView {
  const { commitmentId, regionId, count, provisional, kind, crew, place, resourceIds, note } = committed;
  return create(CommitmentViewSchema, {
    commitmentId,
    regionId,
    count,
    provisional,
    kind,
    crew,
    place,
    resourceIds,
    note,
    readyAt: committed.readyAtUs,
    expiresAt: committed.expiresAtUs,
  });
}

/** Those that are named go; of those that are not, nobody has said which they are: the first named remain, as in the core. */
function fewer(each: CommitmentView, { count, resourceIds }: CommitmentShare): Pick<CommitmentView, "count" | "resourceIds"> {
  const left = each.count - count;
  return { count: left, resourceIds: each.resourceIds.filter((name) => !resourceIds.includes(name)).slice(0, Math.max(0, left)) };
}

function list(share: CommitmentShare | undefined): CommitmentShare[] {
  return share ? [share] : [];
}

function one(
  view: IncidentView,
  id: string,
  change: (each: CommitmentView) => Partial<CommitmentView>,
): IncidentView {
  const commitments = view.commitments.map((each) =>
    each.commitmentId === id ? { ...each, ...change(each) } : each,
  );
  return { ...view, commitments };
}

function shares(
  view: IncidentView,
  moved: readonly CommitmentShare[],
  change: (each: CommitmentView, share: CommitmentShare) => Partial<CommitmentView>,
): IncidentView {
  return moved.reduce((next, share) => one(next, share.commitmentId, (each) => change(each, share)), view);
}

function region(
  view: IncidentView,
  regionId: string,
  change: (each: TransportView) => Partial<TransportView>,
): IncidentView {
  const known = view.transports.find((each) => each.regionId === regionId);
  const before = known ?? create(TransportViewSchema, { regionId });
  const after = { ...before, ...change(before) };
  return {
    ...view,
    transports: known
      ? view.transports.map((each) => (each === known ? after : each))
      : [...view.transports, after],
  };
}

/** The region's sums from its commitments. */
function summed(view: IncidentView, regionId: string): IncidentView {
  const own = view.commitments.filter((each) => each.regionId === regionId);
  const sum = (of: (each: CommitmentView) => number) => own.reduce((total, each) => total + of(each), 0);
  return region(view, regionId, ({ required, declined, declineReason }) => {
    const committed = sum((each) => (each.provisional ? 0 : each.count));
    const released = sum((each) => each.released);
    const missing = Math.max(0, required - committed - released);
    // A region that gives after all what lacked has no longer declined.
    const stillDeclines = declined > 0 && missing > 0;
    return {
      committed,
      released,
      provisional: sum((each) => (each.provisional ? each.count : 0)),
      reserve: Math.max(0, committed - required),
      departed: sum((each) => each.departed),
      declined: stillDeclines ? missing : 0,
      declineReason: stillDeclines ? declineReason : "",
    };
  });
}

/** The region's answer in brief, as the core words it. */
function heard(
  view: IncidentView,
  event: Event,
  kind: { regionId: string; via: Via; takenBy: string; note?: string },
): IncidentView {
  const sums = view.transports.find((each) => each.regionId === kind.regionId);
  const firm = (sums?.committed ?? 0) + (sums?.released ?? 0);
  const answer = firm > 0 ? `accept ${firm}` : `provisional ${sums?.provisional ?? 0}`;
  return foldSaid(view, event, {
    party: `tib@${kind.regionId}`,
    via: kind.via,
    takenBy: kind.takenBy,
    answer,
    note: kind.note ?? "",
  });
}
