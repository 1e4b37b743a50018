"""AWS's protocols: requests, answers, refusals, faults, quotas."""
