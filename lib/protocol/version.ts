/**
 * Sent by a client in the socket handshake. Raised only when something is removed or changes its
 * meaning; an addition is free. An older client is answered `client_too_old` and reloads itself.
 */
export const PROTOCOL_VERSION = 1;

/** Oldest client that this server still understands. */
export const PROTOCOL_VERSION_MIN = 1;
