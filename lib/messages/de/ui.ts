import type { Translated } from "../translated";
import type { ui as en } from "../en/ui";

export const ui: Translated<typeof en> = {};
