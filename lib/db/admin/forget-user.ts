import "server-only";
import { getDb } from "@/lib/db/client";

/**
 * Forgets a person: name, address, every way to sign in, and every word that they wrote. The logs of the portfolios
 * stay, since they prove themselves by their hashes, but nothing says any more whose they were.
 *
 * @returns false for an admin, who can't be forgotten, and for a user who was forgotten before
 */
export function forgetUser(id: string, at: Date): Promise<boolean> {
  return getDb().$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id, role: { not: "ADMIN" }, deletedAt: null },
      data: {
        email: `deleted-${id}@deleted.invalid`,
        displayName: "Deleted trader",
        passwordHash: null,
        emailVerifiedAt: null,
        timeZone: "UTC",
        preferences: {},
        isListed: false,
        totpSecret: null,
        totpConfirmedAt: null,
        totpLastStep: null,
        sessionsEndedAt: at,
        deletedAt: at,
      },
    });
    if (count === 0) return false;
    await tx.providerLogin.deleteMany({ where: { userId: id } });
    await tx.recoveryCode.deleteMany({ where: { userId: id } });
    await tx.chartDrawings.deleteMany({ where: { userId: id } });
    await tx.journalEntry.updateMany({
      where: { userId: id },
      data: { notes: "", tags: [], mistakes: [], setup: null, rating: null },
    });
    await tx.portfolio.updateMany({ where: { userId: id, kind: "PRACTICE" }, data: { name: "Practice" } });
    return true;
  });
}
