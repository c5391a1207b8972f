import { type CustomState } from "@/lib/protocol";

/** What a custom state says in the reader's language, else in the first one it has. */
export function customLabelOf({ labels }: CustomState, locale: string): string | undefined {
  return labels[locale] ?? labels[locale.split("-")[0] ?? locale] ?? Object.values(labels)[0];
}
