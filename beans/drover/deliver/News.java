package drover.deliver;

/**
 * What a ticket or an issue is told.
 *
 * @param occasion {@code delivered} or {@code failed}
 * @param body Markdown
 */
public record News(String occasion, String body) {}
