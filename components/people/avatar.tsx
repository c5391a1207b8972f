import { type ReactNode, useState } from "react";
import { avatarHueOf, initialsOf } from "./initials";
import { type GlyphState, PresenceGlyph } from "./presence-glyph";

type Props = {
  /** The identity: decides the colour of the initials. */
  id: string;
  name: string;
  photoUrl?: string | null | undefined;
  /** Left out: no presence is shown. */
  state?: GlyphState | undefined;
  /** Names the presence where no words stand beside the picture. */
  stateLabel?: string | undefined;
  /** In px; left out, the surroundings decide (`--size`). */
  size?: number;
  /** Instead of initials, for what is no person: a group, a number. */
  icon?: ReactNode;
};

/** A person's picture or initials. Decoration: the name always stands beside it or in the name of what holds it. */
export function Avatar({ id, name, photoUrl, state, stateLabel, size, icon }: Props) {
  const [broken, setBroken] = useState<string | null>(null);
  const showPhoto = photoUrl && broken !== photoUrl;
  return (
    <span className="avatar" data-hue={icon ? "neutral" : avatarHueOf(id)} {...sizeAttributes(size)}>
      {showPhoto ? (
        // A plain image: pictures are small, private and cached for good by the browser.
        <img src={photoUrl} alt="" draggable={false} onError={() => setBroken(photoUrl)} />
      ) : (
        // Drawn by the style sheet: letters in the page would count as words that the control's name must hold (WCAG 2.5.3).
        <span className="initials" aria-hidden="true" {...(icon ? {} : { "data-letters": initialsOf(name) })}>
          {icon}
        </span>
      )}
      {state ? <PresenceGlyph state={state} {...(stateLabel ? { label: stateLabel } : {})} /> : null}
    </span>
  );
}

function sizeAttributes(size: number | undefined) {
  if (size === undefined) return {};
  const style = { "--size": `${size}px` } as React.CSSProperties;
  return { style, "data-size": size >= 56 ? "huge" : size >= 40 ? "large" : "small" };
}

/** Two people of a group, one behind the other. */
export function AvatarPair({ one, other, size }: { one: Pick<Props, "id" | "name" | "photoUrl">; other: Pick<Props, "id" | "name" | "photoUrl">; size?: number }) {
  const style = size === undefined ? undefined : ({ "--size": `${size}px`, "--pair": `${size}px` } as React.CSSProperties);
  return (
    <span className="pair" aria-hidden="true" {...(style ? { style } : {})}>
      <Avatar {...one} />
      <Avatar {...other} />
    </span>
  );
}
