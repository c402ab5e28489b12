type Placed = {
  width: number;
  height: number;
  points: string;
  marks: readonly { x: string; y: string; color: string }[];
};

/** The line of a shared trade or curve, with marks of entry and exit; plain SVG, which pictures of links draw, too. */
export function ShareLine({
  line,
  label,
  className,
  width = line.width,
}: {
  line: Placed;
  label: string;
  className?: string;
  width?: number;
}) {
  return (
    <svg
      role="img"
      aria-label={label}
      className={className}
      width={width}
      height={(width * line.height) / line.width}
      viewBox={`0 0 ${line.width} ${line.height}`}
    >
      <polyline points={line.points} fill="none" stroke="#64748b" strokeWidth={2} />
      {line.marks.map(({ x, y, color }) => (
        <circle key={color} cx={x} cy={y} r={6} fill={color} />
      ))}
    </svg>
  );
}
