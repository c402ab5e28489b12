import type { useTranslations } from "next-intl";

/** Looks up page text of one place of `messages/en.json`, for functions outside React that make text. */
export type Translate<Place extends Parameters<typeof useTranslations>[0]> = ReturnType<
  typeof useTranslations<NonNullable<Place>>
>;
