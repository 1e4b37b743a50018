"""The table over the trail's log files that the embedded Athena has from the start.

As AWS's own example, with the Region as a key besides. AWS: "Create the table for CloudTrail logs
in Athena using partition projection", Athena user guide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.local_aws.athena.ddl import read_table

if TYPE_CHECKING:
    from sestrail_tui.local_aws.account.settings import Settings
    from sestrail_tui.local_aws.athena.ddl import ExternalTable

DATABASE: Final = "default"
STATEMENT: Final = """
CREATE EXTERNAL TABLE cloudtrail_logs_pp (
  eventversion STRING,
  useridentity STRUCT<type: STRING, principalid: STRING, arn: STRING, accountid: STRING,
    invokedby: STRING, accesskeyid: STRING, username: STRING,
    onbehalfof: STRUCT<userid: STRING, identitystorearn: STRING>,
    sessioncontext: STRUCT<attributes: STRUCT<mfaauthenticated: STRING, creationdate: STRING>,
      sessionissuer: STRUCT<type: STRING, principalid: STRING, arn: STRING, accountid: STRING,
        username: STRING>>>,
  eventtime STRING, eventsource STRING, eventname STRING, awsregion STRING,
  sourceipaddress STRING, useragent STRING, errorcode STRING, errormessage STRING,
  requestparameters STRING, responseelements STRING, additionaleventdata STRING,
  requestid STRING, eventid STRING, readonly STRING,
  resources ARRAY<STRUCT<arn: STRING, accountid: STRING, type: STRING>>,
  eventtype STRING, apiversion STRING, recipientaccountid STRING, serviceeventdetails STRING,
  sharedeventid STRING, vpcendpointid STRING, eventcategory STRING,
  sessioncredentialfromconsole STRING,
  tlsdetails STRUCT<tlsversion: STRING, ciphersuite: STRING, clientprovidedhostheader: STRING>
)
PARTITIONED BY (`region` STRING, `timestamp` STRING)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
LOCATION '{place}'
TBLPROPERTIES (
  'projection.enabled'='true',
  'projection.region.type'='enum',
  'projection.region.values'='{regions}',
  'projection.timestamp.format'='yyyy/MM/dd',
  'projection.timestamp.interval'='1',
  'projection.timestamp.interval.unit'='DAYS',
  'projection.timestamp.range'='2020/01/01,NOW',
  'projection.timestamp.type'='date',
  'storage.location.template'='{place}/${{region}}/${{timestamp}}')
"""


def default_table(settings: Settings) -> ExternalTable:
    """Return the table of an account."""
    place = f"s3://{settings.bucket}/AWSLogs/{settings.account}/CloudTrail"
    regions = dict.fromkeys((settings.region, "us-east-1", "eu-west-1"))
    return read_table(STATEMENT.format(place=place, regions=",".join(regions)), DATABASE)
