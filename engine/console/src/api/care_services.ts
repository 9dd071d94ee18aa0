// Capacity, moves of patients and triage: loaded with their screen.
import { createClient } from "@connectrpc/connect";
import { CapacityService } from "../gen/larm/v1/capacity_calls_pb";
import { TransferService } from "../gen/larm/v1/transfer_calls_pb";
import { TriageService } from "../gen/larm/v1/triage_calls_pb";
import { transport } from "./services";

export const care = {
  capacity: createClient(CapacityService, transport),
  transfers: createClient(TransferService, transport),
  triage: createClient(TriageService, transport),
};
