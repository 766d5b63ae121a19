package drover.ticket;

/** What is asked of Linear, by the names of its schema. */
final class LinearQuestions {
  static final String ISSUE =
      """
      query Ticket($id: String!) {
        issue(id: $id) {
          id identifier title description url archivedAt trashed priorityLabel
          state { id name type }
          team { id key }
          parent { identifier title }
          labels(first: 100) { nodes { id name } }
          attachments(first: 50) { nodes { title url } }
        }
      }
      """;

  static final String COMMENTS =
      """
      query TicketComments($id: String!, $after: String) {
        issue(id: $id) {
          comments(first: 50, after: $after) {
            nodes { id body createdAt user { name } botActor { name } }
            pageInfo { hasNextPage endCursor }
          }
        }
      }
      """;

  static final String CHILDREN =
      """
      query TicketSubIssues($id: String!, $after: String) {
        issue(id: $id) {
          children(first: 50, after: $after) {
            nodes { id identifier title description subIssueSortOrder state { name type } }
            pageInfo { hasNextPage endCursor }
          }
        }
      }
      """;

  static final String STATES =
      """
      query TeamStates($id: String!, $after: String) {
        team(id: $id) {
          states(first: 50, after: $after) {
            nodes { id name type }
            pageInfo { hasNextPage endCursor }
          }
        }
      }
      """;

  /** A list instead of the comment itself: that it is not there is no error then. */
  static final String COMMENT =
      """
      query FindComment($id: ID!) {
        comments(first: 1, filter: { id: { eq: $id } }, includeArchived: true) {
          nodes { id url }
        }
      }
      """;

  static final String COMMENT_CREATE =
      """
      mutation Comment($input: CommentCreateInput!) {
        commentCreate(input: $input) { success comment { id url } }
      }
      """;

  static final String STANDING =
      """
      query TicketStanding($id: String!) {
        issue(id: $id) { url state { id name type } labels(first: 100) { nodes { id } } }
      }
      """;

  static final String ISSUE_UPDATE =
      """
      mutation Move($id: String!, $input: IssueUpdateInput!) {
        issueUpdate(id: $id, input: $input) { success issue { url state { id name } } }
      }
      """;

  private LinearQuestions() {}
}
