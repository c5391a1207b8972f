/** Signs in over HTTP as the page does: a csrf token first, then the form. For servers with pages (`spawnServer`). */
export async function signInOverHttp(url: string, form: { email: string; password: string; publicComputer?: boolean }): Promise<{ status: number; cookie: string | undefined; setCookies: string[] }> {
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const jar = pairs(csrf.headers.getSetCookie());
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { "Content-Type": "application/x-www-form-urlencoded", Origin: url, Cookie: jar },
    body: new URLSearchParams({ email: form.email, password: form.password, publicComputer: String(form.publicComputer ?? false), csrfToken, json: "true" }),
  });
  await answer.arrayBuffer();
  const setCookies = answer.headers.getSetCookie();
  const session = setCookies.map((line) => line.split(";", 1)[0] ?? "").find((pair) => /parley\.session=./.test(pair));
  return { status: answer.status, cookie: session, setCookies };
}

const pairs = (setCookies: readonly string[]): string => setCookies.map((line) => line.split(";", 1)[0]).join("; ");
