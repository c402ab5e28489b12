/** Used as the client IP if no trusted header has one. */
export const UNKNOWN_CLIENT_IP = "unknown";
