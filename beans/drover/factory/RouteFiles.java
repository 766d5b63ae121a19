package drover.factory;

import java.util.List;

/** The files under {@code routes/} by what needs them; which are loaded decides what can happen. */
final class RouteFiles {
  /** Every route that a run needs; a trigger would need more. */
  static final List<String> OF_RUNS =
      List.of(
          "intake",
          "dispatch",
          "jobs/publisher",
          "jobs/journalist",
          "jobs/onboard-client",
          "jobs/solve-chatbot-issues",
          "jobs/solve-chatbot-issue",
          "jobs/pr-fix",
          "jobs/agent",
          "jobs/solve-linear-ticket",
          "jobs/implement-issue",
          "steps/checkpointed",
          "steps/workspace",
          "steps/turn",
          "steps/verify",
          "steps/evaluate",
          "steps/review",
          "steps/report",
          "steps/effects",
          "steps/ticket",
          "steps/issue",
          "steps/deliver",
          "steps/watch",
          "steps/freeze",
          "steps/instructions",
          "executors/local",
          "executors/docker",
          "executors/kubernetes",
          "executors/kubernetes-steps",
          "follow",
          "notify",
          "notify/clock",
          "notify/post",
          "notify/slack",
          "notify/discord",
          "notify/discord-bot",
          "notify/ntfy",
          "notify/logs",
          "notify/issue-checklist");

  /** What a server needs beside them: triggers, admission, its own doors. */
  static final List<String> OF_SERVER =
      List.of(
          "doors",
          "triggers/webhook",
          "triggers/linear",
          "triggers/github-events",
          "triggers/comment-bell",
          "triggers/issue-bell",
          "triggers/github-poll",
          "triggers/knowledge-base",
          "triggers/events",
          "triggers/schedules",
          "triggers/agent-tasks",
          "accept",
          "admission",
          "issue-gates",
          "presence",
          "presence-leases",
          "bell",
          "retention",
          "executors/kubernetes-volumes",
          "operations",
          "acts");

  private RouteFiles() {}
}
