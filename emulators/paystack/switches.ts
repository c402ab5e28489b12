/**
 * How the emulator misbehaves on demand: `POST /__control` with some of these as JSON, `GET /__control` for the
 * current ones. The real service has no such path.
 */
export type PaystackSwitches = {
  /** Connections are cut without a response. */
  down: boolean;
  /** No webhook is sent. */
  webhooksOff: boolean;
  /** Number of concurrent copies of each webhook. */
  webhookCopies: number;
  /** Each webhook is delayed by this, in ms. */
  webhookDelayMs: number;
  /** Webhooks are signed with an unknown key. */
  badSignature: boolean;
  /** The amount in verify and webhook, as a multiple of the true one. */
  amountFactor: number;
  /** The currency in them; empty for the true one. */
  currency: string;
  /** The domain in them; empty for the true one. */
  domain: string;
};

/** The defaults: no faults. */
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
