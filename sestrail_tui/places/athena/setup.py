"""The statement that makes a table over a trail's log files, for a person to run once.

AWS: "Create the table for CloudTrail logs in Athena using partition projection", Athena user guide;
its columns, SerDe and input format, with the account and the Region as partition keys besides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sestrail_tui.places.log_files.layout import FOLLOWED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.account.discovery.buckets import TrailBucket
    from sestrail_tui.places.log_files.layout import Folder

_SINCE: Final = "2025/04/01"
"""CloudTrail records sends since then."""
_COLUMNS: Final = """\
  eventversion STRING,
  useridentity STRUCT<
    type: STRING, principalid: STRING, arn: STRING, accountid: STRING, invokedby: STRING,
    accesskeyid: STRING, username: STRING,
    onbehalfof: STRUCT<userid: STRING, identitystorearn: STRING>,
    sessioncontext: STRUCT<
      attributes: STRUCT<mfaauthenticated: STRING, creationdate: STRING>,
      sessionissuer: STRUCT<
        type: STRING, principalid: STRING, arn: STRING, accountid: STRING, username: STRING>,
      ec2roledelivery: STRING,
      webidfederationdata: STRUCT<federatedprovider: STRING, attributes: MAP<STRING, STRING>>>>,
  eventtime STRING,
  eventsource STRING,
  eventname STRING,
  awsregion STRING,
  sourceipaddress STRING,
  useragent STRING,
  errorcode STRING,
  errormessage STRING,
  requestparameters STRING,
  responseelements STRING,
  additionaleventdata STRING,
  requestid STRING,
  eventid STRING,
  readonly STRING,
  resources ARRAY<STRUCT<arn: STRING, accountid: STRING, type: STRING>>,
  eventtype STRING,
  apiversion STRING,
  recipientaccountid STRING,
  serviceeventdetails STRING,
  sharedeventid STRING,
  vpcendpointid STRING,
  vpcendpointaccountid STRING,
  eventcategory STRING,
  addendum STRUCT<
    reason: STRING, updatedfields: STRING, originalrequestid: STRING, originaleventid: STRING>,
  sessioncredentialfromconsole STRING,
  edgedevicedetails STRING,
  tlsdetails STRUCT<tlsversion: STRING, ciphersuite: STRING, clientprovidedhostheader: STRING>"""


def ddl(
    bucket: TrailBucket, folders: Sequence[Folder], account: str, regions: Sequence[str]
) -> str:
    """Return the statement; one for each organisation and prefix that the bucket has, else one.

    ``account`` and ``regions`` stand in where no folder could be looked at.
    """
    bases: dict[str, tuple[set[str], set[str]]] = {}
    for folder in folders:
        if folder.kind == FOLLOWED[0]:
            base = folder.prefix.rsplit(f"{folder.account}/{folder.kind}/", 1)[0]
            accounts, found = bases.setdefault(base, (set(), set(regions)))
            accounts.add(folder.account)
            found.add(folder.region)
    if not bases:
        base = f"{bucket.prefix.partition('AWSLogs/')[0]}AWSLogs/"
        organisation = re.match(r"o-[a-z0-9]+/", bucket.prefix.partition("AWSLogs/")[2])
        base += organisation[0] if organisation else ""
        bases[base] = ({account or "ACCOUNT"}, set(regions))
    name = "cloudtrail_" + re.sub(r"[^a-z0-9]+", "_", bucket.name)
    return "\n\n".join(
        _table(f"{name}_{number}" if number else name, bucket.name, base, *found)
        for number, (base, found) in enumerate(sorted(bases.items()))
    )


def _table(name: str, bucket: str, base: str, accounts: set[str], regions: set[str]) -> str:
    place = f"s3://{bucket}/{base}"
    return f"""\
CREATE EXTERNAL TABLE {name} (
{_COLUMNS}
)
PARTITIONED BY (`account` STRING, `region` STRING, `day` STRING)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
LOCATION '{place}'
TBLPROPERTIES (
  'projection.enabled'='true',
  'projection.account.type'='enum',
  'projection.account.values'='{",".join(sorted(accounts))}',
  'projection.region.type'='enum',
  'projection.region.values'='{",".join(sorted(regions))}',
  'projection.day.type'='date',
  'projection.day.format'='yyyy/MM/dd',
  'projection.day.range'='{_SINCE},NOW',
  'projection.day.interval'='1',
  'projection.day.interval.unit'='DAYS',
  'storage.location.template'='{place}${{account}}/CloudTrail/${{region}}/${{day}}')"""
