/** A plan that is charged again and again. `amount` in the subunit. */
export type Plan = { code: string; name: string; amount: number; currency: string };

/** Someone's subscription to a plan. */
export type Subscription = {
  code: string;
  emailToken: string;
  email: string;
  plan: Plan;
  status: "active" | "non-renewing" | "cancelled";
};
