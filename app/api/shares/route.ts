import { withUser } from "@/lib/http/route/with-user";
import { shareSchema } from "@/lib/schemas/sharing/share";
import { collectFacts } from "@/lib/share/collect-facts";
import { signFacts } from "@/lib/share/share-token";

/** A link to a picture of one of the user's own fills or days. */
export const POST = withUser({ body: shareSchema }, async ({ user, body }) => ({
  body: { path: `/s/${await signFacts(await collectFacts(user.id, body))}` },
  status: 201,
}));
