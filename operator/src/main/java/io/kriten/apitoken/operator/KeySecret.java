package io.kriten.apitoken.operator;

import io.kriten.apitoken.crds.DigestRecord;
import java.time.Instant;

/**
 * What the operator knows of a delivery Secret: all but the key.
 *
 * @param record the sealed record beside the key
 * @param created the Secret's creationTimestamp, from which its time to live counts
 */
record KeySecret(DigestRecord record, Instant created) {}
