import { useId } from "react";

/** The browser's own file chooser with a label and a hint below, its button styled as ours. */
export function FileField(props: {
  label: string;
  hint?: string;
  accept: string;
  onChoose: (file: File | null) => void;
}) {
  const id = useId();
  const { label, hint, accept, onChoose } = props;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-[13px]">
        {label}
      </label>
      <input
        id={id}
        type="file"
        accept={accept}
        aria-describedby={hint === undefined ? undefined : `${id}-note`}
        onChange={(event) => onChoose(event.target.files?.[0] ?? null)}
        className="max-w-full text-text-2 text-xs file:mr-3 file:h-8 file:cursor-pointer file:rounded file:border file:border-line-strong file:border-solid file:bg-panel file:px-3 file:font-medium file:text-text hover:file:bg-hover"
      />
      {hint !== undefined && (
        <span id={`${id}-note`} className="text-text-3 text-xs">
          {hint}
        </span>
      )}
    </div>
  );
}
