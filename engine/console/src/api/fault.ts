// What went wrong with a call, in the terms that the words for it are chosen by.
import { Code, ConnectError } from "@connectrpc/connect";
import { FieldErrorSchema } from "../gen/larm/v1/domain_pb";

export interface Fault {
  readonly code: Code;
  /** lowerCamel path of the refused field; empty where none is named. */
  readonly field: string;
  /** The server's own words, in English; shown as small print. */
  readonly message: string;
  /** Nobody knows whether the command was taken: the same id must be sent again. */
  readonly isOutcomeUnknown: boolean;
}

export function faultOf(error: unknown): Fault {
  const connect = ConnectError.from(error);
  return {
    code: connect.code,
    field: fieldOf(connect),
    message: connect.rawMessage,
    isOutcomeUnknown: unknownOutcome.has(connect.code),
  };
}

const unknownOutcome = new Set([Code.Unavailable, Code.DeadlineExceeded, Code.Canceled, Code.Unknown, Code.Internal]);

function fieldOf(error: ConnectError): string {
  return error.findDetails(FieldErrorSchema)[0]?.field ?? "";
}
