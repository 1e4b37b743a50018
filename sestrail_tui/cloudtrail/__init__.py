"""What a CloudTrail record of SES is: pure, no AWS library, no screen."""
