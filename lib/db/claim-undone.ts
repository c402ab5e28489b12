import "server-only";
import { getDb } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";

/** How long a process may take for what it claimed, in seconds; longer with each attempt. */
const CLAIM_SECONDS = 30;

/** Rows of a user that are done once: the table, the column that says so, and what is read of the user, `u`. */
type Queue = {
  table: "Notification" | "QueuedMail";
  doneAt: "deliveredAt" | "doneAt";
  user: Prisma.Sql;
};

/** Claims the oldest rows that are not done and that no other process is working on, at most `limit`. */
export function claimUndone<Row>({ table, doneAt, user }: Queue, limit: number): Promise<Row[]> {
  const [name, done] = [Prisma.raw(`"${table}"`), Prisma.raw(`"${doneAt}"`)];
  return getDb().$queryRaw<Row[]>`
    WITH due AS (
      SELECT "userId", "id" FROM ${name}
      WHERE ${done} IS NULL AND ("claimedTill" IS NULL OR "claimedTill" < now())
      ORDER BY "createdAt" LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
    )
    UPDATE ${name} q
    SET "attempts" = q."attempts" + 1,
      "claimedTill" = now() + (q."attempts" + 1) * ${CLAIM_SECONDS}::int * INTERVAL '1 second'
    FROM due, "User" u
    WHERE q."userId" = due."userId" AND q."id" = due."id" AND u."id" = q."userId"
    RETURNING q.*, ${user}`;
}
