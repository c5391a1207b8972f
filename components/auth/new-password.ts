import { type CallErrorCode } from "@/lib/client/call-error";
import { PASSWORD_MIN } from "@/lib/protocol/limits";

export type PasswordProblem = "tooShort" | "password_too_weak";

/** What is wrong with a new password before it is sent: only its length; the rest the server judges. */
export function passwordProblem(password: string): PasswordProblem | null {
  return password.length < PASSWORD_MIN ? "tooShort" : null;
}

export const isPasswordCode = (code: CallErrorCode): boolean => code === "password_too_weak";
