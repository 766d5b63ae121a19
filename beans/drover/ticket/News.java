package drover.ticket;

/**
 * What a ticket is told.
 *
 * @param occasion {@code delivered} or {@code failed}
 * @param body Markdown
 */
public record News(String occasion, String body) {}
