/**
 * How the emulator misbehaves on demand: `POST /__control` with some of these as JSON, `GET /__control` for
 * the current ones. The real service has no such path.
 */
export type QstashSwitches = {
  /** Every request but the control ones has its connection destroyed, and nothing is delivered. */
  down: boolean;
  /** Publishing of any kind (publish, enqueue, batch, schedules) is responded with 503. */
  rejectPublish: boolean;
  /** Share of messages (0 to 1) that are accepted and then vanish without a delivery. */
  dropRate: number;
  /** Share of deliveries (0 to 1) that arrive twice at once, under one message id. */
  duplicateRate: number;
  /** Every delivery is held back this long, in ms of real time. */
  delayMs: number;
  /** Deliveries due within a twentieth of a second of each other go out in reverse. */
  reorder: boolean;
  /** Deliveries are signed with a key that nobody knows. */
  badSignature: boolean;
  /** Nothing is delivered until this is off again. */
  pauseDeliveries: boolean;
};

/** The switches of a service that behaves. */
export const BEHAVED: QstashSwitches = {
  down: false,
  rejectPublish: false,
  dropRate: 0,
  duplicateRate: 0,
  delayMs: 0,
  reorder: false,
  badSignature: false,
  pauseDeliveries: false,
};
