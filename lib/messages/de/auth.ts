import type { Translated } from "../translated";
import type { auth as en } from "../en/auth";

export const auth: Translated<typeof en> = {};
