import type { Method } from "@/lib/protocol";
import { handleAuth } from "@/server/http/auth";
import { parseCookies } from "@/server/http/cookies";

type Handlers = Partial<Record<Method, (request: Request, context: { params: Promise<Record<string, string> | undefined> }) => Promise<Response>>>;

export type Call = {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  /** Sent as it is, instead of `body`. */
  rawBody?: BodyInit;
  cookie?: string | undefined;
  headers?: Record<string, string>;
};

export type Answer = { status: number; body: unknown; headers: Headers; code: string | undefined };

/** Calls a route's own handler, as the pages' server would; the runtime must be installed. */
export async function callRoute(handlers: Handlers, method: Method, site: string, call: Call = {}): Promise<Answer> {
  const url = new URL(`${site}/api/v1/test`);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.append(name, value);
  const body = call.rawBody ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
  const headers = {
    ...(call.body === undefined ? {} : { "content-type": "application/json" }),
    ...(method === "GET" ? {} : { origin: site }),
    ...(call.cookie === undefined ? {} : { cookie: call.cookie }),
    "x-forwarded-for": "192.0.2.7",
    ...call.headers,
  };
  const request = new Request(url, { method, headers, ...(body === undefined ? {} : { body }) });
  const handle = handlers[method];
  if (!handle) throw new Error(`No ${method} handler`);
  return toAnswer(await handle(request, { params: Promise.resolve(call.params) }));
}

async function toAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const body: unknown = text === "" ? undefined : response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : text;
  const code = typeof body === "object" && body !== null && "error" in body ? (body.error as { code?: string } | null)?.code : undefined;
  return { status: response.status, body, headers: response.headers, code };
}

export type SignInForm = { email: string; password: string; publicComputer?: boolean };

/** Fills in the sign-in form as the page does: a csrf token first, then the form. */
export async function postSignIn(site: string, form: SignInForm, options: { address?: string; headers?: Record<string, string> } = {}): Promise<Answer & { cookie: string | undefined; setCookies: string[] }> {
  const csrf = await handleAuth(new Request(`${site}/api/auth/csrf`));
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const jar = csrf.headers.getSetCookie().map((line) => line.split(";", 1)[0]).join("; ");
  const fields = { email: form.email, password: form.password, publicComputer: String(form.publicComputer ?? false), csrfToken, json: "true" };
  const request = new Request(`${site}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", origin: site, cookie: jar, "x-forwarded-for": options.address ?? "192.0.2.7", ...options.headers },
    body: new URLSearchParams(fields),
  });
  const response = await handleAuth(request);
  const setCookies = response.headers.getSetCookie();
  const session = setCookies.map((line) => line.split(";", 1)[0] ?? "").find((pair) => /parley\.session=./.test(pair));
  return { ...(await toAnswer(response)), cookie: session, setCookies };
}

/** The value of one cookie among Set-Cookie lines. */
export const cookieLine = (lines: readonly string[], name: string): string | undefined => lines.find((line) => name in parseCookies(line.split(";", 1)[0]));
