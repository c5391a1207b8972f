"use client";
import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode } from "react";
import { cx } from "./cx";
import { FOCUS_RING } from "./focus";

export type SidePlace = { href: string; label: string; icon: ReactNode };
export type SidePlaceGroup = { caption?: string; places: readonly SidePlace[] };

export type SidePlacesProps = {
  title: string;
  /** The address of the list itself; below 640 px it is a page of its own. */
  root: string;
  backLabel: string;
  groups: readonly SidePlaceGroup[];
  width?: "narrow" | "wide";
  children: ReactNode;
};

/** A list of pages beside the white sheet that shows one of them. */
export function SidePlaces({ title, root, backLabel, groups, width = "wide", children }: SidePlacesProps) {
  const path = usePathname();
  const isRoot = path === root;
  // On a narrow window the list is the page.
  const [Heading, Caption] = isRoot ? (["h1", "h2"] as const) : (["h2", "h3"] as const);
  return (
    <div className={cx("grid h-full min-h-0 min-w-0 flex-1 grid-cols-1", width === "wide" ? "sm:grid-cols-[208px_minmax(0,1fr)] lg:grid-cols-[304px_minmax(0,1fr)]" : "sm:grid-cols-[176px_minmax(0,1fr)] lg:grid-cols-[192px_minmax(0,1fr)]")}>
      <nav aria-label={title} className={cx("min-h-0 overflow-auto py-3 ps-0.5 pe-2 max-sm:px-3", isRoot ? "" : "max-sm:hidden")}>
        <Heading className="px-2.5 pt-1 pb-3 text-[16px]/[24px] font-semibold tracking-[-0.01em]">{title}</Heading>
        {groups.map((group, index) => (
          <div key={group.caption ?? index}>
            {group.caption ? <Caption className="px-2.5 pt-3.5 pb-1 text-[12px]/[16px] font-medium text-text-faint">{group.caption}</Caption> : null}
            <ul className="grid gap-px">
              {group.places.map((place) => (
                <li key={place.href}>
                  <PlaceLink place={place} isCurrent={path === place.href || path.startsWith(`${place.href}/`)} isTall={width === "wide"} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className={cx("flex min-h-0 min-w-0 p-2 ps-0 max-sm:p-0", isRoot ? "max-sm:hidden" : "")}>
        <div className="flex min-h-0 min-w-0 flex-1 flex-col overflow-hidden rounded-lg bg-surface shadow-[var(--e0)] [--plate:var(--surface)] max-sm:rounded-none max-sm:shadow-none">
          <Link href={root} className={cx("flex h-11 shrink-0 items-center gap-1 border-b border-border px-3 text-[13px]/[18px] font-medium sm:hidden", FOCUS_RING, "-outline-offset-2")}>
            <ChevronLeft aria-hidden="true" className="size-4 rtl:-scale-x-100" />
            {backLabel}
          </Link>
          {children}
        </div>
      </div>
    </div>
  );
}

function PlaceLink({ place, isCurrent, isTall }: { place: SidePlace; isCurrent: boolean; isTall: boolean }) {
  return (
    <Link
      href={place.href}
      {...(isCurrent ? { "aria-current": "page" as const } : {})}
      className={cx(
        "flex cursor-default items-center gap-2.5 rounded-md px-2.5 py-1.5 text-[13px]/[18px] font-medium no-underline hover:no-underline pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0",
        isTall ? "min-h-8.5" : "min-h-7.5",
        FOCUS_RING,
        "-outline-offset-2",
        isCurrent ? "bg-surface-raised text-text shadow-[var(--e1)] forced-colors:[outline:2px_solid_Highlight]" : "text-text-muted hover:bg-fill-hover hover:text-text",
      )}
    >
      {place.icon}
      <span className="min-w-0">{place.label}</span>
    </Link>
  );
}
