// AWS on the loopback: recorded answers of tests/fixtures/wire, matched as the Rust tests match them.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

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
