import "server-only";
import { formatFixed } from "@/lib/client/format";
import { formatLimitLock } from "@/lib/core/limits/format-limit-lock";
import { formatWallTime, isTimeZone } from "@/lib/core/time-zone";
import type { MailFacts } from "@/lib/schemas/mails";
import { findProduct } from "@/lib/schemas/products";

/** A composed mail; `path` is the page that its link opens. */
export type ComposedMail = { subject: string; text: string; path: string };

type ChallengeFacts = Extract<MailFacts, { challengeId: string; phase: number }>;
type Composed = Exclude<MailFacts, { kind: "weekly-review" }>;

/** A mail's text from its facts; times on the clocks of the recipient's zone. */
export function composeMail(facts: Composed, recipient: { zone: string }): ComposedMail {
  const zone = isTimeZone(recipient.zone) ? recipient.zone : "UTC";
  switch (facts.kind) {
    case "payment":
      return composePayment(facts, zone);
    case "renewal":
      return composeRenewal(facts, zone);
    case "challenge-started":
      return {
        subject: `${facts.planName}: your challenge has started`,
        text: `Your challenge ${facts.planName} has started${nameFirstPhase(facts)}. Its rules, limits and target are on its page. They stay as they are now until it ends.`,
        path: pathOf(facts),
      };
    case "challenge-passed":
      return composePass(facts);
    case "challenge-failed":
      return {
        subject: `${facts.planName}: your challenge has failed`,
        text: `Your challenge ${facts.planName} has failed${facts.rule === null ? "" : ` by its rule “${facts.rule}”`}. Its positions are closed and its account is locked. The prices and figures of that moment are on its page.`,
        path: pathOf(facts),
      };
    case "limit-warned":
      return composeWarning(facts);
    case "account-locked":
      return {
        subject: `${facts.portfolioName} is locked by your own limit`,
        text: `Your account ${facts.portfolioName} is locked by a limit that you set. ${formatLimitLock(facts, facts.zone)}`,
        path: "/settings",
      };
    case "account-unlocked":
      return {
        subject: `${facts.portfolioName} is unlocked`,
        text: `The lock of your account ${facts.portfolioName} by your own limit has ended. Your limits hold on.`,
        path: "/terminal/BTCUSDT",
      };
    case "new-device":
      return {
        subject: "A sign-in from a new device",
        text: `Someone signed in to your Terminal Zero account with ${facts.device}, from ${facts.clientIp}, at ${formatWallTime(facts.atMs, zone)} (${zone}). If it was you, there is nothing to do. If it was not you, choose a new password at once: this link asks for one by mail.`,
        path: "/forgot-password",
      };
    default:
      return rejectUnknown(facts);
  }
}

function composePayment(facts: Extract<MailFacts, { kind: "payment" }>, zone: string): ComposedMail {
  const product = findProduct(facts.product)?.name ?? facts.product;
  const amount = `${formatFixed(facts.amount / 100, 2)} ${facts.currency}`;
  return {
    subject: `Receipt: ${product}, ${amount}`,
    text: `Your payment of ${amount} for ${product} has arrived.\nReference: ${facts.reference}\nPaid: ${formatWallTime(facts.paidAtMs, zone)} (${zone})\n\nAll payments are on your billing page.`,
    path: "/billing",
  };
}

function composeRenewal(facts: Extract<MailFacts, { kind: "renewal" }>, zone: string): ComposedMail {
  const product = findProduct(facts.product)?.name ?? facts.product;
  const amount = `${formatFixed(facts.amount / 100, 2)} ${facts.currency}`;
  return {
    subject: `${product} renews soon: ${amount}`,
    text: `Your plan ${product} renews on ${formatWallTime(facts.chargedAtMs, zone)} (${zone}). ${amount} will be charged then, as before. To end the renewal, open your billing page before that; what you have paid for stays until its end.`,
    path: "/billing",
  };
}

function composePass(facts: Extract<MailFacts, { kind: "challenge-passed" }>): ComposedMail {
  const { planName, phase, phases } = facts;
  if (phase < phases) {
    return {
      subject: `${planName}: phase ${phase} of ${phases} passed`,
      text: `You have passed phase ${phase} of ${phases} of your challenge ${planName}. The next phase has an account of its own and opens within a minute.`,
      path: pathOf(facts),
    };
  }
  return {
    subject: `${planName}: challenge passed`,
    text: `You have passed your challenge ${planName}. Its certificate is on its page.`,
    path: pathOf(facts),
  };
}

function composeWarning(facts: Extract<MailFacts, { kind: "limit-warned" }>): ComposedMail {
  const part = facts.level === "half" ? "half" : "nine tenths";
  const [left, whole] = [formatFixed(facts.headroom, 2), formatFixed(facts.amount, 2)];
  return {
    subject: `${facts.planName}: ${part} of “${facts.rule}” is used`,
    text: `In your challenge ${facts.planName} ${part} of the limit “${facts.rule}” is used: ${left} of ${whole} USDT were left when this mail was written. The challenge fails, or trading is paused, when nothing is left; its page says which.`,
    path: `/challenges/${facts.challengeId}`,
  };
}

function nameFirstPhase({ phases }: ChallengeFacts): string {
  return phases > 1 ? `, with phase 1 of ${phases}` : "";
}

function pathOf({ challengeId }: ChallengeFacts): string {
  return `/challenges/${challengeId}`;
}

function rejectUnknown(facts: never): never {
  throw new Error(`Unknown mail ${JSON.stringify(facts)}.`);
}
