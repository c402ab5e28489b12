import "server-only";
import { OWN_PLAN_ID } from "@/lib/core/challenge/build-own-plan";
import { getDb } from "@/lib/db/client";

/**
 * Erases a person: name, email, every way to sign in, and all text that they wrote. The portfolios' logs
 * stay, since their hash chains must remain complete, but nothing links them to the person any more. Imported
 * trades, which are in no log, are deleted.
 *
 * @returns false for an admin, who can't be erased, and for a user who was erased before
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
    await tx.passkey.deleteMany({ where: { userId: id } });
    await tx.signIn.deleteMany({ where: { userId: id } });
    await tx.consent.deleteMany({ where: { userId: id } });
    await tx.twapOrder.updateMany({
      where: { portfolio: { userId: id }, status: "active" },
      data: { status: "stopped", endedAt: at },
    });
    await tx.chaseOrder.updateMany({
      where: { portfolio: { userId: id }, status: "active" },
      data: { status: "stopped", endedAt: at },
    });
    await tx.apiKey.deleteMany({ where: { userId: id } });
    await tx.alertHook.deleteMany({ where: { userId: id } });
    await tx.webhook.deleteMany({ where: { userId: id } });
    await tx.chartDrawings.deleteMany({ where: { userId: id } });
    await tx.deskSettings.deleteMany({ where: { userId: id } });
    await tx.dayNote.deleteMany({ where: { userId: id } });
    await tx.playbook.deleteMany({ where: { userId: id } });
    await tx.rulebook.deleteMany({ where: { userId: id } });
    await tx.alert.deleteMany({ where: { userId: id } });
    await tx.notification.deleteMany({ where: { userId: id } });
    await tx.pushSubscription.deleteMany({ where: { userId: id } });
    await tx.coachLink.deleteMany({ where: { userId: id } });
    await tx.screenshot.deleteMany({ where: { userId: id } });
    await tx.shareLink.deleteMany({ where: { userId: id } });
    await tx.featureFlagUser.deleteMany({ where: { userId: id } });
    await tx.coachComment.deleteMany({ where: { userId: id } });
    await tx.queuedMail.deleteMany({ where: { userId: id } });
    await tx.journalEntry.updateMany({
      where: { userId: id },
      data: {
        notes: "",
        tags: [],
        mistakes: [],
        setup: null,
        rulesKept: [],
        rulesBroken: [],
        rating: null,
        moodBefore: null,
        moodAfter: null,
      },
    });
    const imported = { portfolio: { userId: id, kind: "IMPORTED" } };
    await tx.tradeImport.deleteMany({ where: { userId: id } });
    await tx.journalEntry.deleteMany({ where: imported });
    await tx.equitySnapshot.deleteMany({ where: imported });
    await tx.portfolio.updateMany({ where: { userId: id, kind: "PRACTICE" }, data: { name: "Practice" } });
    const own = { planId: OWN_PLAN_ID };
    await tx.portfolio.updateMany({
      where: { userId: id, phases: { some: { challenge: own } } },
      data: { name: "Challenge" },
    });
    await tx.challenge.updateMany({ where: { userId: id, ...own }, data: { planName: "Own rules" } });
    return true;
  });
}
