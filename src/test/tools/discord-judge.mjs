// What Discord's own description of its API says about requests. In: [{kind, body}], kind is webhook or message; out: what is wrong, "" where nothing is.
import * as discord from "discord-api-spec/zod";
import { readFileSync } from "node:fs";

discord.setStrictObject(true);
const kinds = {
  webhook: discord.IncomingWebhookRequestPartialSchema,
  message: discord.MessageCreateRequestSchema,
};
const judge = ({ kind, body }) => {
  const found = kinds[kind].safeParse(body);
  return found.success ? "" : found.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
};
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(judge)));
