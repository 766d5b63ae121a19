// Asks a GitHub with its own client. In: {baseUrl, token, repository, head}; out: what it got.
import { Octokit } from "@octokit/core";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { readFileSync } from "node:fs";

const { baseUrl, token, repository, head } = JSON.parse(readFileSync(0, "utf8"));
const octokit = new (Octokit.plugin(paginateRest))({ baseUrl, auth: token });
const [owner, repo] = repository.split("/");
const at = { owner, repo };

const made = await octokit.request("POST /repos/{owner}/{repo}/pulls", { ...at, head, base: "main", title: "By Octokit", draft: true });
const issue_number = made.data.number;
const again = await octokit
  .request("POST /repos/{owner}/{repo}/pulls", { ...at, head, base: "main", title: "Again" })
  .catch((refused) => ({ status: refused.status, message: refused.response.data.errors[0].message }));
const labels = await octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/labels", { ...at, issue_number, labels: ["agent-ready"] });
for (let i = 0; i < 5; i++) {
  await octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", { ...at, issue_number, body: `comment ${i}` });
}
const comments = await octokit.paginate("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", { ...at, issue_number, per_page: 2 });
const first = await octokit.request("GET /repos/{owner}/{repo}", at);
const unchanged = await octokit
  .request("GET /repos/{owner}/{repo}", { ...at, headers: { "if-none-match": first.headers.etag } })
  .catch((answer) => ({ status: answer.status }));
process.stdout.write(
  JSON.stringify({
    number: issue_number,
    draft: made.data.draft,
    again: again.status + " " + again.message,
    labels: labels.data.map((label) => label.name),
    comments: comments.map((comment) => comment.body),
    unchanged: unchanged.status,
  }),
);
