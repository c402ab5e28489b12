"use client";

import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { Eye, EyeOff } from "@/components/icons/lucide";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/form/field";

/** A password, hidden until its button shows it. */
export function PasswordField(props: Omit<ComponentProps<typeof Field>, "type" | "end">) {
  const t = useTranslations("common");
  const [isShown, setShown] = useState(false);
  return (
    <Field
      {...props}
      type={isShown ? "text" : "password"}
      end={
        <Button
          size="icon"
          aria-pressed={isShown}
          aria-label={t("showPassword")}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        </Button>
      }
    />
  );
}
