// What went wrong with a call, in the terms that the words for it are chosen by.
import { Code, ConnectError } from "@connectrpc/connect";
import { FieldErrorSchema } from "../gen/larm/v1/domain_pb";
import { unescaped } from "./session";

export interface Fault {
  readonly code: Code;
  /** lowerCamel path of the refused field; empty where none is named. */
  readonly field: string;
  /** The server's own words, in English; shown as small print. */
  readonly message: string;
  /** The same for a duty officer, in Swedish; empty where the server knows no more than the code. */
  readonly swedish: string;
  /** Nobody knows whether the command was taken: the same id must be sent again. */
  readonly isOutcomeUnknown: boolean;
}

export function faultOf(error: unknown): Fault {
  const connect = ConnectError.from(error);
  return {
    code: connect.code,
    field: fieldOf(connect),
    message: connect.rawMessage,
    swedish: unescaped(connect.metadata.get("larm-swedish") ?? ""),
    isOutcomeUnknown: unknownOutcome.has(connect.code),
  };
}

const unknownOutcome = new Set([Code.Unavailable, Code.DeadlineExceeded, Code.Canceled, Code.Unknown, Code.Internal]);

function fieldOf(error: ConnectError): string {
  return error.findDetails(FieldErrorSchema)[0]?.field ?? "";
}
