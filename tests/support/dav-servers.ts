import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { freePort } from "@/server/db/embedded";
import { temporaryDirectory } from "./temporary-directory";

const READY_LIMIT_MS = 30_000;

/** A real CalDAV and CardDAV server, of Debian's packages, on a free port of this machine. */
export type DavServer = {
  url: string;
  username: string;
  password: string;
  /** Asks it past our own client. @throws Error for an answer that is no success. */
  ask(method: string, path: string, body?: string, contentType?: string): Promise<string>;
  /** Ends it, and its data. */
  stop(): Promise<void>;
};

const ANNA = { username: "anna", password: "radicale-secret" };

/** Radicale, with one account. Its collections are at `/anna/<name>/`; there are none at first. */
export async function startRadicale(): Promise<DavServer> {
  const { directory, remove } = temporaryDirectory("radicale");
  const port = await freePort();
  fs.writeFileSync(path.join(directory, "users"), `${ANNA.username}:${ANNA.password}\n`, { mode: 0o600 });
  fs.writeFileSync(
    path.join(directory, "config"),
    [
      ...["[server]", `hosts = 127.0.0.1:${port}`],
      ...["[auth]", "type = htpasswd", `htpasswd_filename = ${directory}/users`, "htpasswd_encryption = plain", "delay = 0"],
      ...["[rights]", "type = owner_only"],
      ...["[storage]", `filesystem_folder = ${directory}/data`],
      ...["[web]", "type = none"],
      ...["[logging]", "level = info", ""],
    ].join("\n"),
  );
  return run({ command: ["/usr/bin/python3", "-m", "radicale", "--config", path.join(directory, "config")], ready: "Radicale server ready", url: `http://127.0.0.1:${port}`, ...ANNA, remove });
}

/** Xandikos, which asks nobody for a name. It begins with `/anna/calendars/calendar/` and `/anna/contacts/addressbook/`. */
export async function startXandikos(): Promise<DavServer> {
  const { directory, remove } = temporaryDirectory("xandikos");
  const port = await freePort();
  const command = ["/usr/bin/xandikos", "--defaults", "-d", path.join(directory, "data"), "--current-user-principal", "/anna/", "-l", "127.0.0.1", "-p", String(port)];
  return run({ command, ready: "Running on", url: `http://127.0.0.1:${port}`, username: "", password: "", remove });
}

async function run({ command: [program = "", ...args], ready, url, username, password, remove }: { command: string[]; ready: string; url: string; username: string; password: string; remove: () => void }): Promise<DavServer> {
  if (!fs.existsSync(program)) throw new Error(`${program} is missing: run \`npm test\` as root, or install radicale and xandikos`);
  const child = spawn(program, args, { env: { PATH: "/usr/bin:/bin", PYTHONUNBUFFERED: "1", NODE_ENV: "test" }, stdio: ["ignore", "pipe", "pipe"] });
  const gone = once(child, "close");
  let output = "";
  await new Promise<void>((resolve, reject) => {
    const limit = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`${program} is not ready:\n${output}`));
    }, READY_LIMIT_MS);
    child.once("close", () => reject(new Error(`${program} ended:\n${output}`)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        if (!output.includes(ready)) return;
        clearTimeout(limit);
        resolve();
      });
    }
  });
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  return {
    url,
    username,
    password,
    async ask(method, target, body, contentType = "text/calendar; charset=utf-8") {
      const answer = await fetch(`${url}${target}`, { method, headers: { "content-type": contentType, ...(username === "" ? {} : { authorization }) }, ...(body === undefined ? {} : { body }) });
      if (!answer.ok) throw new Error(`${method} ${target}: ${answer.status}\n${output}`);
      return answer.text();
    },
    async stop() {
      child.kill("SIGTERM");
      await gone;
      remove();
    },
  };
}
