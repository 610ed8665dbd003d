"""What yogaflow costs: each module measures one thing against a bound and a yardstick."""
