/** The mark: three candles, the middle one in the accent. */
export function Logo({ className }: { className: string }) {
  return (
    <svg aria-hidden viewBox="0 0 20 20" className={className} fill="none">
      <path d="M4 5v10M16 5v10" className="stroke-text-3" />
      <rect x="2" y="8" width="4" height="5" rx="0.5" className="fill-text-3" />
      <rect x="14" y="7" width="4" height="5" rx="0.5" className="fill-text-3" />
      <path d="M10 2v16" className="stroke-accent" />
      <rect x="8" y="5" width="4" height="8" rx="0.5" className="fill-accent" />
    </svg>
  );
}
