package drover.ledger;

/** Something to be done in the ledger as a whole or not at all. */
@FunctionalInterface
public interface Transaction<T> {
  T apply(Tables tables);
}
