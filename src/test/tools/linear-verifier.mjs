// What Linear's own library says about requests. In: [{secret, signature, body, now}], body in base64; out: whether it lets them pass.
import { LinearWebhookClient } from "@linear/sdk/webhooks";
import { readFileSync } from "node:fs";

const asked = JSON.parse(readFileSync(0, "utf8"));
const passes = ({ secret, signature, body, now }) => {
  Date.now = () => now;
  try {
    return new LinearWebhookClient(secret).verify(Buffer.from(body, "base64"), signature);
  } catch {
    return false;
  }
};
process.stdout.write(JSON.stringify(asked.map(passes)));
