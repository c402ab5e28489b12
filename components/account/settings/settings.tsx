import { useLocale, useTranslations } from "next-intl";
import { ApiKeySettings } from "@/components/account/access/api-key-settings";
import { PasskeySettings } from "@/components/account/access/passkey-settings";
import { PasswordSettings } from "@/components/account/access/password-settings";
import { SessionSettings } from "@/components/account/access/session-settings";
import { SignInHistory } from "@/components/account/access/sign-in-history";
import { TwoFactorSettings } from "@/components/account/access/two-factor-settings";
import { DeleteAccount } from "@/components/account/delete-account";
import { ProofDialog } from "@/components/account/proof-dialog";
import { AppearanceSettings } from "@/components/account/settings/appearance-settings";
import { CoachSettings } from "@/components/account/settings/coach-settings";
import { FormatSettings } from "@/components/account/settings/format-settings";
import { LimitSettings } from "@/components/account/settings/limit-settings";
import { MailSettings } from "@/components/account/settings/mail-settings";
import { ProfileSettings } from "@/components/account/settings/profile-settings";
import { SettingsSection } from "@/components/account/settings/settings-section";
import { ShareSettings } from "@/components/account/settings/share-settings";
import { SoundSettingsSection } from "@/components/account/settings/sound-settings-section";
import { TradingSettings } from "@/components/account/settings/trading-settings";
import { SignOutButton } from "@/components/account/sign-out-button";
import { AlertHookSettings } from "@/components/programs/alert-hook-settings";
import { WebhookSettings } from "@/components/programs/webhook-settings";
import { DeskFrame } from "@/components/shell/desk-frame";
import { PushSwitch } from "@/components/terminal/alerts/push-switch";
import { buttonVariants } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { PasskeyDto } from "@/lib/schemas/access/passkeys";
import type { SignInDto } from "@/lib/schemas/access/sign-in";
import type { AccountDto, SessionLineDto } from "@/lib/schemas/account";
import type { CoachLinkDto } from "@/lib/schemas/coach";
import type { ApiKeyDto } from "@/lib/schemas/programs/api-keys";
import type { AlertHookDto } from "@/lib/schemas/programs/hooks";
import type { WebhooksResponse } from "@/lib/schemas/programs/webhooks";
import type { SharedLine } from "@/lib/schemas/sharing/share";
import type { PortfolioSummary } from "@/lib/schemas/trading/trading-responses";

/** Account settings, data export and deletion. What is null can't be loaded at the moment. */
export function Settings(props: {
  account: AccountDto;
  sessions: SessionLineDto[] | null;
  passkeys: PasskeyDto[];
  signIns: SignInDto[];
  coaches: CoachLinkDto[];
  shares: SharedLine[];
  keys: ApiKeyDto[] | null;
  hooks: AlertHookDto[] | null;
  webhooks: WebhooksResponse | null;
  portfolios: PortfolioSummary[];
  timeZones: readonly string[];
  notice?: string | undefined;
}) {
  const t = useTranslations("account.settings");
  const formats = formatsOf(useLocale());
  const push = useTranslations("alerts.push");
  const { account } = props;
  return (
    <DeskFrame title={t("title")} current="/settings" aside={<SignOutButton label={t("signOut")} />}>
      <ProofDialog />
      <div className="flex max-w-3xl flex-col gap-4">
        {props.notice && <Notice tone="warn">{props.notice}</Notice>}
        <ProfileSettings account={account} timeZones={props.timeZones} />
        <AppearanceSettings />
        <FormatSettings />
        <TradingSettings />
        <SoundSettingsSection />
        <SettingsSection id="push" title={push("label")}>
          <PushSwitch />
        </SettingsSection>
        <MailSettings chosen={account.preferences.mails} />
        <PasswordSettings account={account} />
        <TwoFactorSettings account={account} />
        <PasskeySettings passkeys={props.passkeys} />
        <SessionSettings sessions={props.sessions} />
        <SignInHistory signIns={props.signIns} />
        <CoachSettings coaches={props.coaches} />
        <ShareSettings shares={props.shares} />
        <LimitSettings portfolios={props.portfolios} />
        <ApiKeySettings keys={props.keys} portfolios={props.portfolios} />
        <AlertHookSettings hooks={props.hooks} portfolios={props.portfolios} />
        <WebhookSettings own={props.webhooks} portfolios={props.portfolios} />
        <SettingsSection title={t("data.title")} text={t("data.text")}>
          <a
            href="/api/account/export"
            download
            className={buttonVariants({ variant: "outline", size: "md", className: "self-start" })}
          >
            {t("data.export")}
          </a>
          <p className="text-text-2 text-xs">{t("data.statements")}</p>
          <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
            {props.portfolios.map(({ id, name }) => (
              <li key={id}>
                <a
                  href={`/api/portfolios/${encodeURIComponent(id)}/statement`}
                  download
                  className="text-accent underline"
                >
                  {t("data.statement", { name })}
                </a>
              </li>
            ))}
          </ul>
          {account.consents.length > 0 && (
            <p className="text-text-3 text-xs">
              {t("data.accepted", {
                list: account.consents
                  .map(({ document, version, acceptedAt }) =>
                    t("data.consent", {
                      document: t(`data.document.${document}`),
                      version: String(version),
                      day: formats.day(acceptedAt.slice(0, 10)),
                    }),
                  )
                  .join("; "),
              })}
            </p>
          )}
        </SettingsSection>
        <DeleteAccount />
      </div>
    </DeskFrame>
  );
}
