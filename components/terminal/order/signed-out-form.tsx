import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { buttonVariants } from "@/components/ui/button";

/** Shown in place of the form when signed out. */
export function SignedOutForm({ symbol }: { symbol: string }) {
  const t = useTranslations("terminal.signedOut");
  const back = encodeURIComponent(`/terminal/${symbol}`);
  return (
    <section
      aria-label={t("label")}
      className="flex h-full flex-col gap-4 overflow-y-auto bg-panel p-4 text-sm"
    >
      <h2 className="font-semibold text-base">{t("title", { symbol })}</h2>
      <p className="text-text-2 text-xs leading-5">{t("text")}</p>
      <ul className="grid gap-2 text-text-2 text-xs leading-5">
        {(["smartRisk", "evidence", "journal"] as const).map((key) => (
          <li key={key}>{t.rich(key, { b })}</li>
        ))}
      </ul>
      <a href={`/register?next=${back}`} className={buttonVariants({ variant: "solid", size: "lg" })}>
        {t("register")}
      </a>
      <a href={`/login?next=${back}`} className={buttonVariants({ variant: "outline", size: "md" })}>
        {t("signIn")}
      </a>
    </section>
  );
}

function b(text: ReactNode): ReactNode {
  return <strong className="font-medium text-text">{text}</strong>;
}
