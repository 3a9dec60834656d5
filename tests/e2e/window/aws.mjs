// AWS on the loopback: recorded answers of tests/fixtures/wire, matched as the Rust tests match them; and the emulator
// of tests/wire.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, sleep } from "./driver.mjs";

const wire = join(dirname(fileURLToPath(import.meta.url)), "../../fixtures/wire");
export const recorded = (name) => JSON.parse(readFileSync(join(wire, `${name}.json`), "utf8"));

const PATHS = {
  "/client/register": "RegisterClient",
  "/device_authorization": "StartDeviceAuthorization",
  "/token": "CreateToken",
  "/federation/credentials": "GetRoleCredentials",
  "/assignment/accounts": "ListAccounts",
  "/assignment/roles": "ListAccountRoles",
  "/logout": "Logout",
};

/** Answers each operation with its cases in order, the last one again and again. `answer` puts others in their place. */
export async function openAws(cases) {
  const queues = new Map();
  const asked = [];
  const answer = (...names) => {
    const answers = names.map(recorded);
    for (const { operation } of answers) queues.set(operation, answers.filter((one) => one.operation === operation));
  };
  answer(...cases);
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => (body += part));
    request.on("end", () => {
      const operation = new URLSearchParams(body).get("Action") ?? PATHS[request.url.split("?")[0]] ?? request.url;
      asked.push({ operation, body });
      const queue = queues.get(operation);
      const found = queue?.length > 1 ? queue.shift() : queue?.[0];
      if (!found) return response.writeHead(501).end(`nothing is recorded for ${operation}`);
      response.writeHead(found.http_status, found.headers).end(found.body ?? JSON.stringify(found.response ?? {}));
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${server.address().port}`, answer, asked, close: () => server.close() };
}

/** The emulator that the Rust tests use. Its accounts are the 12 digits that keys have for their ID. */
export async function openEmulator({ cache, speed, account }) {
  const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(join(cache, "emulators/ministack/bin/python"), ["-B", join(root, "tests/wire/overlay")], {
    env: {
      ...process.env, GATEWAY_PORT: String(port), ARRAY_SPEED: String(speed), LOG_LEVEL: "WARNING",
      ARRAY_DURATIONS: join(root, "src-tauri/crates/domain/data/durations.json"),
    },
    stdio: ["pipe", "ignore", "inherit"],
  });
  for (let tries = 0; ; tries++) {
    const ready = await fetch(`${url}/_array/health`).then((answer) => answer.ok, () => false);
    if (ready) break;
    if (tries > 300 || child.exitCode !== null) throw new Error("the emulator does not start");
    await sleep(100);
  }
  const ask = (what, wish) => fetch(`${url}/_array/${what}`, { method: "POST", body: JSON.stringify({ account, ...wish }) });
  const iam = (action, rest) => fetch(url, {
    method: "POST", body: new URLSearchParams({ Action: action, Version: "2010-05-08", ...rest }),
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${account}/20261127/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0` },
  });
  // It ends with its standard input.
  const close = () => child.stdin.end();
  return { url, ask, iam, close };
}
