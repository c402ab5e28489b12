import { useLocale, useTranslations } from "next-intl";
import { SettingsSection } from "@/components/account/settings/settings-section";
import { formatAgent } from "@/lib/client/format-agent";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { SignInDto } from "@/lib/schemas/access/sign-in";

/** The user's sign-ins of the last 90 days. */
export function SignInHistory({ signIns }: { signIns: SignInDto[] }) {
  const t = useTranslations("account.settings.signIns");
  const formats = formatsOf(useLocale());
  const tSessions = useTranslations("account.settings.sessions");
  return (
    <SettingsSection id="sign-ins" title={t("title")} text={t("text")}>
      {signIns.length === 0 ? (
        <p className="text-[13px] text-text-2">{t("none")}</p>
      ) : (
        <ul className="flex max-h-80 flex-col divide-y overflow-y-auto">
          {signIns.map(({ at, method, clientIp, userAgent }) => (
            <li key={`${at} ${clientIp}`} className="py-2 first:pt-0">
              <p className="truncate text-[13px]">
                {t(`methods.${method}`)} · {formatAgent(userAgent, tSessions)}
              </p>
              <p className="num text-text-3 text-xs">
                {t("line", { time: formats.minute(Date.parse(at)), address: clientIp })}
              </p>
            </li>
          ))}
        </ul>
      )}
    </SettingsSection>
  );
}
