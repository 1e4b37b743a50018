"""HTTP, AWS's wire protocols, faults, quotas."""
