/** Two speech bubbles and what they have in common. */
export function Logo({ label, className }: { label: string; className?: string }) {
  return (
    <svg viewBox="0 0 30 30" role="img" aria-label={label} className={className}>
      <path d="M11.5 5.5a8 8 0 0 0-6.7 12.3L3.8 22l4.4-1a8 8 0 1 0 3.3-15.5Z" fill="var(--text)" />
      <path d="M18.5 9.5a8 8 0 0 1 6.7 12.3l1 4.2-4.4-1a8 8 0 1 1-3.3-15.5Z" fill="var(--accent)" />
      <path d="M19.3 11.7a8 8 0 0 1-8.6 11.6 8 8 0 0 1 8.6-11.6Z" fill="var(--canvas)" />
    </svg>
  );
}
