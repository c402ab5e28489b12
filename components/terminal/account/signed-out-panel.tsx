import { useTranslations } from "next-intl";
import { buttonVariants } from "@/components/ui/button";

/** Shown in place of the account panel when signed out. */
export function SignedOutPanel({ symbol }: { symbol: string }) {
  const t = useTranslations("terminal.account");
  const next = encodeURIComponent(`/terminal/${symbol}`);
  return (
    <section
      aria-label={t("label")}
      className="grid h-full place-content-center gap-3 bg-panel p-4 text-center text-xs"
    >
      <p className="text-text-2">{t("signedOut")}</p>
      <a
        href={`/register?next=${next}`}
        className={buttonVariants({ variant: "outline", className: "mx-auto" })}
      >
        {t("register")}
      </a>
    </section>
  );
}
