import type { Translated } from "../translated";
import type { settings as en } from "../en/settings";

export const settings: Translated<typeof en> = {};
