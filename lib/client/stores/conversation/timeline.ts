import type { MessageId, TimelineItem } from "@/lib/protocol";

/**
 * The rows of one conversation that this device holds: all from the oldest one held to the newest, in order of
 * `createdRev`. Older ones exist on the server while `earlier` says so.
 */
export type Timeline = {
  readonly items: readonly TimelineItem[];
  readonly earlier: boolean;
  find(id: MessageId): TimelineItem | undefined;
  /** Forgets everything and begins with the newest page. */
  load(items: readonly TimelineItem[], earlier: boolean): void;
  /**
   * A row as of its `rev`. Of a row held the newer one stays; a new row takes its place; a row from before the
   * window changes nothing, but is remembered while an earlier page is on its way.
   * @param old The conversation is held beyond this change: it may only renew a row, never add one.
   */
  put(item: TimelineItem, old: boolean): void;
  /** An earlier page is on its way: from now on changes of rows before the window are remembered. */
  expectEarlier(): void;
  /** The page came, or (null) did not. */
  takeEarlier(page: { items: readonly TimelineItem[]; earlier: boolean } | null): void;
};

export function createTimeline(): Timeline {
  let items: readonly TimelineItem[] = [];
  let earlier = false;
  const byId = new Map<MessageId, TimelineItem>();
  /** Rows changed while the page that holds them was on its way; the page may have been read before the change. */
  let changedMeanwhile: Map<MessageId, TimelineItem> | null = null;

  const replace = (item: TimelineItem): void => {
    byId.set(item.id, item);
    const at = placeOf(items, item.createdRev);
    items = items.with(at, item);
  };
  const insert = (item: TimelineItem): void => {
    byId.set(item.id, item);
    const last = items.at(-1);
    if (!last || last.createdRev < item.createdRev) items = [...items, item];
    else items = items.toSpliced(placeOf(items, item.createdRev), 0, item);
  };

  return {
    get items() {
      return items;
    },
    get earlier() {
      return earlier;
    },
    find: (id) => byId.get(id),
    load(page, more) {
      byId.clear();
      items = page.toSorted((a, b) => a.createdRev - b.createdRev);
      earlier = more;
      changedMeanwhile = null;
      for (const item of items) byId.set(item.id, item);
    },
    put(item, old) {
      const held = byId.get(item.id);
      if (held) {
        if (item.rev > held.rev) replace(item);
        return;
      }
      const oldest = items[0]?.createdRev ?? Infinity;
      const beforeWindow = earlier && item.createdRev < oldest;
      if (beforeWindow) {
        const known = changedMeanwhile?.get(item.id);
        if (changedMeanwhile && (known?.rev ?? 0) < item.rev) changedMeanwhile.set(item.id, item);
        return;
      }
      if (!old) insert(item);
    },
    expectEarlier() {
      changedMeanwhile = new Map();
    },
    takeEarlier(page) {
      const newer = changedMeanwhile;
      changedMeanwhile = null;
      if (!page) return;
      const fresh = page.items
        .filter((item) => !byId.has(item.id))
        .map((item) => {
          const changed = newer?.get(item.id);
          return changed && changed.rev > item.rev ? changed : item;
        })
        .toSorted((a, b) => a.createdRev - b.createdRev);
      for (const item of fresh) byId.set(item.id, item);
      items = [...fresh, ...items];
      earlier = page.earlier;
    },
  };
}

/** Index of the first row at or after `createdRev`. */
function placeOf(items: readonly TimelineItem[], createdRev: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.createdRev ?? 0) < createdRev) low = middle + 1;
    else high = middle;
  }
  return low;
}
