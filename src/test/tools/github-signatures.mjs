// Signs and verifies with GitHub's own library. In: [{secret, payload, signature?}]; out: a signature, or whether it is right.
import { sign, verify } from "@octokit/webhooks-methods";
import { readFileSync } from "node:fs";

const asked = JSON.parse(readFileSync(0, "utf8"));
const answers = [];
for (const { secret, payload, signature } of asked) {
  answers.push(signature === undefined ? await sign(secret, payload) : await verify(secret, payload, signature));
}
process.stdout.write(JSON.stringify(answers));
