-- The message that lifted the last silence of the alert; none while it is silenced.
select ended from flow_silence where fingerprint = :#${header.ce-subject} and ended is not null
