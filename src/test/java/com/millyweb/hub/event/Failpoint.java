package com.millyweb.hub.event;

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
  SETTLED
}
