"""What programs mean, by definition: the slow interpreter that the other tiers must agree with."""
