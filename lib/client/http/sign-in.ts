import { ErrorCode } from "@/lib/protocol";
import { CallError } from "../call-error";
import { errorFrom, type HttpContext, reach, readJson } from "./request";

const AUTH_ROOT = "/api/auth";
const browserContext: HttpContext = { fetch: (input, init) => fetch(input, init), origin: "" };

/**
 * Signs in with mail address and password at next-auth's own endpoints; the answer's cookie is the session.
 *
 * @param publicComputer The session ends with the browser or after 15 min without use; nothing is kept here [F107].
 * @throws CallError `sign_in_failed` (never says what was wrong), `rate_limited`, `disconnected`.
 */
export async function signIn(input: { email: string; password: string; publicComputer: boolean }, context: HttpContext = browserContext): Promise<void> {
  const { response, body } = await postForm(context, "/callback/credentials", {
    email: input.email,
    password: input.password,
    publicComputer: String(input.publicComputer),
  });
  const refusal = refusalOf(body);
  if (refusal !== null) throw new CallError(refusal);
  if (!response.ok) throw errorFrom(response, body);
}

/**
 * Begins single sign-on at the configured provider.
 * @returns The provider's address, to go to with the whole page.
 * @throws CallError
 */
export async function startSingleSignOn(input: { returnPath: string; publicComputer: boolean }, context: HttpContext = browserContext): Promise<string> {
  const { response, body } = await postForm(context, "/signin/oidc", { callbackUrl: input.returnPath, publicComputer: String(input.publicComputer) });
  if (!response.ok) throw errorFrom(response, body);
  const url = urlOf(body);
  if (url === null) throw new CallError("bad_answer");
  return url;
}

async function postForm(context: HttpContext, path: string, fields: Record<string, string>): Promise<{ response: Response; body: unknown }> {
  const csrf = await reach(context, `${context.origin}${AUTH_ROOT}/csrf`, { headers: { accept: "application/json" } });
  const csrfBody = await readJson(csrf);
  if (!csrf.ok) throw errorFrom(csrf, csrfBody);
  const csrfToken = typeof csrfBody === "object" && csrfBody !== null && "csrfToken" in csrfBody ? csrfBody.csrfToken : undefined;
  if (typeof csrfToken !== "string") throw new CallError("bad_answer");
  const response = await reach(context, `${context.origin}${AUTH_ROOT}${path}`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    // `json` makes next-auth answer with the next address instead of going there.
    body: new URLSearchParams({ ...fields, csrfToken, json: "true" }),
  });
  return { response, body: await readJson(response) };
}

function urlOf(body: unknown): string | null {
  return typeof body === "object" && body !== null && "url" in body && typeof body.url === "string" ? body.url : null;
}

/** next-auth says why in the `error` of the address it would go to: its own word, or the code that our check threw. */
function refusalOf(body: unknown): ErrorCode | null {
  const url = urlOf(body);
  const said = url === null ? null : (URL.parse(url, "http://localhost")?.searchParams.get("error") ?? null);
  if (said === null) return null;
  const code = ErrorCode.safeParse(said);
  return code.success ? code.data : "sign_in_failed";
}
