import "server-only";
import { type Formats, formatsOf } from "@/lib/client/locale/formats-of";
import { nameProduct } from "@/lib/client/names/name-product";
import { nameRule } from "@/lib/client/names/name-rule";
import type { Translate } from "@/lib/client/translate";
import { formatWallTime, isTimeZone } from "@/lib/core/time-zone";
import { createPageTranslator } from "@/lib/i18n/create-page-translator";
import type { LocaleTag } from "@/lib/schemas/locale";
import type { MailFacts } from "@/lib/schemas/mails";

/** A composed mail; `path` is the page that its link opens. */
export type ComposedMail = { subject: string; text: string; path: string };

type Composed = Exclude<MailFacts, { kind: "weekly-review" }>;
type Facts<Kind extends Composed["kind"]> = Extract<Composed, { kind: Kind }>;
type Texts = {
  t: Translate<"mails">;
  tRule: Translate<"common.rule">;
  tPurchase: Translate<"common.purchase">;
  zone: string;
  formats: Formats;
};

/** A mail's text from its facts, in the recipient's language; times on the clocks of the recipient's zone. */
export async function composeMail(
  facts: Composed,
  recipient: { zone: string; locale: LocaleTag },
): Promise<ComposedMail> {
  const { locale } = recipient;
  return compose(facts, {
    t: await createPageTranslator(locale, "mails"),
    tRule: await createPageTranslator(locale, "common.rule"),
    tPurchase: await createPageTranslator(locale, "common.purchase"),
    zone: isTimeZone(recipient.zone) ? recipient.zone : "UTC",
    formats: formatsOf(locale),
  });
}

function compose(facts: Composed, texts: Texts): ComposedMail {
  const { t, zone, formats } = texts;
  switch (facts.kind) {
    case "payment":
      return composePayment(facts, texts);
    case "renewal":
      return composeRenewal(facts, texts);
    case "challenge-started": {
      const { planName: plan, phases } = facts;
      const text = t("challengeStarted.text", { plan, phases });
      return { subject: t("challengeStarted.subject", { plan }), text, path: pathOf(facts) };
    }
    case "challenge-passed":
      return composePass(facts, texts);
    case "challenge-failed":
      return composeFailure(facts, texts);
    case "limit-warned":
      return composeWarning(facts, texts);
    case "account-locked": {
      const { portfolioName: portfolio, cause, untilMs, zone: own } = facts;
      const time = formats.day(formatWallTime(untilMs, own));
      return {
        subject: t("accountLocked.subject", { portfolio }),
        text: t("accountLocked.text", { portfolio, cause, time, zone: own }),
        path: "/settings",
      };
    }
    case "account-unlocked": {
      const { portfolioName: portfolio } = facts;
      const text = t("accountUnlocked.text", { portfolio });
      return { subject: t("accountUnlocked.subject", { portfolio }), text, path: "/terminal/BTCUSDT" };
    }
    case "new-device": {
      const time = formats.day(formatWallTime(facts.atMs, zone));
      const text = t("newDevice.text", {
        device: nameDevice(facts, t),
        clientIp: facts.clientIp,
        time,
        zone,
      });
      return { subject: t("newDevice.subject"), text, path: "/forgot-password" };
    }
    default:
      return rejectUnknown(facts);
  }
}

function composePayment(facts: Facts<"payment">, { t, tPurchase, zone, formats }: Texts): ComposedMail {
  const about = { product: nameProduct(facts.product, tPurchase), amount: formatPrice(facts, formats) };
  const { reference } = facts;
  return {
    subject: t("payment.subject", about),
    text: t("payment.text", {
      ...about,
      reference,
      time: formats.day(formatWallTime(facts.paidAtMs, zone)),
      zone,
    }),
    path: "/billing",
  };
}

function composeRenewal(facts: Facts<"renewal">, { t, tPurchase, zone, formats }: Texts): ComposedMail {
  const about = { product: nameProduct(facts.product, tPurchase), amount: formatPrice(facts, formats) };
  return {
    subject: t("renewal.subject", about),
    text: t("renewal.text", { ...about, time: formats.day(formatWallTime(facts.chargedAtMs, zone)), zone }),
    path: "/billing",
  };
}

function composePass(facts: Facts<"challenge-passed">, { t }: Texts): ComposedMail {
  const { planName: plan } = facts;
  const path = pathOf(facts);
  if (facts.phase >= facts.phases) {
    return {
      subject: t("challengePassed.subject", { plan }),
      text: t("challengePassed.text", { plan }),
      path,
    };
  }
  const about = { plan, phase: String(facts.phase), phases: String(facts.phases) };
  return { subject: t("phasePassed.subject", about), text: t("phasePassed.text", about), path };
}

function composeFailure(facts: Facts<"challenge-failed">, { t, tRule }: Texts): ComposedMail {
  const { planName: plan, rule } = facts;
  const text =
    rule === null
      ? t("challengeFailed.text", { plan })
      : t("challengeFailed.byRule", { plan, rule: nameRule(rule, tRule) });
  return { subject: t("challengeFailed.subject", { plan }), text, path: pathOf(facts) };
}

function composeWarning(facts: Facts<"limit-warned">, { t, tRule, formats }: Texts): ComposedMail {
  const [left, whole] = [formats.fixed(facts.headroom, 2), formats.fixed(facts.amount, 2)];
  const about = { plan: facts.planName, part: facts.level, rule: nameRule(facts.rule, tRule) };
  return {
    subject: t("limitWarned.subject", about),
    text: t("limitWarned.text", { ...about, left, whole }),
    path: pathOf(facts),
  };
}

function nameDevice({ device, browser, system }: Facts<"new-device">, t: Translate<"mails">): string {
  if (browser === undefined || system === undefined) return device;
  return t("newDevice.device", {
    browser: browser ?? t("newDevice.unknownBrowser"),
    system: system ?? t("newDevice.unknownSystem"),
  });
}

/** In the currency's subunit. */
function formatPrice({ amount, currency }: { amount: number; currency: string }, formats: Formats): string {
  return `${formats.fixed(amount / 100, 2)} ${currency}`;
}

function pathOf({ challengeId }: { challengeId: string }): string {
  return `/challenges/${challengeId}`;
}

function rejectUnknown(facts: never): never {
  throw new Error(`Unknown mail ${JSON.stringify(facts)}.`);
}
