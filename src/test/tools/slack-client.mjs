// Sends a text as Slack's own client does. In: {url, text}; out: what the client gives back.
import { IncomingWebhook } from "@slack/webhook";
import { readFileSync } from "node:fs";

const { url, text } = JSON.parse(readFileSync(0, "utf8"));
const answer = await new IncomingWebhook(url).send({ text });
process.stdout.write(JSON.stringify(answer));
