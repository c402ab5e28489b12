"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Button, buttonVariants } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { requestJson } from "@/lib/client/api/market-api";
import { send } from "@/lib/client/api/send";
import { useSubmit } from "@/lib/client/api/use-submit";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { MAX_SCREENSHOTS, SCREENSHOT_TYPES, type ScreenshotDto } from "@/lib/schemas/screenshots";

type Props = { subject: { entry: string } | { day: string }; pictures: readonly ScreenshotDto[] };

/** The pictures of a trade or a day: chosen from files, or pasted while the panel has the focus. */
export function Screenshots({ subject, pictures }: Props) {
  const t = useTranslations("journal.screenshots");
  const [shown, setShown] = useState(pictures);
  const { isBusy, error, submit } = useSubmit();
  const add = (files: Iterable<File>) =>
    submit(async () => {
      for (const file of files) {
        const made = await postScreenshot(subject, file);
        setShown((all) => [...all, made]);
      }
    });
  const remove = (id: string) =>
    submit(async () => {
      await send("DELETE", `/api/journal/screenshots/${id}`);
      setShown((all) => all.filter((one) => one.id !== id));
    });
  return (
    <section
      aria-label={t("title")}
      className="flex flex-col gap-2 print:hidden"
      onPaste={(event) => {
        const images = [...event.clipboardData.files].filter(({ type }) => type.startsWith("image/"));
        if (images.length === 0) return;
        event.preventDefault();
        void add(images);
      }}
    >
      <h3 className="font-medium text-[13px]">{t("title")}</h3>
      {shown.length > 0 && (
        <ul className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-4">
          {shown.map((picture) => (
            <Picture key={picture.id} picture={picture} isBusy={isBusy} onRemove={() => remove(picture.id)} />
          ))}
        </ul>
      )}
      {error && <Notice tone="warn">{error.message}</Notice>}
      {shown.length < MAX_SCREENSHOTS.ofSubject && (
        <p className="flex flex-wrap items-center gap-3 text-text-3 text-xs">
          <label
            className={buttonVariants({
              variant: "outline",
              size: "md",
              className: "cursor-pointer text-text focus-within:outline-2 focus-within:outline-accent",
            })}
          >
            {t(isBusy ? "adding" : "add")}
            <input
              type="file"
              multiple
              accept={SCREENSHOT_TYPES.join(",")}
              disabled={isBusy}
              className="sr-only"
              onChange={(event) => {
                const files = [...(event.target.files ?? [])];
                event.target.value = "";
                void add(files);
              }}
            />
          </label>
          {t("hint")}
        </p>
      )}
    </section>
  );
}

function Picture(props: { picture: ScreenshotDto; isBusy: boolean; onRemove: () => void }) {
  const t = useTranslations("journal.screenshots");
  const formats = formatsOf(useLocale());
  const { path, width, height, createdAt } = props.picture;
  const time = formats.minute(Date.parse(createdAt));
  return (
    <li className="flex flex-col gap-1">
      <a href={path} target="_blank" rel="noreferrer" className="overflow-hidden rounded border">
        {/* biome-ignore lint/performance/noImgElement: a private picture of the API, without Next's image service. */}
        <img
          src={path}
          alt={t("picture", { time })}
          width={width}
          height={height}
          loading="lazy"
          className="aspect-video w-full object-cover"
        />
      </a>
      <span className="flex items-center justify-between text-text-3 text-xs">
        <span className="num">{time}</span>
        <Button
          size="tight"
          disabled={props.isBusy}
          aria-label={t("removeLabel", { time })}
          onClick={props.onRemove}
        >
          {t("remove")}
        </Button>
      </span>
    </li>
  );
}

function postScreenshot(subject: Props["subject"], file: File): Promise<ScreenshotDto> {
  const query = new URLSearchParams(subject);
  return requestJson<ScreenshotDto>(`/api/journal/screenshots?${query}`, { method: "POST", body: file });
}
