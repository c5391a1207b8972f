import { type Policy } from "@/lib/protocol";
import { type PolicyName } from "./policy-chain";

/** What one policy says about one setting. */
export type SettingChoice = "not-set" | "allowed" | "not-allowed";

export function choiceOf(settings: Policy["settings"], name: PolicyName): SettingChoice {
  const value = settings[name];
  return value === undefined ? "not-set" : value ? "allowed" : "not-allowed";
}

/** The same policy with another choice for one setting; *not set* leaves it out. */
export function withChoice(settings: Policy["settings"], name: PolicyName, choice: SettingChoice): Policy["settings"] {
  const { [name]: _left, ...rest } = settings;
  return choice === "not-set" ? rest : { ...rest, [name]: choice === "allowed" };
}
