"use client";
import { useTranslations } from "next-intl";

/** Who is writing now. Keeps its height when nobody is, so that nothing moves. */
export function TypingLine({ names }: { names: readonly string[] }) {
  const t = useTranslations("timeline.typing");
  const [name = "", other = ""] = names;
  return (
    <div className="typing" role="status">
      {names.length === 0 ? null : (
        <>
          <span className="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          <span className="trunc">{names.length === 1 ? t("one", { name }) : names.length === 2 ? t("two", { name, other }) : t("many", { count: String(names.length) })}</span>
        </>
      )}
    </div>
  );
}
