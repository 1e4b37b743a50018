from __future__ import annotations

from sestrail_tui.account.discovery.log_classes import INFREQUENT_ACCESS, described
from sestrail_tui.account.discovery.log_groups import LogGroup
from sestrail_tui.account.session.clients import Clients
from sestrail_tui.account.session.credentials import static
from tests.local_aws.embedded import embedded, replaced

ARN = "arn:aws:logs:us-east-1:123456789012:log-group:CloudTrail/logs"


async def test_a_group_is_described_by_its_whole_name_and_account() -> None:
    with embedded(replaced(infrequent=True)) as aws:
        aws.client("logs").create_log_group(logGroupName="CloudTrail/logs-2")
        clients = Clients(static("a", "b"), None, aws.server.endpoint)

        async def told(name: str, arn: str = "") -> str | None:
            group = LogGroup(name, "us-east-1", arn=arn)
            found = await described(clients, group, "")
            return None if found is None else found.log_group_class

        assert await told("CloudTrail/logs") == INFREQUENT_ACCESS
        assert await told("CloudTrail/logs", ARN) == INFREQUENT_ACCESS
        assert await told("CloudTrail/logs", ARN.replace("123456789012", "1")) is None
        assert await told("CloudTrail/logs-2") == "STANDARD"
        assert await told("CloudTrail") is None
        await clients.close()
