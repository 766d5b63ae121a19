package drover.crash;

import java.util.List;

/** All of them: another promise of the factory joins the harness with a class and a line here. */
final class Invariants {
  static final List<Invariant> ALL =
      List.of(
          new RunsEndAsTheyMust(),
          new BranchesAreRight(),
          new StepsAreDoneOnce(),
          new TurnsAreStartedOnce(),
          new EffectsHappenOnce(),
          new GithubHasItOnce(),
          new PodsAreMadeOnce(),
          new TokensStayInMemory(),
          new ApprovalsAreUsedOnce(),
          new WaitsAreKept(),
          new EventsHaveNoGaps(),
          new SpendIsRight(),
          new NobodyIsLeft(),
          new NothingLiesAround(),
          new LedgerIsSound(),
          new DocumentsAreValid());

  private Invariants() {}
}
