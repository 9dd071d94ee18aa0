// The daemon's services, by Connect in its binary form over the page's own origin.
import { createClient, type Transport } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";
import { AlarmService } from "../gen/larm/v1/alarm_pb";
import { BloodService } from "../gen/larm/v1/blood_pb";
import { ContactService } from "../gen/larm/v1/contact_pb";
import { IncidentService } from "../gen/larm/v1/incident_pb";
import { AccessService, ConsoleService } from "../gen/larm/v1/session_pb";
import { TransportService } from "../gen/larm/v1/transport_pb";
import { asActing } from "./session";

export const reply_within_ms = 15_000;

export function servicesOver(transport: Transport) {
  return {
    incident: createClient(IncidentService, transport),
    alarm: createClient(AlarmService, transport),
    transport: createClient(TransportService, transport),
    blood: createClient(BloodService, transport),
    contact: createClient(ContactService, transport),
    console: createClient(ConsoleService, transport),
    access: createClient(AccessService, transport),
  };
}

export type Services = ReturnType<typeof servicesOver>;

/** For services that are loaded later, too. */
export const transport = createConnectTransport({
  baseUrl: "/",
  useBinaryFormat: true,
  defaultTimeoutMs: reply_within_ms,
  fetch: (input, init) => fetch(input, { ...init, headers: asActing(init?.headers), credentials: "same-origin" }),
});

export const services: Services = servicesOver(transport);
