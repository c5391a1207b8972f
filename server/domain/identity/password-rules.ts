import { AppError } from "../errors";

/** What guessers try first, of at least the least length. NIST SP 800-63B §3.1.1.2 asks for such a list. */
const COMMON = new Set([
  "password", "password1", "password12", "password123", "passw0rd", "12345678", "123456789", "1234567890", "87654321", "qwertyui", "qwertyuiop",
  "qwerty12", "qwerty123", "1q2w3e4r", "1q2w3e4r5t", "iloveyou", "sunshine", "princess", "football", "baseball", "superman", "trustno1", "letmein1",
  "welcome1", "welcome123", "admin123", "administrator", "changeme", "changeme1", "abcd1234", "abc12345", "a1b2c3d4", "passwort", "passwort1", "hallo123",
  "geheim123", "schalke04", "11111111", "00000000", "asdfghjk", "asdfghjkl", "zaq12wsx", "zxcvbnm1", "starwars", "computer", "whatever", "dragon123",
]);

/** @throws AppError `password_too_weak` for one that guessers try first, a single repeated character, or the person's own address. */
export function requireStrongPassword(password: string, email: string): void {
  const lower = password.toLowerCase();
  const own = [email, email.split("@")[0] ?? email];
  if (COMMON.has(lower) || new Set(lower).size < 3 || own.includes(lower)) throw new AppError("password_too_weak", {}, { fields: ["password"] });
}
