/** A plan with recurring charges. `amount` in the subunit. */
export type Plan = { code: string; name: string; amount: number; currency: string };

/** A customer's subscription to a plan. */
export type Subscription = {
  code: string;
  emailToken: string;
  email: string;
  plan: Plan;
  status: "active" | "non-renewing" | "cancelled";
  /** When it is charged next, ms. */
  nextAtMs: number;
};
