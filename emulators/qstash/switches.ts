/**
 * How the emulator misbehaves on demand: `POST /__control` with some of these as JSON, `GET /__control` for
 * the current ones. The real service has no such path.
 */
export type QstashSwitches = {
  /** Every request but the control ones has its connection destroyed, and nothing is delivered. */
  down: boolean;
  /** Publishing of any kind (publish, enqueue, batch, schedules) gets 503. */
  rejectPublish: boolean;
  /** Share of messages (0 to 1) that are accepted and never delivered. */
  dropRate: number;
  /** Share of deliveries (0 to 1) that are sent twice concurrently, under one message id. */
  duplicateRate: number;
  /** Every delivery is delayed by this, in ms of real time. */
  delayMs: number;
  /** Deliveries due within a twentieth of a second of each other go out in reverse. */
  reorder: boolean;
  /** Deliveries are signed with an unknown key. */
  badSignature: boolean;
  /** Nothing is delivered until this is off again. */
  pauseDeliveries: boolean;
};

/** The defaults: no faults. */
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
