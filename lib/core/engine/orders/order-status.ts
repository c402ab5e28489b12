/** Status of an order. The last four are terminal. */
export const ORDER_STATUSES = [
  "QUEUED",
  "OPEN",
  "TRIGGERED",
  "PARTIALLY_FILLED",
  "FILLED",
  "REJECTED",
  "CANCELLED",
  "EXPIRED",
] as const;
/** Statuses at an order's end. */
export const FINAL_STATUSES = [
  "FILLED",
  "REJECTED",
  "CANCELLED",
  "EXPIRED",
] as const satisfies readonly OrderStatus[];
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export type OrderStatusEvent =
  | "trigger"
  | "fill-part"
  | "fill-all"
  | "cancel"
  | "reject"
  | "expire"
  | "amend"
  | "requeue"
  | "rest";

/** The whole lifecycle. `null` means that the event can't occur in that status. */
const TRANSITIONS = {
  QUEUED: {
    trigger: null,
    "fill-part": "PARTIALLY_FILLED",
    "fill-all": "FILLED",
    cancel: "CANCELLED",
    reject: "REJECTED",
    expire: null,
    amend: null,
    requeue: null,
    rest: "OPEN",
  },
  OPEN: {
    trigger: "TRIGGERED",
    "fill-part": "PARTIALLY_FILLED",
    "fill-all": "FILLED",
    cancel: "CANCELLED",
    reject: null,
    expire: "EXPIRED",
    amend: "OPEN",
    requeue: "QUEUED",
    rest: "OPEN",
  },
  TRIGGERED: {
    trigger: null,
    "fill-part": "PARTIALLY_FILLED",
    "fill-all": "FILLED",
    cancel: "CANCELLED",
    reject: "REJECTED",
    expire: "EXPIRED",
    amend: "TRIGGERED",
    requeue: "QUEUED",
    rest: "TRIGGERED",
  },
  PARTIALLY_FILLED: {
    trigger: null,
    "fill-part": "PARTIALLY_FILLED",
    "fill-all": "FILLED",
    cancel: "CANCELLED",
    reject: null,
    expire: "EXPIRED",
    amend: "PARTIALLY_FILLED",
    requeue: "QUEUED",
    rest: "PARTIALLY_FILLED",
  },
  FILLED: end(),
  REJECTED: end(),
  CANCELLED: end(),
  EXPIRED: end(),
} as const satisfies Record<OrderStatus, Record<OrderStatusEvent, OrderStatus | null>>;

/** The status after `event`. @throws Error when the table forbids it: a bug, never a user error. */
export function nextStatus(status: OrderStatus, event: OrderStatusEvent): OrderStatus {
  const next: OrderStatus | null = TRANSITIONS[status][event];
  if (next === null) throw new Error(`An order that is ${status} can't ${event}.`);
  return next;
}

/** Whether the table allows `event` in `status`. */
export function canHappen(status: OrderStatus, event: OrderStatusEvent): boolean {
  return TRANSITIONS[status][event] !== null;
}

/** Whether the status is terminal. */
export function isTerminal(status: OrderStatus): boolean {
  return status === "FILLED" || status === "REJECTED" || status === "CANCELLED" || status === "EXPIRED";
}

function end() {
  return {
    trigger: null,
    "fill-part": null,
    "fill-all": null,
    cancel: null,
    reject: null,
    expire: null,
    amend: null,
    requeue: null,
    rest: null,
  } as const;
}
