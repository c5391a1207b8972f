import type { alerts as en } from "../en/alerts";
import type { Translated } from "../translated";

export const alerts: Translated<typeof en> = {
  push: {
    available: "Jetzt verfügbar",
    busy: "Jetzt beschäftigt",
    dnd: "Möchte jetzt nicht gestört werden",
    away: "Jetzt abwesend",
    offline: "Jetzt offline",
  },
};
