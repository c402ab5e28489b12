/**
 * How the emulator misbehaves on demand: `POST /__control` with some of these as JSON, `GET /__control` for the
 * current ones. The real service has no such path.
 */
export type PaystackSwitches = {
  /** Connections are cut without a response. */
  down: boolean;
  /** No webhook is sent. */
  webhooksOff: boolean;
  /** Each webhook is sent this many times at once. */
  webhookCopies: number;
  /** Each webhook waits this long, in ms. */
  webhookDelayMs: number;
  /** Webhooks are signed with a key that nobody has. */
  badSignature: boolean;
  /** The amount that verify and the webhook name, as a multiple of the true one. */
  amountFactor: number;
  /** Currency that they name instead; empty for the true one. */
  currency: string;
  /** Domain that they name instead; empty for the true one. */
  domain: string;
};

/** The switches of a service that behaves. */
export const BEHAVED: PaystackSwitches = {
  down: false,
  webhooksOff: false,
  webhookCopies: 1,
  webhookDelayMs: 0,
  badSignature: false,
  amountFactor: 1,
  currency: "",
  domain: "",
};
