import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/form/field";

/** The code of the second factor. */
export function CodeField() {
  const t = useTranslations("auth");
  return (
    <Field
      label={t("code")}
      name="code"
      autoComplete="one-time-code"
      autoFocus
      required
      hint={t("codeHint")}
    />
  );
}
