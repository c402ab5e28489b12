import type { Metadata } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { type GlossaryEntry, GlossaryList } from "@/components/shell/text/glossary-list";
import { buildMetadata } from "@/lib/infra/build-metadata";
import messages from "@/messages/en.json";

const QUESTIONS = ["start", "prices", "money", "stale", "challenge", "partial", "delete"] as const;
const { account, challengeTerms } = messages.site.help;
const { names } = messages.journal.figures;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("site.help");
  return buildMetadata({ title: t("title"), description: t("meta.description"), path: "/help" });
}

/** Questions, and the glossary of all figures. The journal's own definitions are the source of its part. */
export default function HelpPage() {
  const t = useTranslations("site.help");
  const tFigures = useTranslations("journal.figures");
  const glossary: { id: "account" | "challenges" | "journal"; entries: GlossaryEntry[] }[] = [
    {
      id: "account",
      entries: keysOf(account).map((id) => ({
        id,
        name: t(`account.${id}.name`),
        text: t(`account.${id}.formula`),
      })),
    },
    {
      id: "challenges",
      entries: keysOf(challengeTerms).map((id) => ({
        id: `challenge-${id}`,
        name: t(`challengeTerms.${id}.name`),
        text: t(`challengeTerms.${id}.formula`),
      })),
    },
    {
      id: "journal",
      entries: keysOf(names).map((id) => ({
        id: `figure-${id}`,
        name: tFigures(`names.${id}`),
        text: tFigures(`definitions.${id}`),
      })),
    },
  ];
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-col gap-2">
        <h1 className="font-semibold text-2xl">{t("title")}</h1>
        <p className="text-text-2">{t("lead")}</p>
        <nav aria-label={t("contents")} className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
          {["questions" as const, ...glossary.map(({ id }) => id)].map((id) => (
            <a key={id} href={`#${id}`} className="rounded text-accent underline-offset-2 hover:underline">
              {id === "questions" ? t("questions.title") : t(`figures.${id}`)}
            </a>
          ))}
        </nav>
      </div>
      <section id="questions" className="flex max-w-3xl scroll-mt-4 flex-col gap-4">
        <h2 className="font-semibold text-lg">{t("questions.title")}</h2>
        {QUESTIONS.map((id) => (
          <div key={id} className="flex flex-col gap-1">
            <h3 className="font-medium">{t(`questions.${id}.title`)}</h3>
            <p className="text-sm text-text-2 leading-6">{t(`questions.${id}.text`)}</p>
          </div>
        ))}
        <p className="text-sm text-text-2">
          {t.rich("contact", {
            link: (chunks) => (
              <Link href="/contact" className="rounded text-accent underline">
                {chunks}
              </Link>
            ),
          })}
        </p>
      </section>
      {glossary.map(({ id, entries }) => (
        <GlossaryList key={id} id={id} title={t(`figures.${id}`)} entries={entries} />
      ))}
    </div>
  );
}

function keysOf<T extends object>(of: T): (keyof T & string)[] {
  return Object.keys(of) as (keyof T & string)[];
}
