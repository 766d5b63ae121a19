/** What keeps a ledger and its data directory in order over months: checks, retention. */
package drover.upkeep;
