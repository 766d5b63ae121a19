package drover.github.enrol;

import java.util.List;

/**
 * What came of it: {@code docs/schemas/enrolment.schema.json}.
 *
 * @param repository {@code owner/repo}
 * @param enrolled whether nothing is missing, which the ledger knows from now on
 */
public record EnrolmentReport(String repository, boolean enrolled, List<Finding> findings) {

  static EnrolmentReport of(String repository, List<Finding> findings) {
    boolean isFit = findings.stream().noneMatch(one -> one.state() == Finding.State.MISSING);
    return new EnrolmentReport(repository, isFit, List.copyOf(findings));
  }
}
