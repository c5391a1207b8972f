/** Says that something is going on; the words stand beside it, so it is hidden from screen readers. */
export function Spinner({ className = "size-3" }: { className?: string }) {
  return <span aria-hidden="true" className={`${className} inline-block shrink-0 animate-spin rounded-full border-[1.75px] border-current border-t-transparent opacity-70 motion-reduce:animate-none`} />;
}
