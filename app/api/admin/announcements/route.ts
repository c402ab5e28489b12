import { announce, listAnnouncements } from "@/lib/db/admin/content";
import { withAdmin } from "@/lib/http/route/with-admin";
import { announceSchema } from "@/lib/schemas/admin";
import { AppError } from "@/lib/schemas/api-error";

export const dynamic = "force-dynamic";

export const GET = withAdmin({}, async () => ({ body: { announcements: await listAnnouncements() } }));

/** Publishes an announcement for a period, or until it is withdrawn. */
export const POST = withAdmin({ body: announceSchema }, async ({ user, body }) => {
  if (body.endsAt !== null && body.endsAt <= body.startsAt) {
    throw new AppError("bad_request", "An announcement must end after it starts.", { field: "endsAt" });
  }
  const act = { adminId: user.id, action: "announce", target: "announcement", reason: body.reason };
  return { status: 201, body: { announcement: await announce(act, body) } };
});
