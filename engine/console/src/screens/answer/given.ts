// An answer as a human gives it, and as the wire has it.
import { create } from "@bufbuild/protobuf";
import { AcceptAnswerSchema, type Answer, DeclineAnswerSchema } from "../../gen/larm/v1/alarm_pb";

export interface Given {
  readonly is: "yes" | "number" | "provisional" | "no";
  readonly count: number;
  readonly reason: string;
}

export function messageOf({ is, count, reason }: Given): Answer["answer"] {
  switch (is) {
    case "yes":
      return { case: "accept", value: create(AcceptAnswerSchema) };
    case "number":
      return { case: "accept", value: create(AcceptAnswerSchema, { count }) };
    case "provisional":
      return { case: "provisional", value: create(AcceptAnswerSchema, { count }) };
    case "no":
      return { case: "decline", value: create(DeclineAnswerSchema, { reason }) };
  }
}
