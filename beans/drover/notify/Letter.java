package drover.notify;

import drover.ledger.DeliveryRecord;

/**
 * A message on its way to a channel.
 *
 * @param doubtful whether it may have been told before: nobody has said so
 */
public record Letter(
    Channel channel, DeliveryRecord delivery, News news, Message message, boolean doubtful) {}
