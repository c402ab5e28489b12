import { describe, expect, it } from "vitest";
import {
  canHappen,
  isTerminal,
  nextStatus,
  ORDER_STATUSES,
  type OrderStatusEvent,
} from "@/lib/core/engine/orders/order-status";

const EVENTS: OrderStatusEvent[] = [
  "trigger",
  "fill-part",
  "fill-all",
  "cancel",
  "reject",
  "expire",
  "amend",
  "requeue",
  "rest",
];

/** Every pair of status and event; "-" where it can't happen. */
const TABLE = {
  QUEUED: ["-", "PARTIALLY_FILLED", "FILLED", "CANCELLED", "REJECTED", "-", "-", "-", "OPEN"],
  OPEN: ["TRIGGERED", "PARTIALLY_FILLED", "FILLED", "CANCELLED", "-", "EXPIRED", "OPEN", "QUEUED", "OPEN"],
  TRIGGERED: [
    "-",
    "PARTIALLY_FILLED",
    "FILLED",
    "CANCELLED",
    "REJECTED",
    "EXPIRED",
    "TRIGGERED",
    "QUEUED",
    "TRIGGERED",
  ],
  PARTIALLY_FILLED: [
    "-",
    "PARTIALLY_FILLED",
    "FILLED",
    "CANCELLED",
    "-",
    "EXPIRED",
    "PARTIALLY_FILLED",
    "QUEUED",
    "PARTIALLY_FILLED",
  ],
  FILLED: ["-", "-", "-", "-", "-", "-", "-", "-", "-"],
  REJECTED: ["-", "-", "-", "-", "-", "-", "-", "-", "-"],
  CANCELLED: ["-", "-", "-", "-", "-", "-", "-", "-", "-"],
  EXPIRED: ["-", "-", "-", "-", "-", "-", "-", "-", "-"],
} as const;

describe("order status", () => {
  it.each(ORDER_STATUSES)("%s answers every event as the table says", (status) => {
    const row = EVENTS.map((event) => (canHappen(status, event) ? nextStatus(status, event) : "-"));
    expect(row).toEqual(TABLE[status]);
    expect(isTerminal(status)).toBe(row.every((next) => next === "-"));
  });

  it("throws for what can't happen, naming both", () => {
    for (const status of ORDER_STATUSES) {
      for (const event of EVENTS) {
        if (canHappen(status, event)) continue;
        expect(() => nextStatus(status, event)).toThrow(`An order that is ${status} can't ${event}.`);
      }
    }
  });
});
