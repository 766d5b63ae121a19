package drover.ledger;

import drover.machine.ProcessIdentity;

/**
 * A process that executes runs.
 *
 * @param silentMillis time since its last heartbeat, by the store's clock
 */
public record InstanceRecord(
    String id, ProcessIdentity process, InstanceRole role, long silentMillis) {}
