from aws_cdk import App, Environment, Stack
from governed_ml import foundation, registry

app = App()
stack = Stack(app, "AcmeModels", env=Environment(account="111122223333", region="eu-west-1"))

key = foundation.DataKey(
    stack,
    "Key",
    alias="acme-models",
    description="Encrypts the training data and the models of acme",
).key
access_log_bucket = foundation.AccessLogBucket(stack, "AccessLogs", bucket_name="acme-models-access-logs").bucket
foundation.DataBucket(
    stack,
    "Data",
    bucket_name="acme-models-data",
    encryption_key=key,
    access_log_bucket=access_log_bucket,
)
registry.ModelPackageGroup(
    stack,
    "Abalone",
    model_package_group_name="acme-abalone",
    deploying_accounts=["444455556666"],
)

app.synth()
