import { z } from "zod";
import { withUser } from "@/lib/http/with-user";
import { initializePayment } from "@/lib/payments/initialize-payment";

/** Opens a payment; the answer says where it is paid. */
export const POST = withUser(
  { body: z.strictObject({ product: z.string().max(64) }) },
  async ({ user, body }) => ({ status: 201, body: await initializePayment(user, body.product) }),
);
