/** What {@code POST /webhook} takes: one task, as JSON. */
package drover.webhook;
