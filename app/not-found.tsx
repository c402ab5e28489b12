import { useTranslations } from "next-intl";
import { Logo } from "@/components/shell/logo";
import { buttonVariants } from "@/components/ui/button";

/** The 404 page. */
export default function NotFound() {
  const t = useTranslations("errors.notFound");
  const tCommon = useTranslations("common");
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-4 p-6">
      <Logo className="size-8" />
      <h1 className="font-semibold text-2xl">{t("title")}</h1>
      <p className="text-text-2">{t("text")}</p>
      <div className="flex gap-2">
        <a href="/terminal/BTCUSDT" className={buttonVariants({ variant: "solid", size: "md" })}>
          {tCommon("openTerminal")}
        </a>
        <a href="/" className={buttonVariants({ variant: "outline", size: "md" })}>
          {t("home")}
        </a>
      </div>
    </main>
  );
}
