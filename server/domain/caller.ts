import type { EndpointId, Role, SessionId, UserId } from "@/lib/protocol";
import type { Logger } from "@/server/telemetry";

/** Who is asking, as an edge has established it: a session whose row was checked. */
export type Caller = {
  userId: UserId;
  sessionId: SessionId;
  role: Role;
  publicComputer: boolean;
  /** Address the request came from, after trusted proxies. */
  address: string;
  requestId: string;
  log: Logger;
};

/** A caller on a socket: one endpoint of a user. */
export type EndpointCaller = Caller & { endpointId: EndpointId };
