package com.millyweb.hub.event;

import java.util.EnumSet;
import java.util.Set;

/** Where a hub under test can be made to die, or to stop as if its machine had hung. */
public enum Failpoint {
  /** An append is committed, and nobody was told. */
  APPENDED,
  /** Deliveries are claimed, and no flow has begun. */
  CLAIMED,
  /** Flows have sent to the outside, and their deliveries are not ended. */
  SENT,
  /** In the settling transaction deliveries are ended, and what they sent is not yet appended. */
  SETTLING,
  /** In the settling transaction all is done but the commit. */
  UNCOMMITTED,
  /** Deliveries are ended, and this hub does not know it. */
  SETTLED,
  /** Deliveries are claimed, and what is collected with them is not yet bound to them. */
  BINDING,
  /** In the settling transaction deliveries are ended, and not yet counted against their limit. */
  COUNTING,
  /** In the settling transaction deliveries are ended, and nothing is taken back yet. */
  CANCELLING;

  /** Those that a flow comes to which neither collects, nor has a limit, nor takes back. */
  public static final Set<Failpoint> PLAIN = EnumSet.range(APPENDED, SETTLED);
}
