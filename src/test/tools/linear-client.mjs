// What Linear's own client makes of an API. In: {url, key, issue, comment, state}; out: what it read and did.
import { LinearClient } from "@linear/sdk";
import { readFileSync } from "node:fs";

const { url, key, issue, comment, state } = JSON.parse(readFileSync(0, "utf8"));
const client = new LinearClient({ apiKey: key, apiUrl: url });
const read = await client.issue(issue);
const team = await read.team;
const states = await team.states();
const children = await read.children();
const created = await client.createComment({ id: comment, issueId: read.id, body: "from the SDK" });
let refused = "";
try {
  await client.createComment({ id: comment, issueId: read.id, body: "again" });
} catch (e) {
  refused = e.type;
}
let missing = "";
try {
  await client.issue("IX-404");
} catch (e) {
  missing = e.type;
}
const target = states.nodes.find((one) => one.name === state);
const moved = await client.updateIssue(read.id, { stateId: target.id });
const after = await (await client.issue(issue)).state;
process.stdout.write(
  JSON.stringify({
    title: read.title,
    team: team.key,
    children: children.nodes.map((one) => one.identifier),
    commented: created.success,
    refused,
    missing,
    moved: moved.success,
    state: after.name,
  }),
);
