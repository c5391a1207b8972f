export { type Connection, createConnection } from "./connection";
export { takeEndpointId } from "./endpoint-id";
export { reloadWhenQuiet } from "./quiet-reload";
export { createSocketTransport, type Transport, type TransportListener } from "./transport";
